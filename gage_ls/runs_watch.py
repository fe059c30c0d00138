"""Notices that runs changed, by their directory, a marker file in it, and processes that end; never opens a run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from gage.runs.changes import State, marker_state
from gage.runs.process_identity import ProcessIdentity

INTERVAL = 0.3
"""Seconds between looks."""

_ELSEWHERE = 60
"""Seconds after which runs of other machines are listed again: nothing here tells that a heartbeat ended."""


class RunsWatch:
    """Looks after the runs directories it was shown.

    It polls. File watchers, those of editors included, lose files in directories that were made a moment ago, and
    every run is such a directory.
    """

    def __init__(self, on_change: Callable[[Path], None]) -> None:
        self._on_change = on_change
        self._seen: dict[Path, State] = {}
        self._processes: dict[Path, set[ProcessIdentity]] = {}
        self._followed: dict[Path, float] = {}

    def add(self, runs_dir: Path) -> None:
        """Watch a directory from now on; it need not exist yet."""
        if runs_dir not in self._seen:
            self._seen[runs_dir] = marker_state(runs_dir)

    def follow(self, runs_dir: Path, processes: Iterable[ProcessIdentity]) -> None:
        """Watch for the end of the processes that work on runs of a directory: one that is killed leaves no word."""
        self._processes.setdefault(runs_dir, set()).update(processes)
        self._followed[runs_dir] = time.monotonic()

    async def watch(self) -> None:
        """Look, for as long as the server lives."""
        while True:
            await asyncio.sleep(INTERVAL)
            for runs_dir, seen in list(self._seen.items()):
                now = marker_state(runs_dir)
                if now != seen or self._has_ended(runs_dir):
                    self._seen[runs_dir] = now
                    self._on_change(runs_dir)

    def _has_ended(self, runs_dir: Path) -> bool:
        processes = self._processes.get(runs_dir, set())
        is_late = time.monotonic() - self._followed.get(runs_dir, 0) > _ELSEWHERE
        ended = {process for process in processes if (lives := process.lives()) is False or (lives is None and is_late)}
        processes -= ended
        return bool(ended)
