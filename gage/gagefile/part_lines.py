"""The lines of a text that is kept in parts; holds no text itself."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from gage.gagefile.block import Block
from gage.gagefile.text import Encoding, Lines, Position, Span


class PartLines:
    """The lines of a text in parts; parts begin where lines do."""

    def __init__(self, blocks: list[Block], offsets: list[int]) -> None:
        self._blocks = blocks
        self._offsets = offsets
        self._first_lines = [*accumulate([block.first_lines[-1] for block in blocks], initial=0)]

    def line_at(self, offset: int) -> int:
        """The line that holds an offset."""
        lines, start, first = self._at(offset)
        return first + lines.line_at(offset - start)

    def line_span(self, line: int) -> Span:
        """A line without its terminator."""
        lines, begin, first = self._at_line(line)
        start, end = lines.line_span(line - first)
        return Span(start + begin, end + begin)

    def line_text(self, line: int) -> str:
        """The text of a line without its terminator."""
        lines, _, first = self._at_line(line)
        return lines.line_text(line - first)

    def position(self, offset: int, encoding: Encoding = "utf-32") -> Position:
        """Line and column of an offset."""
        lines, start, first = self._at(offset)
        line, column = lines.position(offset - start, encoding)
        return Position(line + first, column)

    def offset(self, position: Position, encoding: Encoding = "utf-32") -> int:
        """Offset of a line and column."""
        lines, start, first = self._at_line(position.line)
        return start + lines.offset(Position(position.line - first, position.column), encoding)

    def _at(self, offset: int) -> tuple[Lines, int, int]:
        """The lines of the part that holds an offset, where the part starts, and on which line."""
        index = min(max(bisect_right(self._offsets, offset) - 1, 0), len(self._blocks) - 1)
        block = self._blocks[index]
        return self._part(index, block.at(offset - self._offsets[index]))

    def _at_line(self, line: int) -> tuple[Lines, int, int]:
        """The same of the part that holds a line."""
        # The last line of a block that ends in a line end is the first of the next block.
        index = min(max(bisect_right(self._first_lines, max(line, 0)) - 1, 0), len(self._blocks) - 1)
        return self._part(index, self._blocks[index].at_line(max(line, 0) - self._first_lines[index]))

    def _part(self, block: int, index: int) -> tuple[Lines, int, int]:
        found = self._blocks[block]
        start, first = self._offsets[block] + found.starts[index], self._first_lines[block] + found.first_lines[index]
        return found.parts[index].lines, start, first
