"""Anchors and aliases of YAML by name; knows where they stand, not what they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.part import Part
from gage.gagefile.text import Span

_NAME = re.compile(r"(?<![^\s,\[{:-])[&*](?P<name>[^\s,\[\]{}]+)")
_COMMENT = re.compile(r"(?:^|\s)#")


def alias_at(part: Part, offset: int) -> tuple[Span, Span] | None:
    """The alias at an offset and the anchor it names, if there is one above it."""
    if part.syntax != "yaml" or "*" not in part.text:
        return None
    names = [match for match in _NAME.finditer(part.text) if _is_name(part, match.start())]
    alias = next((each for each in names if each[0][0] == "*" and each.start() <= offset <= each.end()), None)
    texts = _texts(part) if alias else []
    anchors = (each for each in names if alias and each[0] == f"&{alias['name']}" and each.end() < alias.start())
    anchor = next((each for each in anchors if not _is_in_text(texts, each.start())), None)
    if alias is None or anchor is None or _is_in_text(texts, alias.start()):
        return None
    return Span(*alias.span()), Span(*anchor.span())


def _is_name(part: Part, start: int) -> bool:
    """Whether a mark stands in no comment."""
    line = part.lines.line_span(part.lines.line_at(start))
    return not _COMMENT.search(part.text, line.start, start)


def _texts(part: Part) -> list[Span]:
    """Where the plain values and the keys of a text are, in order."""
    return sorted(_scalars(part.text, part.root, Span(0, len(part.text))))


def _is_in_text(texts: list[Span], offset: int) -> bool:
    index = bisect_right(texts, Span(offset, offset)) - 1
    return index >= 0 and texts[index].start < offset < texts[index].end


def _scalars(text: str, node: Node, inside: Span) -> Iterator[Span]:
    """The scalars and keys below a node, but for those that an alias only shows."""
    ahead = [(node, inside)]
    while ahead:
        node, inside = ahead.pop()
        if not (inside.start <= node.start <= node.end <= inside.end) or text.startswith("*", node.start):
            continue
        if isinstance(node, Object):
            yield from (entry.key_span for entry in node.entries)
            ahead += [(entry.value, node.span) for entry in node.entries]
        elif isinstance(node, Array):
            ahead += [(item, node.span) for item in node.items]
        elif isinstance(node, Scalar):
            yield node.span
