"""What a file holds, for the outline of an editor: operations and settings, their keys, and what these hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.node import Array, Object
from gage.gagefile.outline import Symbol, outline
from gage_ls.client_abilities import ClientAbilities
from gage_ls.convert import PartPlaces
from gage_ls.workspace import OpenDocument


def document_symbols(
    document: OpenDocument, client: ClientAbilities, _params: lsp.DocumentSymbolParams
) -> Iterator[dict[str, Any]]:
    """Symbols as JSON has them, one at a time.

    Clients that do not say that they take symbols inside of symbols get those at the top and below as one flat list.
    """
    for placed in document.document.parts.each():
        places = document.places.in_part(placed)
        for symbol in outline(placed.part):
            kind = _kind(symbol, is_gagefile=document.document.kind is GAGEFILE)
            if client.nested_symbols:
                yield _nested(symbol, kind, places)
            else:
                yield from _flat(symbol, kind, places, document.uri, "")


def _nested(symbol: Symbol, kind: int, places: PartPlaces) -> dict[str, Any]:
    shown = {
        "name": _name(symbol),
        "kind": kind,
        "range": places.range(symbol.span),
        "selectionRange": places.range(symbol.name_span),
    }
    if symbol.detail:
        shown["detail"] = symbol.detail
    if symbol.children:
        shown["children"] = [_nested(child, _kind(child), places) for child in symbol.children]
    return shown


def _flat(symbol: Symbol, kind: int, places: PartPlaces, uri: str, container: str) -> Iterator[dict[str, Any]]:
    location = {"uri": uri, "range": places.range(symbol.span)}
    shown = {"name": _name(symbol), "kind": kind, "location": location}
    yield {**shown, "containerName": container} if container else shown
    for child in symbol.children:
        yield from _flat(child, _kind(child), places, uri, symbol.name)


def _name(symbol: Symbol) -> str:
    """VS Code takes none of the symbols if one of them has no name."""
    return symbol.name if symbol.name.strip() else f'"{symbol.name}"'


def _kind(symbol: Symbol, is_gagefile: bool = True) -> int:
    kind = lsp.SymbolKind.Property
    if symbol.role == "operation" and is_gagefile:
        kind = lsp.SymbolKind.Function
    elif symbol.role == "setting":
        kind = lsp.SymbolKind.Constant
    elif isinstance(symbol.value, Array):
        kind = lsp.SymbolKind.Array
    elif isinstance(symbol.value, Object):
        kind = lsp.SymbolKind.Object
    return int(kind)
