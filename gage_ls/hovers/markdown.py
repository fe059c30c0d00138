"""Texts of people as Markdown that shows them and does nothing else, and Markdown as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w+;)|^[#+=>-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What could be a mark where it stands; all else reads better without a backslash."""

_FENCE = re.compile(r"(?ms)^(`{3,})\w*\n(.*?)\n\1$")
_LONGEST_BLOCK = 4_000
_LONGEST_CODE = 200
_LONGEST_WORDS = 2_000


def words(text: str) -> str:
    """A text of a person; what would be a link, an image or a heading shows as it was written."""
    lines = [_SPECIAL.sub(r"\\\g<0>", line.strip()) for line in cut(text, _LONGEST_WORDS).splitlines()]
    return "  \n".join(line for line in lines if line)


def code(text: str) -> str:
    """A text within a line, in backticks; as many of them as it takes."""
    shown = cut(" ".join(text.split()), _LONGEST_CODE)
    if not shown:
        return '`""`'
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def block(text: str, language: str = "") -> str:
    """A text of several lines as code."""
    shown = cut(text.rstrip(), _LONGEST_BLOCK)
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    return f"{ticks}{language}\n{shown}\n{ticks}"


def items(things: Sequence[T], most: int, line: Callable[[T], str]) -> str:
    """A list with a line for each thing, cut where it is long."""
    more = len(things) - most
    shown = [line(thing) for thing in things[:most]]
    return "\n".join(f"- {each}" for each in [*shown, *([f"… and {more:,} more"] if more > 0 else [])])


def cut(text: str, longest: int) -> str:
    """A text that is not too long to show."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def plain_text(markdown: str) -> str:
    """The same without marks, for clients that show no Markdown."""
    pieces, end = [], 0
    for fence in _FENCE.finditer(markdown):
        pieces += [_without_marks(markdown[end : fence.start()]), fence[2]]
        end = fence.end()
    return "".join([*pieces, _without_marks(markdown[end:])])


def _without_marks(text: str) -> str:
    """Without the marks of bold words and code; backslashes guard what is no mark."""
    text = re.sub(r"  $", "", text, flags=re.MULTILINE)
    return re.sub(r"\\([!-/:-@\[-`{-~])|(`+)( ?)(.+?)\3\2|\*\*", lambda found: found[1] or found[4] or "", text)
