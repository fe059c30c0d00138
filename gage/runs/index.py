"""What was read of the runs of one directory, so that the next look reads only those that changed; writes nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gage.errors import GageError
from gage.runs.ids import is_id
from gage.runs.run import Run

ACTIVE = "active"
TRASH = "trash"

_ZIP, _META, _MOVE = "meta.zip", "meta", "move"
_SIDECARS = frozenset((_ZIP, _META, _MOVE, "project", "user"))
_SETTLED_NS = 2_000_000_000
"""Files changed less than this before they were read may change again without a newer time: clocks tick coarsely."""

State = tuple[tuple[str, int, int, int], ...]
"""Of each file: its name, the time it changed (nanoseconds), its size and its inode."""

Entries = dict[str, "os.DirEntry[str]"]


class Skipped(NamedTuple):
    """An entry of a runs directory that looks like a run and could not be read, and why."""

    name: str
    reason: str


class Known(NamedTuple):
    """A run as it was read, where it is filed, and the state its files had then; or why it could not be read.

    An index on disk would keep ``state``, ``container`` and the facts of ``run``, which are all that listing reads.
    """

    state: State
    is_settled: bool
    container: str
    run: Run | None
    skipped: Skipped | None = None


class RunIndex:
    """The runs of one directory as they were last read. Threads may share it."""

    def __init__(self, runs_dir: Path) -> None:
        self._runs_dir = runs_dir
        self._known: dict[str, Known] = {}
        self._lock = threading.Lock()

    def look(self) -> tuple[list[Known], list[Skipped]]:
        """The runs as they are now, in no order, and what is none though it looks like one.

        Never raises for what is stored.
        """
        with self._lock:
            found, foreign = self._entries()
            now = time.time_ns()
            self._known = {run_id: self._refreshed(run_id, entries, now) for run_id, entries in found.items()}
            return list(self._known.values()), foreign

    def _entries(self) -> tuple[dict[str, Entries], list[Skipped]]:
        """What belongs to each run that has a record, by suffix."""
        found: dict[str, Entries] = {}
        try:
            with os.scandir(self._runs_dir) as entries:
                for entry in entries:
                    name, _, suffix = entry.name.partition(".")
                    if suffix in _SIDECARS:
                        found.setdefault(name, {})[suffix] = entry
        except FileNotFoundError:
            return {}, []
        except OSError as error:
            reason = f"the runs directory cannot be read: {error.strerror}"
            return {}, [Skipped(str(self._runs_dir), reason)]
        runs = {name: files for name, files in found.items() if _ZIP in files or _META in files}
        foreign = [name for name in runs if not is_id(name)]
        skipped = [Skipped(_record(runs.pop(name)), f"{name!r} is not a run id") for name in foreign]
        return runs, skipped

    def _refreshed(self, run_id: str, entries: Entries, now: int) -> Known:
        known = self._known.get(run_id)
        state = _state(entries)
        if known and known.is_settled and known.state == state:
            return known
        is_settled = all(changed < now - _SETTLED_NS for _, changed, _, _ in state)
        container = container_of(Path(entries[_MOVE].path)) if _MOVE in entries else ACTIVE
        try:
            return Known(state, is_settled, container, Run(self._runs_dir, run_id))
        except GageError as error:
            return Known(state, is_settled, container, None, Skipped(_record(entries), str(error)))


def _record(entries: Entries) -> str:
    return entries[_ZIP if _ZIP in entries else _META].name


def _state(entries: Entries) -> State:
    """The state of all files that say something of a run; those of a live record lie in two directories."""
    looks = {suffix: entry.stat for suffix, entry in entries.items()}
    if _ZIP not in entries:
        looks["proc"] = Path(entries[_META].path, "proc").stat
    return tuple(_file_state(name, looks[name]) for name in sorted(looks))


def _file_state(name: str, look: Callable[[], os.stat_result]) -> tuple[str, int, int, int]:
    try:
        status = look()
    except OSError:
        # Gone meanwhile, or not there yet.
        return name, 0, 0, 0
    return name, status.st_mtime_ns, status.st_size, status.st_ino


def container_of(move_dir: Path) -> str:
    """Where a run is filed: the newest marker counts; its name is a log id of 36 characters, a dash, the place."""
    try:
        markers = [name for name in os.listdir(move_dir) if is_id(name[:36]) and name[36:37] == "-"]
    except OSError:
        return ACTIVE
    return max(markers, default="")[37:] or ACTIVE
