"""Where entries stand in the lines of a text: the lines they take, and the comments and blank lines above them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gage.gagefile.node import Array, Entry, Node, Object, Scalar, walk
from gage.gagefile.problem import Edit
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree, mentions


def is_on(tree: Tree, entry: Entry, offset: int) -> bool:
    """Whether an offset is on one of the lines that spell the key of an entry or its value."""
    line = tree.lines.line_at(offset)
    return any(tree.lines.line_at(start) <= line <= tree.lines.line_at(end) for start, end in _stretches(entry))


def last_end(entry: Entry) -> int:
    """Where the last character of an entry is, whatever the form of its value."""
    return max(end for _, end in _stretches(entry))


def _stretches(entry: Entry) -> Iterator[Span]:
    yield from mentions(entry)
    for _, node in walk(entry.value):
        yield node.span
        if isinstance(node, Object):
            yield from (span for each in node.entries for span in mentions(each))


def lines_of(tree: Tree, span: Span) -> Span:
    """The whole lines that a span touches, with the end of the last one; without a byte-order mark."""
    start, end = tree.lines.line_at(span.start), tree.lines.line_at(span.end)
    begin, stop = tree.lines.line_span(start).start, tree.lines.line_span(end).end
    line_end = 2 if tree.text.startswith("\r\n", stop) else int(stop < len(tree.text))
    return Span(begin + tree.text.startswith("\ufeff", begin), stop + line_end)


def with_comments_above(tree: Tree, lines: Span) -> Span:
    """Lines, and those right above them that hold a comment and nothing else."""
    return Span(_begin_above(tree, lines.start, lambda line: line.lstrip(" \t").startswith("#")), lines.end)


def blank_lines_above(tree: Tree, start: int) -> int:
    """Where the blank lines right above the start of a line begin; that start itself if there are none."""
    return _begin_above(tree, start, lambda line: not line.strip(" \t\r\n"))


def _begin_above(tree: Tree, start: int, belongs: Callable[[str], bool]) -> int:
    while start > 0:
        above = lines_of(tree, Span(start - 1, start - 1)).start
        if above >= start or not belongs(tree.text[above:start]):
            break
        start = above
    return start


def is_command(node: Node) -> bool:
    """Whether a value is one command: a text, or a list of texts."""
    items = node.items if isinstance(node, Array) else [node]
    return all(isinstance(item, Scalar) and item.kind == "string" for item in items)


def removed(start: int, end: int) -> Edit:
    """The edit that takes a stretch away."""
    return Edit(Span(start, end), "")
