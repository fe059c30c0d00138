"""The lines of a text that is kept in parts; holds no text itself."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from gage.gagefile.part import Part
from gage.gagefile.text import Encoding, Position, Span


class PartLines:
    """The lines of a text in parts; parts begin where lines do."""

    def __init__(self, runs: list[Part], offsets: list[int]) -> None:
        self._runs = runs
        self._offsets = offsets
        self._first_lines = [0, *accumulate(len(part.own_lines) - 1 for part in runs)]

    def line_at(self, offset: int) -> int:
        """The line that holds an offset."""
        index = self._index(offset)
        return self._first_lines[index] + self._runs[index].own_lines.line_at(offset - self._offsets[index])

    def line_span(self, line: int) -> Span:
        """A line without its terminator."""
        index = self._index_of_line(line)
        start, end = self._runs[index].own_lines.line_span(line - self._first_lines[index])
        return Span(start + self._offsets[index], end + self._offsets[index])

    def line_text(self, line: int) -> str:
        """The text of a line without its terminator."""
        index = self._index_of_line(line)
        return self._runs[index].own_lines.line_text(line - self._first_lines[index])

    def position(self, offset: int, encoding: Encoding = "utf-32") -> Position:
        """Line and column of an offset."""
        index = self._index(offset)
        line, column = self._runs[index].own_lines.position(offset - self._offsets[index], encoding)
        return Position(line + self._first_lines[index], column)

    def offset(self, position: Position, encoding: Encoding = "utf-32") -> int:
        """Offset of a line and column."""
        index = self._index_of_line(position.line)
        own = Position(position.line - self._first_lines[index], position.column)
        return self._offsets[index] + self._runs[index].own_lines.offset(own, encoding)

    def __len__(self) -> int:
        return self._first_lines[-1] + 1

    def _index(self, offset: int) -> int:
        return min(max(bisect_right(self._offsets, offset) - 1, 0), len(self._runs) - 1)

    def _index_of_line(self, line: int) -> int:
        # The last line of a part that ends in a line end is the first of the next part.
        return min(max(bisect_right(self._first_lines, max(line, 0)) - 1, 0), len(self._runs) - 1)
