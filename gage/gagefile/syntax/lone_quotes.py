"""Keys and values with a quote at one end only, in TOML and JSON; YAML takes such a value for text."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_NAME = r"[\w$-]+"
_KEY_WITHOUT_END = {mark: Pattern(rf"{mark}({_NAME})(?=[ \t]*[:=][ \t]*{mark}\w)").match for mark in "\"'"}
_KEY_WITHOUT_START = Pattern(rf"({_NAME})([\"'])(?=[ \t]*[:=])").match
_VALUE_WITHOUT_START = Pattern(
    r"([^\s\"',:=#\[\]{}][^\"',:=#\[\]{}\\\r\n]{0,200})([\"'])(?=[ \t]*(?:[,\]}\r\n]|#|//|\Z))"
).match


class HalfQuoted(NamedTuple):
    """What was meant by a key or value that ends at ``end``."""

    text: str
    end: int
    problem: Problem


def half_quoted_key(text: str, start: int, code: str) -> HalfQuoted | None:
    """The key at an offset if one of its quotes is missing."""
    mark = text[start : start + 1]
    if mark and mark in "\"'":
        match = _KEY_WITHOUT_END[mark](text, start)
        return _half_quoted(code, match[1], start, match.end(), match.end(), mark) if match else None
    match = _KEY_WITHOUT_START(text, start)
    return _half_quoted(code, match[1], start, match.end(), start, match[2]) if match else None


def half_quoted_value(text: str, start: int, code: str) -> HalfQuoted | None:
    """The value at an offset, which begins without a quote, if it ends with one."""
    match = _VALUE_WITHOUT_START(text, start)
    return _half_quoted(code, match[1], start, match.end(), start, match[2]) if match else None


def _half_quoted(code: str, meant: str, start: int, end: int, missing: int, mark: str) -> HalfQuoted:
    which = "opening" if missing == start else "closing"
    fix = Fix(f"Add the {which} {mark}", (Edit(Span(missing, missing), mark),))
    return HalfQuoted(meant, end, Problem(code, f"this text has no {which} {mark}", Span(start, end), fixes=(fix,)))
