"""What an editor can fold: operations, tables, lists, long texts, comments and regions."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lsprotocol import types as lsp

from gage.gagefile.folds import Fold, folds, regions
from gage_ls.client import Client
from gage_ls.json_text import list_in_pieces
from gage_ls.workspace import OpenDocument


def folding_ranges(document: OpenDocument, client: Client, _params: lsp.FoldingRangeParams) -> Iterator[str]:
    """Folding ranges of whole lines as pieces of JSON; if the client wants only so many, the outermost ones."""
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
    return list_in_pieces(_shown(fold) for fold in sorted(found))


def _shown(fold: Fold) -> str:
    shown = {"startLine": fold.first, "endLine": fold.last}
    return json.dumps({**shown, "kind": fold.kind} if fold.kind else shown)
