"""A "Run" above every operation that has a command to run."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from gage_ls.project_view import ProjectView
from gage_ls.protocol import run_command
from gage_ls.runnable import runnable
from gage_ls.workspace import OpenDocument


def code_lenses(
    document: OpenDocument, _view: ProjectView | None, _params: lsp.CodeLensParams
) -> Iterator[lsp.CodeLens]:
    """One lens an operation, at the first place that names it; one at a time, as of many of them it takes long.

    An operation with errors keeps its lens: one that comes and goes with every half-typed line would move the text
    under the cursor up and down. Running says what is wrong.
    """
    for operation in runnable(document.document):
        yield lsp.CodeLens(
            range=document.places.range(operation.places[0]),
            command=run_command(document.uri, operation.name, title="Run"),
        )
