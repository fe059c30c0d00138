"""Says anew which project a run belongs to, where the project was moved or never recorded; changes nothing else."""

from __future__ import annotations

from pathlib import Path

from gage.runs.record import write_whole
from gage.runs.store import RunStore, project_reference


def associate_run(store: RunStore, run_id: str, project_dir: Path) -> None:
    """Record the project directory of a run. Raises NoRunError, OSError."""
    store.require(run_id)
    write_whole(_path(store, run_id), project_reference(store.runs_dir, project_dir))
    store.touch()


def dissociate_run(store: RunStore, run_id: str) -> None:
    """Forget the project directory of a run. Raises NoRunError, OSError."""
    store.require(run_id)
    _path(store, run_id).unlink(missing_ok=True)
    store.touch()


def _path(store: RunStore, run_id: str) -> Path:
    return store.runs_dir / f"{run_id}.project"
