"""All places of a gagefile that name the operation at a place."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage.gagefile.operation_mentions import places_of
from gage_ls.workspace import OpenDocument


def references(document: OpenDocument, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """The places that name it, in order, declarations if they are asked for; null where no operation is named."""
    found = places_of(document.document, document.places.offset(params.position))
    if found is None:
        return None
    wanted = [name.span for name in found if params.context.include_declaration or not name.is_declaration]
    return [lsp.Location(uri=document.uri, range=document.places.range(span)) for span in wanted]
