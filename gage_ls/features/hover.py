"""What there is to know of a key or value: its documentation, and what it comes to in this project now."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage_ls.client import Client
from gage_ls.hovers.card import card
from gage_ls.hovers.markdown import plain_text
from gage_ls.hovers.spot import spot_at
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument


def hover(
    document: OpenDocument, view: ProjectView | None, client: Client, params: lsp.HoverParams
) -> lsp.Hover | None:
    """What is at a position, in Markdown or plain text, as the client shows it; None where nothing is known of it.

    Problems are not repeated: clients show them beside it.
    """
    spot = spot_at(document, view, document.places.offset(params.position))
    told = card(spot) if spot else None
    if spot is None or told is None:
        return None
    return lsp.Hover(
        contents=_contents(told.text, client),
        range=document.places.range(spot.placed.span(told.span)),
    )


def _contents(text: str, client: Client) -> lsp.MarkupContent:
    if client.hovers_in_markdown:
        return lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value=text)
    return lsp.MarkupContent(kind=lsp.MarkupKind.PlainText, value=plain_text(text))
