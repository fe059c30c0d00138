"""What an editor can fold: operations, tables, lists, long texts, comments and regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from gage.gagefile.folds import Fold, folds, regions
from gage_ls.client import Client
from gage_ls.workspace import OpenDocument


def folding_ranges(document: OpenDocument, client: Client, _params: lsp.FoldingRangeParams) -> Iterator[dict[str, Any]]:
    """Folding ranges of whole lines as JSON has them; if the client wants only so many, the outermost ones."""
    marks: list[tuple[int, bool]] = []
    found: list[Fold] = []
    for placed in document.document.parts.each():
        first_line = document.places.in_part(placed).position(0).line
        in_part = folds(placed.part)
        found += [fold._replace(first=fold.first + first_line, last=fold.last + first_line) for fold in in_part.folds]
        marks += [(line + first_line, begins) for line, begins in in_part.marks]
    found += regions(marks)
    if client.folds is not None and len(found) > client.folds:
        found = sorted(found, key=lambda fold: fold.depth)[: client.folds]
    for fold in sorted(found):
        shown = {"startLine": fold.first, "endLine": fold.last}
        yield {**shown, "kind": fold.kind} if fold.kind else shown
