"""One function per message of the client: find the document, call the feature, hand back what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from gage.errors import GageError
from gage.facts import gather_facts
from gage.gagefile.load import read_document
from gage.gagefile.settings_above import settings_above
from gage.named_files import name_globs
from gage_ls import protocol
from gage_ls.answers import in_slices
from gage_ls.client import client_of
from gage_ls.features import runs
from gage_ls.features.code_actions import code_actions
from gage_ls.features.code_lens import code_lenses
from gage_ls.features.config import present_config
from gage_ls.features.fix_all import fix_all_wanted
from gage_ls.language_server import GageServer
from gage_ls.projects import is_ours, project_of


def initialize(ls: GageServer, params: lsp.InitializeParams) -> None:
    """Take over the unit of columns that was agreed on, and what the client can do."""
    ls.files_watch.take_over(params.capabilities)
    ls.client = client_of(params)
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


async def code_action(ls: GageServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at a place; what takes long is made beside the messages."""
    document = ls.gagefiles.get(params.text_document.uri)
    if document is None:
        return None
    actions = code_actions(document, ls.projects.of(document), ls.client, params)
    fix_all = fix_all_wanted(document, params)
    return [*actions, *await asyncio.to_thread(fix_all)] if fix_all else actions


async def code_lens(ls: GageServer, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """The lenses of a document; from now on the client is told when they should be asked for again."""
    document = ls.gagefiles.get(params.text_document.uri)
    view = ls.projects.of(document) if document else None
    if view:
        ls.runs_watch.add(view.project.runs_dir)
    return await in_slices(lambda document, view, _: code_lenses(document, view, ls.client))(ls, params)


async def config(ls: GageServer, params: Any) -> dict[str, Any]:
    """The values that a run of an operation would have now."""
    uri, operation = protocol.operation_named(params)
    path, shown = protocol.file_path(protocol.CONFIG, uri), ls.gagefiles.get(uri)
    with _in_words():
        return await asyncio.to_thread(
            present_config, shown.document if shown else read_document(path), path, operation
        )


async def list_runs(ls: GageServer, params: Any) -> dict[str, Any]:
    """Runs, the latest first; their directory is looked after from now on."""
    page = protocol.page(params)
    with _in_words():
        runs_dir = _runs_dir(ls, protocol.RUNS, params)
        return await asyncio.to_thread(runs.list_runs, runs_dir, page)


async def one_run(ls: GageServer, params: Any) -> dict[str, Any]:
    """One run by its id."""
    run_id = protocol.run_id(params)
    with _in_words():
        return await asyncio.to_thread(runs.one_run, _runs_dir(ls, protocol.ONE_RUN, params), run_id)


def _runs_dir(ls: GageServer, method: str, params: Any) -> Path:
    runs_dir = protocol.runs_dir(method, params) or project_of(protocol.project_path(method, params)).runs_dir
    ls.runs_watch.add(runs_dir)
    return runs_dir


@contextmanager
def _in_words() -> Iterator[None]:
    """A refusal of Gage or of the file system is the answer to the request, in its words."""
    try:
        yield
    except (GageError, OSError) as error:
        raise JsonRpcException(str(error), code=lsp.LSPErrorCodes.RequestFailed.value) from None
