"""One function per message of the client: find the document, call the feature, hand back what it says."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from gage.facts import gather_facts
from gage.gagefile.settings_above import settings_above
from gage.named_files import name_globs
from gage_ls import protocol
from gage_ls.answers import in_words
from gage_ls.client_abilities import abilities
from gage_ls.features import runs
from gage_ls.language_server import GageServer
from gage_ls.projects import is_ours, project_of, project_run_by
from gage_ls.run_processes import Event
from gage_ls.run_progress import report
from gage_ls.saved import refuse_unsaved


def initialize(ls: GageServer, params: lsp.InitializeParams) -> None:
    """Take over the unit of columns that was agreed on, and what the client can do."""
    ls.files_watch.take_over(params.capabilities)
    ls.client = abilities(params.capabilities)
    ls.gagefiles.encoding = lsp.PositionEncodingKind(ls.workspace.position_encoding).value


def initialized(ls: GageServer, _params: lsp.InitializedParams) -> None:
    """Begin to look after runs."""
    ls.in_background(ls.runs_watch.watch())


def did_open(ls: GageServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Check a gagefile, or another file of ours."""
    if not is_ours(params.text_document.uri):
        return
    ls.gagefiles.open(params.text_document)
    ls.publisher.changed(params.text_document.uri)
    _ask_for_a_look(ls, params.text_document.uri)


def did_save(ls: GageServer, _params: lsp.DidSaveTextDocumentParams) -> None:
    """Look at the projects again: of any of them the files may have changed."""
    for uri in ls.gagefiles.uris:
        _ask_for_a_look(ls, uri)


def did_change_watched_files(ls: GageServer, _params: lsp.DidChangeWatchedFilesParams) -> None:
    """Look at the projects again: a file that one of them names has changed, come or gone."""
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
            ls.publisher.changed(uri)
        if ls.gagefiles.get(uri):
            ls.in_background(ls.files_watch.follow(uri, name_globs(gagefile.document)))


def did_change(ls: GageServer, params: lsp.DidChangeTextDocumentParams) -> None:
    """Check the new version."""
    ls.gagefiles.change(params)
    ls.publisher.changed(params.text_document.uri)


def did_close(ls: GageServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Forget a document and its diagnostics."""
    ls.gagefiles.close(params.text_document.uri)
    ls.publisher.closed(params.text_document.uri)
    ls.in_background(ls.files_watch.follow(params.text_document.uri, set()))


async def list_runs(ls: GageServer, params: Any) -> dict[str, Any]:
    """Runs, the latest first; their directory is looked after from now on."""
    page = protocol.page(params)
    with in_words():
        runs_dir = _runs_dir(ls, protocol.RUNS, params)
        return await asyncio.to_thread(runs.list_runs, runs_dir, page)


async def one_run(ls: GageServer, params: Any) -> dict[str, Any]:
    """One run by its id."""
    run_id = protocol.run_id(params)
    with in_words():
        return await asyncio.to_thread(runs.one_run, _runs_dir(ls, protocol.ONE_RUN, params), run_id)


async def run(ls: GageServer, *arguments: Any) -> dict[str, Any]:
    """Run an operation; the answer comes when the run is made, what becomes of it is reported as progress."""
    request = protocol.run_request(arguments)
    path = protocol.file_path(protocol.RUN, request.uri)
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    with in_words():
        refuse_unsaved(path, ls.gagefiles.get(request.uri))
        project = project_run_by(path)
        ls.runs_watch.add(project.runs_dir)
        made = await ls.run_processes.start(request.operation, request.flags, project.directory, events.put_nowait)
    ls.in_background(report(ls, request.operation, made, events))
    return {"id": made.get("id"), "name": made.get("name")}


def stop(ls: GageServer, *arguments: Any) -> None:
    """Interrupt a run this server started."""
    with in_words():
        ls.run_processes.stop(protocol.stop_request(arguments))


def _runs_dir(ls: GageServer, method: str, params: Any) -> Path:
    runs_dir = protocol.runs_dir(method, params) or project_of(protocol.project_path(method, params)).runs_dir
    ls.runs_watch.add(runs_dir)
    return runs_dir
