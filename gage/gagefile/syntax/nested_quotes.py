"""Quotes that stand in a text within the same quotes, and so end it too early; reads nothing behind its line."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_LONGEST = 1000
"""Characters of a text and its quotes; so no line, however long, is searched again and again."""

_LINE = Pattern(r"[^\r\n]*").match
_GLUED = Pattern(r"\w").match
_CLOSING = {mark: Pattern(rf"{mark}(?=[ \t]*(?:[,\]}}\r\n]|#|//|\Z))").search for mark in "\"'"}
_SEVERAL = {mark: Pattern(rf"{mark}[ \t]*:|,[ \t]*{mark}|\\").search for mark in "\"'"}


class Nested(NamedTuple):
    """A text from its opening quote to behind its closing one, and the places of the same quotes in it."""

    start: int
    end: int
    inner: tuple[int, ...]


def nested_quotes(text: str, start: int) -> Nested | None:
    """The text whose opening quote is at ``start``, where words go on right behind the next quote."""
    mark = text[start]
    line = _LINE(text, start, start + _LONGEST)
    stop = line.end() if line else start
    first = text.find(mark, start + 1, stop)
    if first < 0 or not _GLUED(text, first + 1) or stop == start + _LONGEST:
        return None
    closing = _CLOSING[mark](text, first, stop)
    if closing is None or _SEVERAL[mark](text, start + 1, closing.start()):
        return None
    inner = tuple(at for at in range(first, closing.start()) if text[at] == mark)
    # An apostrophe needs no partner.
    if len(inner) % 2 if mark == '"' else '"' in text[start : closing.start()]:
        return None
    return Nested(start, closing.end(), inner)


def quotes_in_quotes(mark: str, place: Span, inner: list[Span]) -> Problem:
    """The problem of such a text at a place; single quotes cannot be escaped, so double ones are put around them."""
    if mark == '"':
        message = 'the quotes within this text end it too early; write \\" for each of them'
        edits = [Edit(Span(span.start, span.start), "\\") for span in inner]
    else:
        message = "the ' within this text ends it too early; put double quotes around the text"
        edits = [Edit(Span(at, at + 1), '"') for at in (place.start, place.end - 1)]
    return Problem("quotes-in-quotes", message, place, fixes=(Fix("Correct the quotes", tuple(edits)),))
