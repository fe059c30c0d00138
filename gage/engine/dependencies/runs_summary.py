"""One file that tells of several runs, as JSON or CSV; runs that are deleted or archived are left out."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from gage.engine.dependencies.found import Found, FoundFile, Sources, UnmetError
from gage.engine.dependencies.run_files import selection
from gage.gagefile.dependency import Dependency
from gage.runs.run_csv import runs_csv
from gage.runs.run_object import run_object


def find_runs_summary(dependency: Dependency, sources: Sources) -> Found:
    """The runs selected now, newest first. Raises UnmetError where there is none."""
    name = PurePosixPath(dependency.summary_filename)
    if name.is_absolute() or ".." in name.parts or "\0" in str(name):
        raise UnmetError(f'the summary file "{name}" leads out of the run')
    encode = {".json": _as_json, ".csv": runs_csv}.get(name.suffix.lower())
    if encode is None:
        raise UnmetError(f'the summary file "{name}" is neither .json nor .csv')
    selects = selection(dependency.select)
    runs = tuple(run for run in sources.runs if selects(run))
    if not runs:
        raise UnmetError("there is no run that it selects")
    content = encode([run_object(run) for run in runs])
    return Found(dependency, (FoundFile(name.as_posix(), "", content=content),), runs)


def _as_json(runs: list[dict[str, Any]]) -> bytes:
    return json.dumps(runs, indent=2).encode() + b"\n"
