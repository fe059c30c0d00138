"""What can be added to a gagefile at a place: operations, and the id of the project; changes nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from gage.gagefile.add_operation import add_operation, can_add_at
from gage.gagefile.add_project_id import add_project_id, is_at_top
from gage.gagefile.document import Document
from gage.gagefile.free_name import free_name
from gage.gagefile.problem import Fix
from gage_ls.scripts import idle_scripts

_MOST_SCRIPTS = 5
"""Scripts for which an operation is offered."""


def additions(document: Document, offset: int, directory: Path | None) -> Iterator[Fix]:
    """An operation for each script of the project that none runs, or else one; at the top the id of the project."""
    if can_add_at(document, offset):
        for name, script in _operations(document, directory):
            if fix := add_operation(document, offset, name, f"python {shlex.quote(script)}"):
                yield fix
    if is_at_top(document, offset) and (fix := add_project_id(document, str(uuid4()))):
        yield fix


def _operations(document: Document, directory: Path | None) -> Iterator[tuple[str, str]]:
    """Names that are not taken, and the script that each would run."""
    taken = document.parts.keys.counts
    scripts = idle_scripts(directory, document.text, _MOST_SCRIPTS) if directory else []
    named = [(script.removesuffix(".py"), script) for script in scripts]
    free = free_name(document)
    yield from [pair for pair in named if pair[0] not in taken] or [(free, f"{free}.py")]
