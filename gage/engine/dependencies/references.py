"""Replaces the links of a run that is over by reference files, small texts that say what the run was given."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from gage.engine.dependencies.found import UnmetError
from gage.engine.journal import Journal
from gage.gagefile.model import Operation
from gage.runs.record import write_whole
from gage.runs.run import Run
from gage.runs.supplied import MEMBER, REFERENCE, Supplied, SuppliedFile, read_supplied


def replace_links(run_dir: Path, supplied: Iterable[Supplied], journal: Journal) -> bool:
    """Put ``PATH.ref`` in place of each link at ``PATH`` that is still there; whether any was. Raises OSError.

    What the command put in place of a link is left alone, and so is a link whose reference would overwrite a file.
    """
    replaced = False
    for each in supplied:
        for file in each.files:
            link = run_dir / file.path
            if not file.origin or not _is_own(link, run_dir, file):
                continue
            reference = link.with_name(link.name + REFERENCE)
            if os.path.lexists(reference):
                journal.write(f'The link "{file.path}" stays: "{reference.name}" is a file of the run')
                continue
            write_whole(reference, _reference(each, file), synced=False)
            link.unlink()
            replaced = True
    return replaced


def refuse_gone(run: Run, operation: Operation) -> None:
    """Raise UnmetError for a staged run that was never given its dependencies, or has a link that leads nowhere now."""
    supplied = read_supplied(run.record.read(MEMBER))
    if len(supplied) < len(operation.dependencies):
        raise UnmetError(f"run {run.name} was staged without its dependencies ('depends'); stage it with this Gage")
    for each in supplied:
        for file in each.files:
            if file.origin and not (run.run_dir / file.path).exists():
                raise UnmetError(f'"{file.path}" of run {run.name}, a dependency, is gone: it was {file.source}')


def _is_own(link: Path, run_dir: Path, file: SuppliedFile) -> bool:
    """Whether a link is the one that was made, in a directory that is still the run's."""
    inside = Path(os.path.realpath(link.parent)).is_relative_to(os.path.realpath(run_dir))
    return inside and link.is_symlink() and os.readlink(link) == file.origin


def _reference(supplied: Supplied, file: SuppliedFile) -> bytes:
    """What stood there, by its source and digest, and the run that made it."""
    run = supplied.runs[0].id if supplied.runs else None
    return json.dumps({"source": file.source, "sha256": file.sha256, "run": run}, indent=2).encode() + b"\n"
