"""What can be done with each operation, above it, and how its last run went."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from gage_ls.client import Client
from gage_ls.last_run import last_runs
from gage_ls.project_view import ProjectView
from gage_ls.run_commands import short_commands
from gage_ls.runnable import runnable
from gage_ls.workspace import OpenDocument


def code_lenses(
    document: OpenDocument, view: ProjectView | None, client: Client, _params: lsp.CodeLensParams
) -> Iterator[lsp.CodeLens]:
    """The lenses of each operation at the first place that names it; one at a time, as of many it takes long.

    An operation with errors keeps its lenses: lines that come and go with every half-typed word would move the text
    under the cursor up and down. Running says what is wrong.
    """
    last = last_runs(view)
    for name, places, shown in runnable(document.document):
        place = document.places.range(places[0])
        for command in short_commands(document.uri, name, shown, last.get(name), client):
            yield lsp.CodeLens(range=place, command=command)
