"""What is wrong in a gagefile, for the client to underline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from gage.gagefile.problem import Problem
from gage_ls.convert import diagnostic
from gage_ls.workspace import OpenDocument


def diagnostics(document: OpenDocument, problems: Iterable[Problem]) -> Iterator[lsp.Diagnostic]:
    """Problems of a document, one at a time: of many of them this takes long."""
    return (diagnostic(problem, document.uri, document.places) for problem in problems)
