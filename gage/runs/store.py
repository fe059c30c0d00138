"""The runs of one directory: list and make them; damaged and foreign entries are set aside, never fatal."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from gage.errors import GageError
from gage.runs.attributes import TAG, append_attributes
from gage.runs.changes import MARKER
from gage.runs.ids import is_id, make_id
from gage.runs.index_row import ACTIVE, TRASH, Skipped, container_of
from gage.runs.record import Record, write_whole
from gage.runs.renamed import RenamedRun, is_renamed
from gage.runs.run import Run

if TYPE_CHECKING:
    from gage.runs.index import RunIndex
    from gage.runs.index_where import Where

__all__ = ["ACTIVE", "TRASH", "NoRunError", "RunStore", "Skipped", "runs_directory"]


class NoRunError(GageError):
    """There is no run of that id."""


class RunStore:
    """A runs directory, which need not exist yet.

    ``skipped`` is what the last listing could not read.
    """

    def __init__(self, runs_dir: Path) -> None:
        self.runs_dir = runs_dir
        self.skipped: list[Skipped] = []

    def runs(self, container: str = ACTIVE) -> list[Run]:
        """The runs filed in one place, newest first. Never raises for what is stored.

        They are those that are neither deleted nor archived, or the deleted ones (`TRASH`), or those of an archive.
        Only what changed since anyone looked is read.
        """
        runs, self.skipped = self.listing(container)
        return runs

    def listing(self, container: str) -> tuple[list[Run], list[Skipped]]:
        """The runs as `runs` has them, with what could not be read, for threads that share the store."""
        return self._index.listing(container)

    def find(self, container: str = ACTIVE, where: Where | None = None) -> list[str]:
        """The ids of the runs that `runs` has and an expression selects, in the same order; no run is made for it."""
        found = self._index.find(container, where)
        self.skipped = found.skipped
        return found.ids

    @property
    def index_place(self) -> str | None:
        """The file that keeps what listings read; None where a listing found that none can."""
        return self._index.place

    def load(self, ids: Sequence[str]) -> list[Run]:
        """The runs of these ids, in this order, without those that went since they were found."""
        return self._index.load(ids)

    def run(self, run_id: str) -> Run:
        """One run as it is now, wherever it is filed. Raises NoRunError, RecordError, OprefError."""
        self.require(run_id)
        return (RenamedRun if is_renamed(self.runs_dir, run_id) else Run)(self.runs_dir, run_id)

    def require(self, run_id: str) -> None:
        """Raise NoRunError unless there is a run of this id, readable or not."""
        # An id becomes part of a path: only what has the form of one may.
        if not is_id(run_id):
            raise NoRunError(f"{run_id!r} is not a run id")
        if not Record(self.runs_dir, run_id).exists and not is_renamed(self.runs_dir, run_id):
            raise NoRunError(f"there is no run {run_id} in {self.runs_dir}")

    def container(self, run_id: str) -> str:
        """Where a run is filed: `ACTIVE`, `TRASH`, or the id of an archive."""
        return TRASH if is_renamed(self.runs_dir, run_id) else container_of(self.move_dir(run_id))

    def user_dir(self, run_id: str) -> Path:
        """Where what people say of a run is logged."""
        return self.runs_dir / f"{run_id}.user"

    def move_dir(self, run_id: str) -> Path:
        """Where it is logged what a run is filed under."""
        return self.runs_dir / f"{run_id}.move"

    def make_run(
        self,
        members: Mapping[str, bytes],
        project_dir: Path | None = None,
        label: str | None = None,
        tags: Iterable[str] = (),
    ) -> str:
        """Make a run that has these meta members (``opref`` among them), and ``id``; its id is returned.

        It shows in listings complete or not at all. Raises OSError.
        """
        run_id = make_id()
        self.runs_dir.mkdir(parents=True, exist_ok=True)
        if project_dir is not None:
            write_whole(self.runs_dir / f"{run_id}.project", project_reference(self.runs_dir, project_dir))
        said: dict[str, Any] = {f"{TAG}{tag}": True for tag in tags}
        if label:
            said["label"] = label
        if said:
            append_attributes(self.user_dir(run_id), said)
        Record(self.runs_dir, run_id).make({**members, "id": run_id.encode()})
        self.touch()
        return run_id

    @cached_property
    def _index(self) -> RunIndex:
        from gage.runs.index import RunIndex  # who makes a run needs none, and pays nothing

        return RunIndex(self.runs_dir)

    def touch(self) -> None:
        """Tell watchers that a run changed: the file ``.changes`` gets new content and a newer time at every call."""
        path = self.runs_dir / MARKER
        # A hint to watchers; the run itself does not depend on it.
        with suppress(OSError), _opened_marker(path) as marker:
            # A microsecond is more than any file system rounds away that watchers can tell times apart on.
            now = max(time.time_ns(), os.fstat(marker.fileno()).st_mtime_ns + 1_000)
            marker.write(str(now).encode())
            os.utime(path, ns=(now, now))


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


def _opened_marker(path: Path) -> IO[bytes]:
    """The marker, to be written over: replaced, it would change the time of the directory, by which an index knows that
    no run came or went.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, 0o666)
    except PermissionError:
        # Another user's, in a directory that is shared.
        path.unlink()
        descriptor = os.open(path, flags, 0o666)
    return open(descriptor, "r+b", buffering=0)


def project_reference(runs_dir: Path, project_dir: Path) -> bytes:
    """``file:PATH``, relative where the runs lie inside the project, so that both can move together."""
    inside = runs_dir.is_relative_to(project_dir)
    path = os.path.relpath(project_dir, runs_dir) if inside else str(project_dir)
    return os.fsencode(f"file:{Path(path).as_posix()}")
