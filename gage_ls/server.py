"""What gage-ls answers, on one screen: a table of messages and commands; no logic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp

from gage_ls import handlers, protocol
from gage_ls.answers import as_json, in_json, in_slices, in_thread, of_client, of_document, of_project
from gage_ls.features.code_actions import KINDS, code_actions
from gage_ls.features.code_lens import code_lenses
from gage_ls.features.definition import definition
from gage_ls.features.document_highlights import document_highlights
from gage_ls.features.document_links import document_links
from gage_ls.features.document_symbols import document_symbols
from gage_ls.features.folding_ranges import folding_ranges
from gage_ls.features.references import references
from gage_ls.features.rename import prepare_rename, rename
from gage_ls.features.rename_files import ALL_FILES
from gage_ls.features.selection_ranges import selection_ranges
from gage_ls.features.semantic_tokens import LEGEND, semantic_tokens, semantic_tokens_delta, semantic_tokens_range
from gage_ls.language_server import MALFORMED, GageServer, malformed
from gage_ls.workspace_answers import will_rename_files, workspace_symbol

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
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, as_json(document_symbols), None),
    (lsp.TEXT_DOCUMENT_FOLDING_RANGE, in_json(folding_ranges), None),
    (lsp.TEXT_DOCUMENT_SELECTION_RANGE, of_document(selection_ranges), None),
    (lsp.TEXT_DOCUMENT_DEFINITION, in_thread(definition), None),
    (lsp.TEXT_DOCUMENT_REFERENCES, of_document(references), None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, of_document(document_highlights), None),
    (lsp.TEXT_DOCUMENT_PREPARE_RENAME, of_document(prepare_rename), None),
    (lsp.TEXT_DOCUMENT_RENAME, of_client(rename), None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_LINK, in_thread(document_links), None),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, as_json(semantic_tokens), LEGEND),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, as_json(semantic_tokens_delta), LEGEND),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, as_json(semantic_tokens_range), LEGEND),
    (lsp.WORKSPACE_SYMBOL, workspace_symbol, None),
    (lsp.WORKSPACE_WILL_RENAME_FILES, will_rename_files, ALL_FILES),
    (lsp.WORKSPACE_DID_RENAME_FILES, handlers.did_change_watched_files, ALL_FILES),
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
