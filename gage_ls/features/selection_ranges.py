"""What to select around a cursor, step by step: the word, the value, the entry, the operation, the file."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage.gagefile.surroundings import surroundings
from gage.gagefile.text import Span
from gage_ls.workspace import OpenDocument


def selection_ranges(document: OpenDocument, params: lsp.SelectionRangeParams) -> list[lsp.SelectionRange]:
    """A chain of ranges for each position, in the order of the positions."""
    return [
        _around(document, document.places.span(lsp.Range(start=place, end=place)).start) for place in params.positions
    ]


def _around(document: OpenDocument, offset: int) -> lsp.SelectionRange:
    placed = document.document.parts.at(offset)
    whole = Span(0, len(document.text))
    spans = [placed.span(span) for span in surroundings(placed.part, offset - placed.start)]
    chain: lsp.SelectionRange | None = None
    for span in [whole, *(span for span in reversed(spans) if span != whole)]:
        chain = lsp.SelectionRange(range=document.places.range(span), parent=chain)
    return chain or lsp.SelectionRange(range=document.places.range(whole))
