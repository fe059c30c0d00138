"""What a file holds, for the outline of an editor: operations and settings, their keys, and what these hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.node import Array, Object
from gage.gagefile.outline import Symbol, outline
from gage.gagefile.part import Part
from gage_ls.client import Client
from gage_ls.convert import PartPlaces
from gage_ls.json_text import list_in_pieces
from gage_ls.workspace import OpenDocument


def document_symbols(document: OpenDocument, client: Client, _params: lsp.DocumentSymbolParams) -> Iterator[str]:
    """A list of symbols as pieces of JSON, one at a time, as of many operations it takes long.

    Clients that do not say that they take symbols inside of symbols get those at the top and below as one flat list.
    """
    return list_in_pieces(_of_parts(document, client))


def _of_parts(document: OpenDocument, client: Client) -> Iterator[str]:
    for placed in document.document.parts.each():
        places = document.places.in_part(placed)
        if symbols := _of_part(placed.part, document, client, places):
            first_line = places.position(0).line
            yield symbols.text % tuple([first_line + line for line in symbols.lines])


class _Symbols(NamedTuple):
    """The symbols of a part as JSON, where each line is a place for its number in the document."""

    text: str
    lines: list[int]


_KNOWN: WeakKeyDictionary[Part, _Symbols | None] = WeakKeyDictionary()
"""What was made for the one client there is; after an edit only the numbers of lines differ."""

_LINE = re.compile(r'"line":(\d+)')  # quotes in a text have a backslash before them


def _of_part(part: Part, document: OpenDocument, client: Client, places: PartPlaces) -> _Symbols | None:
    if part not in _KNOWN:
        from_start = PartPlaces(part.lines, 0, places.encoding)
        is_gagefile = document.document.kind is GAGEFILE
        shown: list[dict[str, Any]] = []
        for symbol in outline(part):
            kind = _kind(symbol, is_gagefile)
            if client.nested_symbols:
                shown.append(_nested(symbol, kind, from_start))
            else:
                shown += _flat(symbol, kind, from_start, document.uri, "")
        text = json.dumps(shown, separators=(",", ":"))[1:-1].replace("%", "%%")
        lines = [int(line) for line in _LINE.findall(text)]
        _KNOWN[part] = _Symbols(_LINE.sub('"line":%d', text), lines) if shown else None
    return _KNOWN[part]


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
