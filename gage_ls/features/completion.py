"""What can be written at a place in a gagefile: keys, values, and what the project knows; changes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from gage.gagefile.cursor import Cursor, cursors_at
from gage.gagefile.describe import describe, merged
from gage.gagefile.schema import at, load
from gage.gagefile.text import Span
from gage_ls.completion.context import Context
from gage_ls.completion.items import Client, client_of, item_of
from gage_ls.completion.keys import header_offers, key_offers, schemas_at
from gage_ls.completion.offer import MOST, Offer
from gage_ls.completion.shape import layout_at
from gage_ls.completion.spelling import Spelled, spelled_header, spelled_key, spelled_value
from gage_ls.completion.values import value_offers
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument

TRIGGERS = ['"', "'", "[", ".", "=", ":", "/", "#", "{", "-", " "]
"""A space is asked about only where a value begins: people type it far more often than anything can follow it."""


def completion(
    document: OpenDocument, view: ProjectView | None, capabilities: lsp.ClientCapabilities, params: lsp.CompletionParams
) -> lsp.CompletionList:
    """What can be chosen at a position; what is typed already decides only where there is more than a list can hold."""
    client = client_of(capabilities)
    offset = document.places.offset(params.position)
    by_space = params.context is not None and params.context.trigger_character == " "
    items: list[lsp.CompletionItem] = []
    ranges: dict[Span, lsp.Range] = {}
    for cursor in cursors_at(document.document, offset):
        if by_space and cursor.role != "value":
            continue
        for offer, spelled in _chosen(document, view, cursor, client):
            data = _data(document, cursor, offer)
            items.append(item_of(offer, spelled, ranges, len(items), client, document.places, data))
    return lsp.CompletionList(is_incomplete=len(items) >= MOST, items=items)


def resolve(capabilities: lsp.ClientCapabilities, item: lsp.CompletionItem) -> lsp.CompletionItem:
    """An item with the documentation of its key."""
    data = item.data if isinstance(item.data, dict) else {}
    file, pointer, syntax = data.get("schema"), data.get("pointer"), data.get("syntax")
    if not file or not pointer or file not in _SCHEMAS or syntax not in ("toml", "yaml", "json"):
        return item
    schemas = at(load(file), tuple(pointer))
    if schemas:
        text = describe(merged(schemas), syntax, pointer[-1])
        is_markdown = client_of(capabilities).reads_markdown
        kind = lsp.MarkupKind.Markdown if is_markdown else lsp.MarkupKind.PlainText
        item.documentation = lsp.MarkupContent(kind=kind, value=text)
    return item


_SCHEMAS = ("gagefile.schema.json", "board.schema.json", "summary.schema.json", "user-config.schema.json")


def _data(document: OpenDocument, cursor: Cursor, offer: Offer) -> dict[str, Any] | None:
    if not offer.pointer:
        return None
    return {"schema": document.kind.schema, "pointer": list(offer.pointer), "syntax": cursor.tree.syntax}


def _chosen(
    document: OpenDocument, view: ProjectView | None, cursor: Cursor, client: Client
) -> Iterator[tuple[Offer, Spelled]]:
    text, core = document.text, document.document
    line = core.lines.line_span(core.lines.line_at(cursor.span.start))
    layout = layout_at(text, line.start, cursor)
    if cursor.role == "key":
        schemas = schemas_at(core, cursor) if client.has_snippets else {}
        for offer in key_offers(core, cursor, layout):
            if offer.snippet and not client.has_snippets:
                continue
            schema = merged(schemas.get(offer.text, [{}])) if client.has_snippets else None
            if spelled := spelled_key(cursor, offer, schema, layout):
                yield offer, spelled
    elif cursor.role == "header":
        for offer in header_offers(core, cursor):
            if spelled := spelled_header(text, cursor, offer):
                yield offer, spelled
    else:
        for offer in value_offers(Context(document, view, cursor), layout):
            if (client.has_snippets or not offer.snippet) and (spelled := spelled_value(text, cursor, offer)):
                yield offer, spelled
