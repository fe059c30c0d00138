"""What can be done with each operation, above it, and how its last run went."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from gage_ls.last_run import in_words, last_runs
from gage_ls.project_view import ProjectView
from gage_ls.run_commands import preview, run, show_output, stage
from gage_ls.runnable import runnable
from gage_ls.workspace import OpenDocument


def code_lenses(
    document: OpenDocument, view: ProjectView | None, _params: lsp.CodeLensParams
) -> Iterator[lsp.CodeLens]:
    """The lenses of each operation at the first place that names it; one at a time, as of many it takes long.

    An operation with errors keeps its lenses: lines that come and go with every half-typed word would move the text
    under the cursor up and down. Running says what is wrong.
    """
    last, uri = last_runs(view), document.uri
    for operation in runnable(document.document):
        place = document.places.range(operation.places[0])
        name = operation.name
        for command in (run(uri, name, "Run"), stage(uri, name, "Stage"), preview(uri, name, "Preview")):
            yield lsp.CodeLens(range=place, command=command)
        if latest := last.get(name):
            yield lsp.CodeLens(range=place, command=show_output(uri, latest, in_words(latest, operation.shown)))
