"""Offers as LSP has them, with no more than the client said it can take; looks nothing up."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from gage.gagefile.text import Span
from gage_ls.client import CompletionClient
from gage_ls.completion.offer import Offer
from gage_ls.completion.shape import escaped
from gage_ls.completion.spelling import Spelled
from gage_ls.convert import Places


def item_of(
    offer: Offer,
    spelled: Spelled,
    ranges: dict[Span, lsp.Range],
    order: int,
    client: CompletionClient,
    places: Places,
    data: Any,
) -> lsp.CompletionItem:
    """An offer as the client is told of it.

    ``ranges`` keeps the ranges of spans, which most items of a list share. ``order`` sorts offers of one rank, ``data``
    comes back when the client asks for the documentation.
    """
    spelled = _fitting(spelled, client)
    is_marked = offer.is_deprecated and client.has_tags
    return lsp.CompletionItem(
        label=offer.label,
        label_details=lsp.CompletionItemLabelDetails(description=offer.detail)
        if client.shows_details and offer.detail
        else None,
        kind=offer.kind,
        tags=[lsp.CompletionItemTag.Deprecated] if is_marked else None,
        detail=offer.detail or None,
        sort_text=f"{offer.rank:06.2f}{order:04}",
        # Neovim compares what is typed with this alone, and leaves other items in the list.
        filter_text=spelled.filter,
        insert_text_format=lsp.InsertTextFormat.Snippet if spelled.is_snippet else None,
        insert_text_mode=lsp.InsertTextMode.AdjustIndentation
        if client.adjusts_indentation and "\n" in spelled.text
        else None,
        text_edit=_edit(spelled, ranges, client, places),
        additional_text_edits=[lsp.TextEdit(range=places.range(edit.span), new_text=edit.text) for edit in spelled.also]
        or None,
        data=data,
    )


def _fitting(spelled: Spelled, client: CompletionClient) -> Spelled:
    """A text as the client can take it."""
    if spelled.closer and not client.inserts_or_replaces:
        # Neovim replaces nothing behind the cursor. The quote there closes the value instead of the key.
        end = spelled.span.end - len(spelled.closer)
        text = spelled.text.removesuffix(spelled.closer)
        spelled = spelled._replace(span=Span(spelled.span.start, end), text=text)
    if client.has_snippets and not spelled.is_snippet and " " in spelled.text:
        # Of a plain text Neovim 0.11 inserts the first word.
        spelled = spelled._replace(text=escaped(spelled.text), is_snippet=True)
    return spelled


def _edit(
    spelled: Spelled, ranges: dict[Span, lsp.Range], client: CompletionClient, places: Places
) -> lsp.TextEdit | lsp.InsertReplaceEdit:
    replace = ranges.get(spelled.span) or ranges.setdefault(spelled.span, places.range(spelled.span))
    if client.inserts_or_replaces and spelled.insert_end is not None and spelled.insert_end < spelled.span.end:
        insert = lsp.Range(start=replace.start, end=places.position(spelled.insert_end))
        return lsp.InsertReplaceEdit(new_text=spelled.text, insert=insert, replace=replace)
    return lsp.TextEdit(range=replace, new_text=spelled.text)
