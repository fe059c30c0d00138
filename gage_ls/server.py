"""What gage-ls answers, on one screen: a table of messages and commands; no logic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from gage_ls import action_kinds, handlers, protocol, run_handlers, running_handlers
from gage_ls.answers import at_once, client, in_json, in_thread, project
from gage_ls.completion import TRIGGERS
from gage_ls.json_rpc import MALFORMED, malformed
from gage_ls.language_server import GageServer
from gage_ls.later import later
from gage_ls.pulled_diagnostics import DIAGNOSTIC_OPTIONS, document_diagnostic, workspace_diagnostic
from gage_ls.session_settings import settings_changed
from gage_ls.token_legend import LEGEND
from gage_ls.workspace_answers import ALL_FILES, will_rename_files, workspace_symbol

Handler = Callable[..., Any]
_TOKENS = "semantic_tokens"

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
        in_thread(later("completion", "completion"), project, client),
        lsp.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True),
    ),
    (lsp.COMPLETION_ITEM_RESOLVE, handlers.completion_item_resolve, None),
    (lsp.TEXT_DOCUMENT_HOVER, in_thread(later("hover", "hover"), project, client), None),
    (lsp.TEXT_DOCUMENT_INLAY_HINT, in_thread(later("inlay_hints", "inlay_hints"), project), None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, in_json(later("document_symbols", "document_symbols"), client), None),
    (lsp.TEXT_DOCUMENT_FOLDING_RANGE, in_json(later("folding_ranges", "folding_ranges"), client), None),
    (lsp.TEXT_DOCUMENT_SELECTION_RANGE, at_once(later("selection_ranges", "selection_ranges")), None),
    (lsp.TEXT_DOCUMENT_DEFINITION, in_thread(later("definition", "definition"), client), None),
    (lsp.TEXT_DOCUMENT_REFERENCES, at_once(later("references", "references")), None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, at_once(later("document_highlights", "document_highlights")), None),
    (lsp.TEXT_DOCUMENT_PREPARE_RENAME, at_once(later("rename", "prepare_rename")), None),
    (lsp.TEXT_DOCUMENT_RENAME, at_once(later("rename", "rename"), client), None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_LINK, in_thread(later("document_links", "document_links")), None),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, in_json(later(_TOKENS, "semantic_tokens")), LEGEND),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, in_json(later(_TOKENS, "semantic_tokens_delta")), LEGEND),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, in_json(later(_TOKENS, "semantic_tokens_range")), LEGEND),
    (lsp.WORKSPACE_SYMBOL, workspace_symbol, None),
    (lsp.WORKSPACE_WILL_RENAME_FILES, will_rename_files, ALL_FILES),
    (lsp.WORKSPACE_DID_RENAME_FILES, handlers.did_change_watched_files, ALL_FILES),
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
