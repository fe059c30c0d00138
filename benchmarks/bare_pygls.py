"""The least that a server on pygls can do: it knows one wrong word and one answer; what no server here can undercut."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")


@server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
@server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
def changed(ls: LanguageServer, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams) -> None:
    """Tell of the first wrong word."""
    document = ls.workspace.get_text_document(params.text_document.uri)
    offset = document.source.find("exxec")
    place = lsp.Position(line=document.source.count("\n", 0, max(offset, 0)), character=0)
    found = [
        lsp.Diagnostic(range=lsp.Range(start=place, end=place), message="wrong", severity=lsp.DiagnosticSeverity(1))
    ]
    ls.text_document_publish_diagnostics(
        lsp.PublishDiagnosticsParams(
            uri=document.uri, version=document.version, diagnostics=found if offset >= 0 else []
        )
    )


@server.feature(lsp.TEXT_DOCUMENT_COMPLETION)
def completion(_params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """One word."""
    return [lsp.CompletionItem(label="exec")]


@server.feature(lsp.TEXT_DOCUMENT_HOVER)
def hover(_params: lsp.HoverParams) -> lsp.Hover:
    """One word."""
    return lsp.Hover(contents="exec")


if __name__ == "__main__":
    server.start_io()
