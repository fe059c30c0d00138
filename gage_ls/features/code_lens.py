"""A "Run" above every operation that has a command to run."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage.gagefile.document import mentions
from gage_ls.protocol import run_command
from gage_ls.workspace import OpenDocument


def code_lenses(document: OpenDocument) -> list[lsp.CodeLens]:
    """One lens an operation, at the first place that names it.

    An operation with errors keeps its lens: one that comes and goes with every half-typed line would move the text
    under the cursor up and down. Running says what is wrong.
    """
    return [
        lsp.CodeLens(
            range=document.places.range(next(iter(mentions(operation)))),
            command=run_command(document.uri, operation.key, title="Run"),
        )
        for operation in document.runnable
    ]
