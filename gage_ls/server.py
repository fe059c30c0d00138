"""What gage-ls answers, on one screen: a table of messages and commands; no logic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from gage_ls import action_kinds, handlers, hover_handler, protocol, run_handlers, running_handlers
from gage_ls.answers import in_thread, of_client, of_item
from gage_ls.completion import TRIGGERS
from gage_ls.json_rpc import MALFORMED, malformed
from gage_ls.language_server import GageServer
from gage_ls.later import later
from gage_ls.pulled_diagnostics import DIAGNOSTIC_OPTIONS, document_diagnostic, workspace_diagnostic
from gage_ls.session_settings import settings_changed

Handler = Callable[..., Any]

FEATURES: list[tuple[str, Handler, Any]] = [
    (lsp.INITIALIZE, handlers.initialize, None),
    (lsp.INITIALIZED, handlers.initialized, None),
    (lsp.TEXT_DOCUMENT_DID_OPEN, handlers.did_open, None),
    (lsp.TEXT_DOCUMENT_DID_CHANGE, handlers.did_change, None),
    (lsp.TEXT_DOCUMENT_DID_SAVE, handlers.did_save, None),
    (lsp.TEXT_DOCUMENT_DID_CLOSE, handlers.did_close, None),
    (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, handlers.did_change_watched_files, None),
    (lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, handlers.did_change_workspace_folders, None),
    (lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, settings_changed, None),
    (lsp.TEXT_DOCUMENT_DIAGNOSTIC, document_diagnostic, DIAGNOSTIC_OPTIONS),
    (lsp.WORKSPACE_DIAGNOSTIC, workspace_diagnostic, None),
    (lsp.TEXT_DOCUMENT_CODE_ACTION, handlers.code_action, lsp.CodeActionOptions(code_action_kinds=action_kinds.ALL)),
    (lsp.TEXT_DOCUMENT_CODE_LENS, handlers.code_lens, None),
    (
        lsp.TEXT_DOCUMENT_COMPLETION,
        of_client(later("completion", "completion")),
        lsp.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True),
    ),
    (lsp.COMPLETION_ITEM_RESOLVE, of_item(later("completion", "resolve")), None),
    (lsp.TEXT_DOCUMENT_HOVER, hover_handler.hover, None),
    (lsp.TEXT_DOCUMENT_INLAY_HINT, in_thread(later("inlay_hints", "inlay_hints")), None),
    (protocol.CONFIG, handlers.config, None),
    *run_handlers.FEATURES,
    (MALFORMED, malformed, None),
]

COMMANDS: list[tuple[str, Handler]] = [*running_handlers.COMMANDS, *run_handlers.COMMANDS]


def make_server() -> GageServer:
    """A server that answers all of the table; not yet connected to anyone."""
    server = GageServer()
    for method, handler, options in FEATURES:
        server.feature(method, options)(handler)
    for name, handler in COMMANDS:
        server.command(name)(handler)
    return server
