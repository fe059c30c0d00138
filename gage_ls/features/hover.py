"""What there is to know of a key or value: its documentation, and what it comes to in this project now."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage_ls.hovers.card import card
from gage_ls.hovers.spot import spot_at
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument


def hover(document: OpenDocument, view: ProjectView | None, params: lsp.HoverParams) -> lsp.Hover | None:
    """Markdown on what is at a position; None where nothing is, or nothing is known of it.

    Problems are not repeated: clients show them beside it.
    """
    spot = spot_at(document, view, document.places.offset(params.position))
    told = card(spot) if spot else None
    if spot is None or told is None:
        return None
    return lsp.Hover(
        contents=lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value=told.text),
        range=document.places.range(spot.placed.span(told.span)),
    )
