"""What gage-ls answers, on one screen: a table of messages and commands; no logic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from gage_ls import handlers, hover_handler, protocol
from gage_ls.answers import in_slices, in_thread, of_client, of_item, of_project
from gage_ls.features.code_actions import KINDS, code_actions
from gage_ls.features.code_lens import code_lenses
from gage_ls.features.completion import TRIGGERS, completion, resolve
from gage_ls.features.inlay_hints import inlay_hints
from gage_ls.language_server import MALFORMED, GageServer, malformed

Handler = Callable[..., Any]

FEATURES: list[tuple[str, Handler, Any]] = [
    (lsp.INITIALIZE, handlers.initialize, None),
    (lsp.INITIALIZED, handlers.initialized, None),
    (lsp.TEXT_DOCUMENT_DID_OPEN, handlers.did_open, None),
    (lsp.TEXT_DOCUMENT_DID_CHANGE, handlers.did_change, None),
    (lsp.TEXT_DOCUMENT_DID_SAVE, handlers.did_save, None),
    (lsp.TEXT_DOCUMENT_DID_CLOSE, handlers.did_close, None),
    (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, handlers.did_change_watched_files, None),
    (lsp.TEXT_DOCUMENT_CODE_ACTION, of_project(code_actions), lsp.CodeActionOptions(code_action_kinds=KINDS)),
    (lsp.TEXT_DOCUMENT_CODE_LENS, in_slices(code_lenses), None),
    (
        lsp.TEXT_DOCUMENT_COMPLETION,
        of_client(completion),
        lsp.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True),
    ),
    (lsp.COMPLETION_ITEM_RESOLVE, of_item(resolve), None),
    (lsp.TEXT_DOCUMENT_HOVER, hover_handler.hover, None),
    (lsp.TEXT_DOCUMENT_INLAY_HINT, in_thread(inlay_hints), None),
    (protocol.RUNS, handlers.list_runs, None),
    (protocol.ONE_RUN, handlers.one_run, None),
    (MALFORMED, malformed, None),
]

COMMANDS: list[tuple[str, Handler]] = [
    (protocol.RUN, handlers.run),
    (protocol.STOP, handlers.stop),
]


def make_server() -> GageServer:
    """A server that answers all of the table; not yet connected to anyone."""
    server = GageServer()
    for method, handler, options in FEATURES:
        server.feature(method, options)(handler)
    for name, handler in COMMANDS:
        server.command(name)(handler)
    return server
