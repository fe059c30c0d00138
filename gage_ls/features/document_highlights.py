"""What else in the text speaks of the operation or the config value at a place."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from gage.gagefile.config_names import config_names, name_nodes
from gage.gagefile.operation_mentions import places_of
from gage.gagefile.text import Span
from gage_ls.workspace import OpenDocument


def document_highlights(
    document: OpenDocument, params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight] | None:
    """Declarations as what is written, uses as what is read."""
    offset = document.places.offset(params.position)
    found = places_of(document.document, offset)
    named = [(name.span, name.is_declaration) for name in found] if found else list(_config_value(document, offset))
    write, read = lsp.DocumentHighlightKind.Write, lsp.DocumentHighlightKind.Read
    return [
        lsp.DocumentHighlight(range=document.places.range(span), kind=write if is_declaration else read)
        for span, is_declaration in sorted(named)
    ] or None


def _config_value(document: OpenDocument, offset: int) -> Iterator[tuple[Span, bool]]:
    """The entry of a config value and the names in braces, of the operation that an offset is in."""
    placed, within = document.document.parts.joined_at(offset)
    names = [(name.name, name.span, False, name.operation) for name in config_names(placed.part)]
    names += [(node.value, node.span, True, operation) for operation, node in name_nodes(placed.part)]
    here = next((each for each in names if each[1].start <= within <= each[1].end), None)
    for name, span, is_declaration, operation in names:
        if here and (name, operation) == (here[0], here[3]):
            yield placed.span(span), is_declaration
