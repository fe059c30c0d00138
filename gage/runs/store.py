"""The runs of one directory: list, make, label; damaged and foreign entries are set aside, never fatal."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gage.errors import GageError
from gage.runs.attributes import append_attributes
from gage.runs.ids import id_ms, is_id, make_id
from gage.runs.record import Record, write_whole
from gage.runs.run import Run

_META_SUFFIXES = (".meta", ".meta.zip")
_CHANGES = ".changes"
_NO_CONTAINER = "active"


class Skipped(NamedTuple):
    """An entry of a runs directory that looks like a run and could not be read, and why."""

    name: str
    reason: str


class RunStore:
    """A runs directory, which need not exist yet.

    ``skipped`` is what the last listing could not read.
    """

    def __init__(self, runs_dir: Path) -> None:
        self.runs_dir = runs_dir
        self.skipped: list[Skipped] = []

    def runs(self) -> list[Run]:
        """The runs that are neither deleted nor archived, newest first. Never raises for what is stored."""
        self.skipped = []
        names = self._names()
        moved = {name[: -len(".move")] for name in names if name.endswith(".move")}
        found: dict[str, Run] = {}
        for name in sorted(names):
            run_id = _run_id(name)
            if run_id is None or run_id in found or (run_id in moved and self._container(run_id) != _NO_CONTAINER):
                continue
            run = self._read(name, run_id)
            if run is not None:
                found[run_id] = run
        return sorted(found.values(), key=_age, reverse=True)

    def run(self, run_id: str) -> Run:
        """One run as it is now. Raises RecordError, OprefError."""
        return Run(self.runs_dir, run_id)

    def make_run(self, members: Mapping[str, bytes], project_dir: Path | None = None, label: str | None = None) -> str:
        """Make a run that has these meta members (``opref`` among them), and ``id``; its id is returned.

        It shows in listings complete or not at all. Raises OSError.
        """
        run_id = make_id()
        if project_dir is not None:
            write_whole(self.runs_dir / f"{run_id}.project", _project_reference(self.runs_dir, project_dir))
        if label:
            append_attributes(self.runs_dir / f"{run_id}.user", {"label": label})
        Record(self.runs_dir, run_id).make({**members, "id": run_id.encode()})
        self.touch()
        return run_id

    def set_label(self, run_id: str, label: str | None) -> None:
        """Label a run, or take its label away with None. Raises OSError."""
        values = {} if label is None else {"label": label}
        append_attributes(self.runs_dir / f"{run_id}.user", values, () if values else ("label",))
        self.touch()

    def touch(self) -> None:
        """Tell watchers that a run changed: the file ``.changes`` gets new content and a newer time at every call."""
        path = self.runs_dir / _CHANGES
        try:
            before = path.stat().st_mtime_ns
        except OSError:
            before = 0
        # A microsecond is more than any file system rounds away that watchers can tell times apart on.
        now = max(time.time_ns(), before + 1_000)
        draft = path.with_name(f"{_CHANGES}.{os.getpid()}")
        try:
            draft.write_text(str(now))
            os.utime(draft, ns=(now, now))
            draft.replace(path)
        except OSError:
            # A hint to watchers; the run itself does not depend on it.
            draft.unlink(missing_ok=True)

    def _names(self) -> list[str]:
        try:
            return os.listdir(self.runs_dir)
        except FileNotFoundError:
            return []
        except OSError as error:
            self.skipped.append(Skipped(str(self.runs_dir), f"the runs directory cannot be read: {error.strerror}"))
            return []

    def _read(self, name: str, run_id: str) -> Run | None:
        if not is_id(run_id):
            self.skipped.append(Skipped(name, f"{run_id!r} is not a run id"))
            return None
        try:
            return Run(self.runs_dir, run_id)
        except GageError as error:
            self.skipped.append(Skipped(name, str(error)))
        return None

    def _container(self, run_id: str) -> str:
        """Where a run is filed: the newest marker counts; its name is a log id of 36 characters, a dash, the place."""
        try:
            markers = os.listdir(self.runs_dir / f"{run_id}.move")
        except OSError:
            return _NO_CONTAINER
        return max(markers, default="")[37:] or _NO_CONTAINER


def runs_directory(environ: Mapping[str, str], project_dir: Path | None, configured: str | None) -> Path:
    """Where runs are kept: ``GAGE_RUNS``, ``RUNS_DIR``, the gagefile's ``$runs-dir``, the project, the home directory.

    ``configured`` is relative to the project directory. An empty text counts as unset. The result is absolute.
    """
    for name in ("GAGE_RUNS", "RUNS_DIR"):
        if environ.get(name):
            return Path(os.path.abspath(Path(environ[name]).expanduser()))
    if project_dir is not None:
        return Path(os.path.abspath(project_dir / (configured or Path(".gage", "runs"))))
    return Path.home() / ".gage" / "runs"


def _run_id(name: str) -> str | None:
    for suffix in _META_SUFFIXES:
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return None


def _age(run: Run) -> tuple[int, str]:
    """Sort key: when the run began, as far as it got; ids settle the rest."""
    began = run.started or run.staged or run.initialized
    return (began if began is not None else (id_ms(run.id) or 0) * 1000, run.id)


def _project_reference(runs_dir: Path, project_dir: Path) -> bytes:
    """``file:PATH``, relative where the runs lie inside the project, so that both can move together."""
    inside = runs_dir.is_relative_to(project_dir)
    path = os.path.relpath(project_dir, runs_dir) if inside else str(project_dir)
    return os.fsencode(f"file:{Path(path).as_posix()}")
