"""Answers hovers in what the client shows: Markdown, or plain text where it shows nothing else."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.capabilities import get_capability

from gage_ls.answers import in_thread
from gage_ls.hovers.markdown import plain_text
from gage_ls.language_server import GageServer
from gage_ls.later import later

_in_markdown = in_thread(later("hover", "hover"))


async def hover(ls: GageServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """What there is to know of a place."""
    told = await _in_markdown(ls, params)
    shown = get_capability(ls.client_capabilities, "text_document.hover.content_format", None)
    if told and isinstance(told.contents, lsp.MarkupContent) and shown and lsp.MarkupKind.Markdown not in shown:
        told.contents = lsp.MarkupContent(kind=lsp.MarkupKind.PlainText, value=plain_text(told.contents.value))
    return told
