"""A file of ours as text and tree: the one way in for terminal and editor alike; reads no file and never raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property

from gage.gagefile.file_kind import GAGEFILE, FileKind
from gage.gagefile.node import Entry, Kind, Node, Object, Route
from gage.gagefile.part import Part
from gage.gagefile.part_lines import PartLines
from gage.gagefile.parts import Parts, read
from gage.gagefile.problem import Problem
from gage.gagefile.text import Span
from gage.gagefile.tree import LinesLike, Syntax, Tree, mentions

__all__ = ["SYNTAX_BY_SUFFIX", "Document", "Syntax"]

SYNTAX_BY_SUFFIX: dict[str, Syntax] = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}


class Document(Tree):
    """The text of one file, its tree, and what its syntax gets wrong. Immutable; an edit makes a new one.

    Whole trees are put together from those of the parts when they are asked for: a check needs none.
    """

    def __init__(self, text: str, syntax: Syntax, parts: Parts | None = None, kind: FileKind = GAGEFILE) -> None:
        self.kind = kind
        self.text = text
        self.syntax = syntax
        self.parts = parts or read(text, syntax)

    def edited(self, span: Span, replacement: str) -> Document:
        """The document after an edit; only the operations it touches are read again."""
        text = self.text[: span.start] + replacement + self.text[span.end :]
        return Document(text, self.syntax, self.parts.edited(span, replacement, text), self.kind)

    @cached_property
    def root(self) -> Node:  # type: ignore[override]  # made when asked for
        """The value at the top."""
        if self.parts.only:
            return self.parts.only.root
        root = Object(0, len(self.text))
        entries = [
            (placed.entry(entry), entry is placed.part.root.by_key.get(entry.key))
            for placed in self.parts.joined()
            if isinstance(placed.part.root, Object)
            for entry in placed.part.root.entries
        ]
        for entry, counts in sorted(entries, key=lambda pair: _first(pair[0])):
            root.entries.append(entry)
            if counts:
                root.by_key[entry.key] = entry
        return root

    @property
    def root_kind(self) -> Kind:
        """The kind of the root; a text in parts is one of operations."""
        return self.parts.only.root.kind if self.parts.only else "object"

    @property
    def is_broken(self) -> bool:
        """Whether the syntax gets anything wrong."""
        return next(self.parts.where(_is_broken), None) is not None

    @cached_property
    def problems(self) -> list[Problem]:  # type: ignore[override]  # made when asked for
        """What the syntax gets wrong, in order of place."""
        broken = self.parts.where(_is_broken)
        found = [placed.problem(problem) for placed in broken for problem in placed.part.problems]
        return sorted(found, key=lambda problem: problem.span)

    @cached_property
    def lines(self) -> LinesLike:  # type: ignore[override]  # made when asked for
        """Where the lines of the text begin."""
        return PartLines(self.parts.blocks, self.parts.offsets)

    def trees(self) -> Iterator[Tree]:
        """The parts, with places in their own texts: to ask what values there are, for which nothing is copied."""
        return (placed.part for placed in self.parts.joined())

    def node(self, route: Route) -> Node | None:
        """The value at a route, or None; only the part that holds it is looked into."""
        if self.parts.only or not route:
            return super().node(route)
        key = route[0]
        if not self.parts.keys.repeated and key not in self.parts.keys.counts:
            return None
        found = [(placed, entry) for placed in self.parts.joined() if (entry := placed.part.entry((key,)))]
        if not found:
            return None
        last, _ = max(found, key=lambda pair: pair[0].offset(_first(pair[1])))
        node = last.part.node(route)
        return last.node(node) if node else None

    def part_with(self, key: str, near: Part | None = None) -> Part | None:
        """The part with all that the text says of a key at the top, or None; ``near`` is it wherever it can be."""
        if near and key in near.keys and key not in self.parts.keys.repeated:
            return near
        return next((placed.part for placed in self.parts.where(has_entries) if key in placed.part.keys), None)

    def operation_at(self, offset: int) -> Entry | None:
        """The operation whose text the offset is in, or None above the first one and in a ``$`` setting."""
        line = self.lines.line_span(self.lines.line_at(offset))
        end = line.end
        while True:
            part, ((_, start),) = placed = self.parts.at(end)
            if found := part.entry_around(min(offset, end) - start, Span(line.start - start, line.end - start)):
                return None if found.key.startswith("$") else placed.entry(found)
            if start == 0:
                return None
            end = start - 1


@cache
def with_key(key: str) -> Callable[[Part], bool]:
    """Whether an operation of a part has a key."""
    return lambda part: key in part.operation_keys


def _is_broken(part: Part) -> bool:
    return bool(part.problems)


def has_entries(part: Part) -> bool:
    """Whether a part has operations or settings."""
    return bool(part.entries)


def _first(entry: Entry) -> int:
    """Where an entry is first spoken of."""
    return next(mentions(entry)).start
