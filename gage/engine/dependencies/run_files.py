"""Files that an earlier run made: of the newest completed one that is selected; a run under way supplies nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from gage.engine.dependencies.found import Found, FoundFile, Sources, UnmetError
from gage.engine.dependencies.patterns import chosen
from gage.gagefile.dependency import Dependency
from gage.runs.filter import Selects, run_filter
from gage.runs.known_project import KnownProject
from gage.runs.manifest import read_manifest
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.supplied import REFERENCE
from gage.where.tokens import WhereError


def find_run_files(dependency: Dependency, sources: Sources) -> Found:
    """The files it generated; with patterns, those of its files that they match. Raises UnmetError.

    Without patterns its summary is left out: who is given it would take it for its own, and could not write one.
    """
    run = _run(dependency, sources)
    manifest = read_manifest(run.record.read("manifest") or b"")
    if dependency.files:
        names = [entry.path for entry in manifest if not (entry.type == "d" and entry.path.endswith(REFERENCE))]
        wanted = chosen(dependency.files, _below(names), f"of run {run.name} ({run.opref.name})")
    else:
        summary = sources.request.operation.summary_filename
        wanted = [entry.path for entry in manifest if entry.type == "g" and entry.path != summary]
        if not wanted:
            raise UnmetError(f"run {run.name} of {run.opref.name} made no files but its summary")
    return Found(dependency, tuple(_file(run, name) for name in wanted), (run,))


def selection(expression: str) -> Selects:
    """The runs an expression selects. Raises UnmetError where it cannot be read."""
    try:
        return run_filter(expression)
    except WhereError as error:
        raise UnmetError(f'the selection "{expression}" cannot be read: {error}') from None


def _run(dependency: Dependency, sources: Sources) -> Run:
    selects = selection(dependency.select)
    operation, project = dependency.operation, sources.request.project
    selected = [run for run in sources.runs if (not operation or _is_of(run, operation, project)) and selects(run)]
    for run in selected:
        if run_status(run) == "completed":
            return run
    if selected:
        newest = selected[0]
        raise UnmetError(
            f"no run that it selects has completed; the newest, {newest.name} of {newest.opref.name}, "
            f"is {run_status(newest)}"
        )
    first = f"gage run {operation}" if operation else "gage run"
    raise UnmetError(f"there is no run that it selects; make one with '{first}'")


def _is_of(run: Run, operation: str, project: KnownProject) -> bool:
    """Whether a run is of an operation of this project, or of another's that is named with its namespace."""
    if ":" in operation:
        return operation == f"{run.opref.namespace}:{run.opref.name}"
    return run.opref.name == operation and project.made(run.opref.namespace, run.project_id)


def _below(names: list[str]) -> Callable[[str], Iterable[str]]:
    return lambda start: [name for name in names if not start or name.startswith(f"{start}/")]


def _file(run: Run, name: str) -> FoundFile:
    root = Path(os.path.realpath(run.run_dir))
    try:
        origin = Path(os.path.realpath(root / name))
    except ValueError:
        raise UnmetError("no file can have that name") from None
    if not origin.is_relative_to(root):
        raise UnmetError(f'"{name}" leads out of run {run.name}')
    if not origin.is_file() and Path(f"{origin}{REFERENCE}").is_file():
        raise UnmetError(
            f'"{name}" was given to run {run.name} of {run.opref.name}, which did not make it; '
            f"name where it came from, as {name}{REFERENCE} has it"
        )
    if not origin.is_file():
        raise UnmetError(f'"{name}" does not exist in run {run.name} of {run.opref.name}')
    return FoundFile(name, str(origin), origin)
