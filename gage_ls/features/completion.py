"""What can be written at a place in a gagefile: keys, values, and what the project knows; changes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from gage.gagefile.cursor import Cursor, cursors_at
from gage.gagefile.describe import merged
from gage.gagefile.text import Span
from gage_ls.client import Client, CompletionClient
from gage_ls.completion.context import Context
from gage_ls.completion.documentation import asked_by, documented
from gage_ls.completion.items import item_of
from gage_ls.completion.keys import header_offers, key_offers, schemas_at
from gage_ls.completion.offer import MOST, Offer
from gage_ls.completion.shape import layout_at
from gage_ls.completion.spelling import Spelled, spelled_header, spelled_key, spelled_value
from gage_ls.completion.values import value_offers
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument


def completion(
    document: OpenDocument, view: ProjectView | None, client: Client, params: lsp.CompletionParams
) -> lsp.CompletionList:
    """What can be chosen at a position; what is typed already decides only where there is more than a list can hold."""
    completing, core = client.completion, document.document
    if document.is_too_large:
        return lsp.CompletionList(is_incomplete=False, items=[])
    offset = document.places.offset(params.position)
    by_space = params.context is not None and params.context.trigger_character == " "
    items: list[lsp.CompletionItem] = []
    ranges: dict[Span, lsp.Range] = {}
    known: set[tuple[str, lsp.CompletionItemKind]] = set()
    for cursor in cursors_at(core, offset):
        if by_space and cursor.role != "value":
            continue
        for offer, spelled in _chosen(document, view, cursor, completing):
            if (offer.label, offer.kind) in known:
                continue
            known.add((offer.label, offer.kind))
            data = asked_by(document.kind, cursor.tree.syntax, offer.pointer)
            item = item_of(offer, spelled, ranges, len(items), completing, document.places, data)
            items.append(item if completing.asks_for_documentation else documented(item, completing))
    return lsp.CompletionList(is_incomplete=len(items) >= MOST, items=items)


def resolve(client: Client, item: lsp.CompletionItem) -> lsp.CompletionItem:
    """An item with the documentation of its key."""
    return documented(item, client.completion)


def _chosen(
    document: OpenDocument, view: ProjectView | None, cursor: Cursor, client: CompletionClient
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
