"""Answers clients that ask for diagnostics, of a document and of the workspace; sends none of its own accord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from lsprotocol import types as lsp

from gage_ls.convert import path_of
from gage_ls.gagefiles_of_workspace import find_gagefiles
from gage_ls.language_server import GageServer
from gage_ls.pulls import WORKSPACE
from gage_ls.reports import Report, report_of

DIAGNOSTIC_OPTIONS = lsp.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=True, identifier="gage")

_AT_ONCE = 20
"""Documents in one partial result."""


async def document_diagnostic(
    ls: GageServer, params: lsp.DocumentDiagnosticParams
) -> lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport:
    """All that is wrong in the newest version of a document, once its project was looked at."""
    uri, had = params.text_document.uri, params.previous_result_id
    report = await _of_open(ls, uri) or await _of_closed(ls, uri, had)
    ls.pulls.answered(uri)
    if report.items is None or report.id == had:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result_id=report.id)
    return lsp.RelatedFullDocumentDiagnosticReport(items=report.items, result_id=report.id)


async def workspace_diagnostic(ls: GageServer, params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
    """What is wrong in all gagefiles of the workspace: open ones as they are shown, others as they are saved."""
    had = {previous.uri: previous.value for previous in params.previous_result_ids}
    ls.pulls.answered(WORKSPACE)
    items: list[lsp.WorkspaceDocumentDiagnosticReport] = []
    async for item in _workspace(ls, had):
        items.append(item)
        if params.partial_result_token is not None and len(items) == _AT_ONCE:
            _send(ls, params.partial_result_token, items)
            items = []
    if params.partial_result_token is not None:
        _send(ls, params.partial_result_token, items)
        items = []
    return lsp.WorkspaceDiagnosticReport(items=items)


async def _workspace(ls: GageServer, had: Mapping[str, str]) -> AsyncIterator[lsp.WorkspaceDocumentDiagnosticReport]:
    # A client may spell a URI in another way than we do.
    had_at = {path: value for uri, value in had.items() if (path := path_of(uri))}
    for uri in ls.gagefiles.uris:
        if report := await _of_open(ls, uri):
            document = ls.gagefiles.get(uri)
            yield _item(uri, report, had.get(uri), document.version if document else None)
    found = await asyncio.to_thread(find_gagefiles, list(ls.folders.values()))
    ls.closed_gagefiles.keep_only(set(found))
    for path in found:
        if ls.gagefiles.at(path) is None:
            yield _item(path.as_uri(), await ls.closed_gagefiles.report(path, had_at.get(path)), had_at.get(path))
    open_now = set(ls.gagefiles.uris)
    for uri in had:
        if uri not in open_now and path_of(uri) not in found:
            yield _item(uri, Report("", []), None)  # it is gone, and so is what was wrong in it


def _item(
    uri: str, report: Report, had: str | None, version: int | None = None
) -> lsp.WorkspaceDocumentDiagnosticReport:
    if report.items is None or report.id == had:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, version=version, result_id=report.id)
    return lsp.WorkspaceFullDocumentDiagnosticReport(
        uri=uri, version=version, items=report.items, result_id=report.id or None
    )


async def _of_open(ls: GageServer, uri: str) -> Report | None:
    """Of the version that is newest when all is known: an older one would be of no use to the client."""
    await ls.project_looks.until_done(uri)
    while (document := ls.gagefiles.get(uri)) is not None:
        report = await report_of(document)
        if ls.gagefiles.get(uri) is document:
            return report
    return None


async def _of_closed(ls: GageServer, uri: str, had: str | None) -> Report:
    """Editors ask of files that they show in a tab and have not opened yet. Others than gagefiles have nothing."""
    path = path_of(uri)
    found: list[Path] = await asyncio.to_thread(find_gagefiles, list(ls.folders.values())) if path else []
    return await ls.closed_gagefiles.report(path, had) if path in found and path else Report("", [])


def _send(ls: GageServer, token: lsp.ProgressToken, items: list[lsp.WorkspaceDocumentDiagnosticReport]) -> None:
    value = lsp.WorkspaceDiagnosticReportPartialResult(items=items)
    ls.progress(lsp.ProgressParams(token=token, value=value))
