"""What is wrong in a gagefile, for the client to underline."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage_ls.convert import diagnostic
from gage_ls.workspace import OpenDocument


def diagnostics(document: OpenDocument) -> list[lsp.Diagnostic]:
    """All problems of a document, in order of place."""
    return [diagnostic(problem, document.uri, document.places) for problem in document.problems]
