"""One function per message of the client: find the document, call the feature, hand back what it says."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from gage.facts import gather_facts
from gage.gagefile.load import read_document
from gage.gagefile.settings_above import settings_above
from gage.named_files import name_globs
from gage_ls import garbage, protocol
from gage_ls.answers import client, in_slices, project
from gage_ls.client import client_of
from gage_ls.client_process import is_alive, until_gone
from gage_ls.folders import changed_folders, folders_of
from gage_ls.language_server import GageServer
from gage_ls.later import later
from gage_ls.projects import is_ours
from gage_ls.refusals import in_words
from gage_ls.session_settings import follow_settings, take_settings

_code_actions = later("code_actions", "code_actions")
_code_lenses = in_slices(later("code_lens", "code_lenses"), project, client)
_resolve = later("completion", "resolve")
_fix_all_wanted = later("fix_all", "fix_all_wanted")
_present_config = later("config", "present_config")


def initialize(ls: GageServer, params: lsp.InitializeParams) -> None:
    """Take over the unit of columns that was agreed on, the folders, and what the client can do and has set."""
    ls.client = client_of(params)
    ls.files_watch.is_possible = ls.client.watches_files
    ls.pulls.take_over(ls.client)
    ls.gagefiles.encoding = lsp.PositionEncodingKind(ls.workspace.position_encoding).value
    ls.folders = folders_of(params)
    take_settings(ls, params.initialization_options)
    for process in {params.process_id, ls.client_process} - {None}:
        # One that cannot be seen may live outside of the container that the server is in.
        if process and is_alive(process):
            ls.in_background(_end_with(ls, process))


async def _end_with(ls: GageServer, process: int) -> None:
    await until_gone(process)
    ls.end()


def initialized(ls: GageServer, _params: lsp.InitializedParams) -> None:
    """Begin to look after runs and settings."""
    ls.in_background(ls.runs_watch.watch())
    follow_settings(ls)


def did_change_workspace_folders(ls: GageServer, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """Take over which folders there are."""
    ls.folders = changed_folders(ls.folders, params.event)
    ls.something_changed()


def did_open(ls: GageServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Check a gagefile, or another file of ours."""
    if not is_ours(params.text_document.uri):
        return
    ls.gagefiles.open(params.text_document)
    ls.tell(params.text_document.uri)
    garbage.keep()
    _ask_for_a_look(ls, params.text_document.uri)


def did_save(ls: GageServer, _params: lsp.DidSaveTextDocumentParams) -> None:
    """Look at the projects again: of any of them the files may have changed."""
    _look_at_all(ls)


def did_change_watched_files(ls: GageServer, _params: lsp.DidChangeWatchedFilesParams) -> None:
    """Look at the projects again: a file that one of them names has changed, come or gone."""
    _look_at_all(ls)


def _look_at_all(ls: GageServer) -> None:
    ls.something_changed()
    for uri in ls.gagefiles.uris:
        _ask_for_a_look(ls, uri)
    ls.in_background(_refresh_hints(ls))


async def _refresh_hints(ls: GageServer) -> None:
    """Have the client ask for the hints again, if it can: what they say of the project may have changed."""
    if ls.client.refreshes_hints:
        with suppress(JsonRpcException):
            await ls.workspace_inlay_hint_refresh_async(None)


def _ask_for_a_look(ls: GageServer, uri: str) -> None:
    ls.project_looks.ask(uri, lambda: _look_at_project(ls, uri))


async def _look_at_project(ls: GageServer, uri: str) -> None:
    """Check a gagefile again with what its project has; at every keystroke that would cost too much."""
    gagefile = ls.gagefiles.get(uri)
    if gagefile and gagefile.path:
        facts = await asyncio.to_thread(gather_facts, gagefile.document, gagefile.path)
        settings = await asyncio.to_thread(settings_above, gagefile.path)
        if ls.gagefiles.learn(uri, facts, settings):
            ls.tell(uri)
            ls.pulls.outdated(uri)
        globs = await asyncio.to_thread(name_globs, gagefile.document)
        if ls.gagefiles.get(uri):
            ls.in_background(ls.files_watch.follow(uri, globs))


def did_change(ls: GageServer, params: lsp.DidChangeTextDocumentParams) -> None:
    """Check the new version."""
    ls.gagefiles.change(params)
    ls.tell(params.text_document.uri)


def did_close(ls: GageServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Forget a document and its diagnostics."""
    ls.gagefiles.close(params.text_document.uri)
    ls.publisher.closed(params.text_document.uri)
    ls.pulls.forget(params.text_document.uri)
    ls.something_changed()
    garbage.let_go()
    ls.in_background(ls.files_watch.follow(params.text_document.uri, set()))


async def code_action(ls: GageServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at a place; what takes long is made beside the messages."""
    document = ls.gagefiles.get(params.text_document.uri)
    if document is None:
        return None
    actions = _code_actions(document, ls.projects.of(document), ls.client, params)
    fix_all = _fix_all_wanted(document, params)
    return [*actions, *await asyncio.to_thread(fix_all)] if fix_all else actions


async def code_lens(ls: GageServer, params: lsp.CodeLensParams) -> Any:
    """The lenses of a document; from now on the client is told when they should be asked for again."""
    document = ls.gagefiles.get(params.text_document.uri)
    view = ls.projects.of(document) if document else None
    if view:
        ls.runs_watch.add(view.project.runs_dir)
    return await _code_lenses(ls, params)


def completion_item_resolve(ls: GageServer, item: lsp.CompletionItem) -> Any:
    """A completion with what its list left out."""
    return _resolve(ls.client, item)


async def config(ls: GageServer, params: Any) -> dict[str, Any]:
    """The values that a run of an operation would have now."""
    uri, operation = protocol.operation_named(params)
    path, shown = protocol.file_path(protocol.CONFIG, uri), ls.gagefiles.get(uri)
    with in_words():
        document = shown.document if shown else read_document(path)
        return await asyncio.to_thread(_present_config, document, path, operation)
