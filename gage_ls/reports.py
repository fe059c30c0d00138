"""What a client that asks for diagnostics gets: all of a document, under an id that stays while they do."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from lsprotocol import types as lsp

from gage_ls.features.diagnostics import diagnostics
from gage_ls.slices import in_slices_of
from gage_ls.workspace import OpenDocument


class Report(NamedTuple):
    """All diagnostics of a document, or None where the client has those of this id."""

    id: str
    items: list[lsp.Diagnostic] | None


async def report_of(document: OpenDocument) -> Report:
    """Check a document to its end; other messages are read in between."""
    async for _ in in_slices_of(document.checking.steps):
        pass
    digest, items = hashlib.blake2b(digest_size=12), []
    async for item in in_slices_of(diagnostics(document, document.checking.problems)):
        items.append(item)
        digest.update(_shown(item).encode("utf-8", "surrogatepass"))
    return Report(digest.hexdigest(), items)


def _shown(item: lsp.Diagnostic) -> str:
    """All of a diagnostic that a client shows and that may differ where the message is the same."""
    related = [(_place(other.location.range), other.message) for other in item.related_information or ()]
    return repr((item.code, item.message, item.severity, _place(item.range), related))


def _place(range_: lsp.Range) -> tuple[int, int, int, int]:
    return range_.start.line, range_.start.character, range_.end.line, range_.end.character
