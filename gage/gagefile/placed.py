"""A part at its place in the document: what it knows of itself, said of the whole text; moves nothing by itself."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.part import Part
from gage.gagefile.problem import Problem
from gage.gagefile.text import Span


class Placed(NamedTuple):
    """A part and where it stands. A part of several stretches of text has a start for each.

    ``starts`` are pairs: from which offset of the part on, and what to add to get the offset in the document.
    """

    part: Part
    starts: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the part begins in the document."""
        return self.starts[0][1]

    def offset(self, offset: int) -> int:
        """The place in the document of a character of the part."""
        if len(self.starts) == 1:
            return offset + self.start
        return offset + next(shift for start, shift in reversed(self.starts) if offset >= start)

    def span(self, span: Span) -> Span:
        """The place in the document of a span of the part; its end is behind its last character."""
        start = self.offset(span.start)
        return Span(start, start if span.end == span.start else self.offset(span.end - 1) + 1)

    def problem(self, problem: Problem) -> Problem:
        """A problem of the part at its place in the document, with all that belongs to it."""
        return problem._replace(
            span=self.span(problem.span),
            related=tuple(related._replace(span=self.span(related.span)) for related in problem.related),
            fixes=tuple(
                fix._replace(edits=tuple(edit._replace(span=self.span(edit.span)) for edit in fix.edits))
                for fix in problem.fixes
            ),
        )

    def entry(self, entry: Entry) -> Entry:
        """An entry of the part, and all below it, at its place in the document."""
        start, end = self.span(entry.key_span)
        placed = Entry(entry.key, start, end, self.node(entry.value))
        placed.mentions = [self.span(mention) for mention in entry.mentions]
        return placed

    def node(self, node: Node) -> Node:
        """A value of the part, and all below it, at its place in the document."""
        start, end = self.span(node.span)
        if isinstance(node, Object):
            copy = Object(start, end)
            entries = {id(entry): self.entry(entry) for entry in [*node.entries, *node.by_key.values()]}
            copy.entries = [entries[id(entry)] for entry in node.entries]
            copy.by_key = {key: entries[id(entry)] for key, entry in node.by_key.items()}
            return copy
        if isinstance(node, Array):
            array = Array(start, end)
            array.items = [self.node(item) for item in node.items]
            return array
        return Scalar(node.kind, start, end, node.value if isinstance(node, Scalar) else None)
