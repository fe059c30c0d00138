"""Short words behind values that say what they come to here: files, values of config, the command of this platform."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.node import Node
from gage.gagefile.parts import Parts
from gage.gagefile.placed import Placed
from gage.gagefile.text import Span
from gage_ls.hints_of_part import Hint, hints_of_part
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument

_MOST = 1_000
"""Hints of one answer: far more than a screen holds, while some clients ask for the whole file."""

_SECONDS = 0.5
"""When to stop looking at files; what was not looked at has no hint."""


def inlay_hints(
    document: OpenDocument, view: ProjectView | None, params: lsp.InlayHintParams
) -> list[lsp.InlayHint] | None:
    """The hints of the values that end in a range, in order of place."""
    if view is None or document.kind is not GAGEFILE:
        return None
    asked = document.places.span(params.range)
    found = islice(_found(document.document.parts, view, asked), _MOST)
    return [_hint(document, end, hint) for end, hint in sorted(found, key=lambda pair: pair[0])]


def _found(parts: Parts, view: ProjectView, asked: Span) -> Iterator[tuple[int, Hint]]:
    """Hints with their places in the document, as long as there is time."""
    until = time.monotonic() + _SECONDS
    for placed in _parts_in(parts, asked):

        def wanted(node: Node, placed: Placed = placed) -> bool:
            return asked.start <= _end(placed, node) <= asked.end and time.monotonic() < until

        for hint in hints_of_part(placed.part, view, wanted):
            yield _end(placed, hint.node), hint


def _parts_in(parts: Parts, span: Span) -> Iterator[Placed]:
    """The parts that have characters of a span."""
    placed, end = parts.at(span.start), parts.stretch(span.start).end
    yield placed
    while end <= span.end and (following := parts.at(end)) != placed:
        placed, end = following, parts.stretch(end).end
        yield placed


def _end(placed: Placed, node: Node) -> int:
    """Where a value ends in the document; a block of YAML ends with its last line, not behind it."""
    return placed.offset(node.start) + len(placed.part.text[node.start : node.end].rstrip())


def _hint(document: OpenDocument, end: int, hint: Hint) -> lsp.InlayHint:
    return lsp.InlayHint(
        position=document.places.range(Span(end, end)).start,
        label=hint.label,
        tooltip=lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value="\n\n".join(hint.tooltip)),
        padding_left=True,
    )
