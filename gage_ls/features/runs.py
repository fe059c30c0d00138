"""What the run store knows, for the panels of editors; reads, never writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from gage.runs.ids import is_id
from gage.runs.run_object import run_details, run_object
from gage.runs.store import RunStore
from gage_ls.protocol import ONE_RUN, Page


def list_runs(runs_dir: Path, page: Page) -> dict[str, Any]:
    """The result of `gage/runs`."""
    runs = RunStore(runs_dir).runs()
    end = None if page.limit is None else page.offset + page.limit
    return {
        "runs": [run_object(run) for run in runs[page.offset : end]],
        "total": len(runs),
        "runsDir": str(runs_dir),
    }


def one_run(runs_dir: Path, run_id: str) -> dict[str, Any]:
    """The result of `gage/run`. Raises RecordError for a run that is not there or cannot be read."""
    # An id becomes part of a path: only what has the form of one may.
    if not is_id(run_id):
        raise JsonRpcInvalidParams(f"{ONE_RUN}: {run_id!r} is not a run id")
    return run_details(RunStore(runs_dir).run(run_id))
