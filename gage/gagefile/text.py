"""Places in a text: spans of code points, and the lines they fall on; holds no document and reads no file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open stretch of a text, in code-point offsets."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people and protocols name it: line and column, both counted from 0."""

    line: int
    column: int


class Lines:
    """Where the lines of one text begin.

    Lines end as LSP 3.17 says they do: at ``\\n``, ``\\r\\n`` or ``\\r`` and nowhere else (``str.splitlines`` also
    breaks at form feeds, U+2028 and others, which would move every place after them).
    """

    __slots__ = ("_ends", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        found = [match.span() for match in _LINE_END.finditer(text)]
        self.starts = [0, *[end for _, end in found]]
        self._ends = [*[start for start, _ in found], len(text)]

    def __len__(self) -> int:
        return len(self.starts)

    def line_at(self, offset: int) -> int:
        """The line that holds a code-point offset."""
        return bisect_right(self.starts, max(offset, 0)) - 1

    def line_span(self, line: int) -> Span:
        """A line without its terminator."""
        return Span(self.starts[line], self._ends[line])

    def line_text(self, line: int) -> str:
        """The text of a line without its terminator."""
        return self.text[self.starts[line] : self._ends[line]]

    def position(self, offset: int, encoding: Encoding = "utf-32") -> Position:
        """Line and column of a code-point offset; the column counts units of ``encoding``."""
        offset = min(max(offset, 0), len(self.text))
        line = self.line_at(offset)
        return Position(line, units(self.text[self.starts[line] : offset], encoding))

    def offset(self, position: Position, encoding: Encoding = "utf-32") -> int:
        """Code-point offset of a position; one past the end of a line or text means that end (LSP 3.17, Position)."""
        if position.line >= len(self.starts):
            return len(self.text)
        start, end = self.line_span(max(position.line, 0))
        return start + _code_points(self.text[start:end], max(position.column, 0), encoding)


def units(text: str, encoding: Encoding) -> int:
    """How many code units of ``encoding`` a text takes."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(1 for char in text if char > "\uffff")
    return len(text.encode("utf-8", "surrogatepass"))


def _code_points(line: str, column: int, encoding: Encoding) -> int:
    """How many whole code points fit in the first ``column`` units of a line."""
    if encoding == "utf-32" or line.isascii():
        return min(column, len(line))
    for index, char in enumerate(line):
        column -= units(char, encoding)
        if column < 0:
            return index
    return len(line)
