"""A text with its values and their places: what a whole gagefile and a part of one have in common; parses nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, Protocol

from gage.gagefile.node import Array, Entry, Node, Object, Route, to_data
from gage.gagefile.problem import Problem
from gage.gagefile.text import Encoding, Position, Span

Syntax = Literal["toml", "yaml", "json"]


class LinesLike(Protocol):
    """Where the lines of a text begin: ``Lines``, or the same for a text in parts."""

    def line_at(self, offset: int) -> int:
        """The line that holds an offset."""

    def line_span(self, line: int) -> Span:
        """A line without its terminator."""

    def line_text(self, line: int) -> str:
        """The text of a line without its terminator."""

    def position(self, offset: int, encoding: Encoding = "utf-32") -> Position:
        """Line and column of an offset."""

    def offset(self, position: Position, encoding: Encoding = "utf-32") -> int:
        """Offset of a line and column."""


class Tree:
    """A text, its values, and what its syntax gets wrong. ``root`` is an Object wherever one could be made out."""

    text: str
    syntax: Syntax
    root: Node
    problems: list[Problem]
    lines: LinesLike

    @cached_property
    def data(self) -> object:
        """The plain value of the whole text, gaps left out."""
        return to_data(self.root)

    @property
    def line_end(self) -> str:
        """How lines that are added end: as the first of the text does."""
        found = re.search(r"\r\n|\n|\r", self.text)
        return found[0] if found else "\n"

    @property
    def entries(self) -> list[Entry]:
        """The entries at the top: operations and ``$`` settings, duplicates included."""
        return self.root.entries if isinstance(self.root, Object) else []

    def operations_with(self, key: str) -> Iterator[tuple[Entry, Entry]]:
        """The operations that have a key, each with its entry of that key, in order of place."""
        for operation in self.entries:
            entry = operation.value.by_key.get(key) if isinstance(operation.value, Object) else None
            if entry and not operation.key.startswith("$"):
                yield operation, entry

    def node(self, route: Route) -> Node | None:
        """The value at a route, or None."""
        node: Node | None = self.root
        for segment in route:
            if isinstance(node, Object) and isinstance(segment, str):
                node = node.get(segment)
            elif isinstance(node, Array) and isinstance(segment, int) and segment < len(node.items):
                node = node.items[segment]
            else:
                return None
        return node

    def entry(self, route: Route) -> Entry | None:
        """The entry whose key ends a route, or None where the route ends in an index or leads nowhere."""
        parent = self.node(route[:-1]) if route else None
        return parent.by_key.get(str(route[-1])) if isinstance(parent, Object) else None

    def operation_at(self, offset: int) -> Entry | None:
        """The operation whose text the offset is in, or None above the first one and in a ``$`` setting."""
        found = self.entry_around(offset, self.lines.line_span(self.lines.line_at(offset)))
        return None if found is None or found.key.startswith("$") else found

    def entry_at(self, offset: int) -> Entry | None:
        """The entry at the top that begins last before an offset, or at it."""
        after = bisect_right(self._starts, offset, key=lambda start: start[0])
        return self._starts[after - 1][1] if after else None

    def entry_around(self, offset: int, line: Span) -> Entry | None:
        """The entry at the top that an offset belongs to; what stands before the first one of its line is of that."""
        after = bisect_right(self._starts, offset, key=lambda start: start[0])
        is_on_line = after > 0 and self._starts[after - 1][0] >= line.start
        if not is_on_line and after < len(self._starts) and self._starts[after][0] <= line.end:
            return self._starts[after][1]
        return self._starts[after - 1][1] if after else None

    @cached_property
    def _starts(self) -> list[tuple[int, Entry]]:
        """Every place where the text of a top-level entry begins, in order."""
        return sorted(
            ((span.start, entry) for entry in self.entries for span in mentions(entry)), key=lambda start: start[0]
        )


def mentions(entry: Entry) -> Iterator[Span]:
    """All places that spell the key of an entry."""
    if entry.mentions:
        yield from entry.mentions
    else:
        yield entry.key_span
