"""How deep values may nest, and how to pass over what nests deeper without recursion."""

from __future__ import annotations

from gage.gagefile.problem import Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

MOST_LEVELS = 150
"""No gagefile needs ten; more would exhaust the stack of whoever walks the tree."""

_to_line_end = Pattern(r"[^\r\n]*(?:\r\n?|\n)?").match
_TOKEN = Pattern(r"""[\[{]|[\]}]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[#][^\n]*""")


class TooDeepError(Exception):
    """A collection opens below the deepest level that is read.

    ``index`` is its place in the text given to the loader; ``in_brackets`` is whether it is written with brackets.
    """

    def __init__(self, index: int, in_brackets: bool) -> None:
        super().__init__(index)
        self.index = index
        self.in_brackets = in_brackets


def too_deep(start: int) -> Problem:
    """The problem of the bracket that opens one level too many."""
    return Problem(
        "nesting-too-deep",
        f"values are nested more than {MOST_LEVELS} levels deep here; a gagefile needs no more than a few",
        Span(start, start + 1),
    )


def unread(text: str, start: int, index: int) -> Span:
    """What a bracket at ``start`` takes with it that has no partner, where ``index`` is the first that nests too deep.

    The brackets of those lines are all that is to be seen: nobody can tell where the value was meant to end.
    """
    line = _to_line_end(text, index)
    return Span(start, line.end() if line else index + 1)


def skip(text: str, start: int) -> int | None:
    """Where the bracket at an offset closes, or None; quotes and ``#`` comments are passed over."""
    depth = 0
    for match in _TOKEN.finditer(text, start):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def nth_open(text: str, start: int, levels: int) -> int | None:
    """Where behind an offset the bracket stands that opens one level more than so many, or None."""
    depth = 0
    for match in _TOKEN.finditer(text, start):
        if match[0] in "[{":
            if depth == levels:
                return match.start()
            depth += 1
        elif match[0] in "]}":
            depth -= 1
    return None
