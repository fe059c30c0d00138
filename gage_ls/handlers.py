"""One function per message of the client: find the document, call the feature, hand back what it says."""

from __future__ import annotations

import asyncio

from lsprotocol import types as lsp

from gage.facts import gather_facts
from gage.gagefile.settings_above import settings_above
from gage.named_files import name_globs
from gage_ls import garbage
from gage_ls.client_process import is_alive, until_gone
from gage_ls.folders import changed_folders, folders_of
from gage_ls.language_server import GageServer
from gage_ls.projects import is_ours
from gage_ls.session_settings import follow_settings, take_settings


def initialize(ls: GageServer, params: lsp.InitializeParams) -> None:
    """Take over the unit of columns that was agreed on, the folders, and what the client can do and has set."""
    ls.files_watch.take_over(params.capabilities)
    ls.pulls.take_over(params.capabilities)
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
    ls.something_changed()
    for uri in ls.gagefiles.uris:
        _ask_for_a_look(ls, uri)


def did_change_watched_files(ls: GageServer, _params: lsp.DidChangeWatchedFilesParams) -> None:
    """Look at the projects again: a file that one of them names has changed, come or gone."""
    ls.something_changed()
    for uri in ls.gagefiles.uris:
        _ask_for_a_look(ls, uri)


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
        if ls.gagefiles.get(uri):
            ls.in_background(ls.files_watch.follow(uri, name_globs(gagefile.document)))


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
