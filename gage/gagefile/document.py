"""A gagefile as text and tree: the one way in for terminal and editor alike; reads no file and never raises."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from gage.gagefile.node import Array, Entry, Node, Object, Route, to_data
from gage.gagefile.problem import Problem
from gage.gagefile.text import Lines, Span

Syntax = Literal["toml", "yaml", "json"]

SYNTAX_BY_SUFFIX: dict[str, Syntax] = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}


class Document:
    """The text of one gagefile, its tree, and what its syntax gets wrong.

    ``root`` is the value at the top: an Object wherever one could be made out. Immutable; an edit makes a new one.
    """

    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text = text
        self.syntax = syntax
        self.root, self.problems = _parse(text, syntax)

    @cached_property
    def lines(self) -> Lines:
        """Where the lines of the text begin."""
        return Lines(self.text)

    @cached_property
    def data(self) -> object:
        """The plain value of the whole document, gaps left out."""
        return to_data(self.root)

    @property
    def entries(self) -> list[Entry]:
        """The entries at the top: operations and ``$`` settings, duplicates included."""
        return self.root.entries if isinstance(self.root, Object) else []

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
        line = self.lines.line_at(offset)
        found: Entry | None = None
        for start, entry in self._starts:
            if self.lines.line_at(start) > line:
                break
            found = entry
        return None if found is None or found.key.startswith("$") else found

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


def _parse(text: str, syntax: Syntax) -> tuple[Node, list[Problem]]:
    # Each parser is imported when its syntax is met: PyYAML alone takes longer to import than a TOML check takes.
    if syntax == "toml":
        from gage.gagefile.syntax import toml_syntax

        return toml_syntax.parse(text)
    if syntax == "yaml":
        from gage.gagefile.syntax import yaml_syntax

        return yaml_syntax.parse(text)
    from gage.gagefile.syntax import json_syntax

    return json_syntax.parse(text)
