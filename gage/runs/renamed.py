"""Runs that gage 0.1.2 deleted, which gives all that belongs to one the name ``NAME.deleted``; deletes none itself."""

from __future__ import annotations

from pathlib import Path

from gage.runs.record import Record
from gage.runs.run import FACTS, Run

_DELETED = ".deleted"
_RECORD = f".meta{_DELETED}"


class RenamedRun(Run):
    """A run whose files have the names of deleted ones."""

    def __init__(self, runs_dir: Path, run_id: str) -> None:
        """Raises RecordError, OprefError."""
        record = Record(runs_dir, run_id)
        record.directory = runs_dir / f"{run_id}{_RECORD}"
        super().__init__(runs_dir, run_id, record.read_all(FACTS))
        self.record = record

    @property
    def run_dir(self) -> Path:
        """Where what the command left is now."""
        return self.runs_dir / f"{self.id}{_DELETED}"

    @property
    def user_dir(self) -> Path:
        """Where the log of what people said of the run is now."""
        return self.runs_dir / f"{self.id}.user{_DELETED}"

    @property
    def project_file(self) -> Path:
        """Where the reference to the project is now."""
        return self.runs_dir / f"{self.id}.project{_DELETED}"


def is_renamed(runs_dir: Path, run_id: str) -> bool:
    """Whether a run is deleted in this way; one that has a record of its usual name, too, is not."""
    return (runs_dir / f"{run_id}{_RECORD}").is_dir() and not Record(runs_dir, run_id).exists


def name_back(runs_dir: Path, run_id: str) -> None:
    """Undo the deletion; the record comes last, so that the run is back whole or not at all. Raises OSError."""
    for suffix in ("", ".user", ".project", ".meta"):
        path = runs_dir / f"{run_id}{suffix}"
        if not path.exists():
            deleted = path.with_name(f"{path.name}{_DELETED}")
            if deleted.exists():
                deleted.rename(path)
