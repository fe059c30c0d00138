"""Anchors and aliases of YAML by name; knows where they stand, not what they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from gage.gagefile.node import Array, Node, Object
from gage.gagefile.part import Part
from gage.gagefile.text import Span

_ALIAS = re.compile(r"(?<![^\s,\[{:-])\*(?P<name>[^\s,\[\]{}]+)")
_COMMENT = re.compile(r"(?<!\S)#")


def alias_at(part: Part, offset: int) -> tuple[Span, Span] | None:
    """The alias at an offset and the anchor it names, if there is one above it."""
    line = part.lines.line_span(part.lines.line_at(offset))
    start = part.text.rfind("*", line.start, offset + 1) if part.syntax == "yaml" else -1
    alias = _ALIAS.match(part.text, start) if start >= 0 else None
    if alias is None or alias.end() < offset:
        return None
    texts = _texts(part)
    anchor = next((span for span in _anchors(part, alias["name"], start) if not _is_in_text(texts, span.start)), None)
    return (Span(*alias.span()), anchor) if anchor and not _is_in_text(texts, start) else None


def _anchors(part: Part, name: str, end: int) -> Iterator[Span]:
    """Where an anchor of a name may stand above a place: nowhere in comments."""
    comments: dict[int, int] = {}
    for match in re.finditer(rf"(?<![^\s,\[{{:-])&{re.escape(name)}(?![^\s,\[\]{{}}])", part.text[:end]):
        line = part.lines.line_at(match.start())
        if line not in comments:
            span = part.lines.line_span(line)
            comment = _COMMENT.search(part.text, span.start, span.end)
            comments[line] = comment.start() if comment else span.end
        if match.start() < comments[line]:
            yield Span(*match.span())


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
        else:
            yield node.span
