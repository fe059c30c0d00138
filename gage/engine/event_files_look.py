"""Looks for event files that a command makes while it runs, at next to no cost where there are none; reads none."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from pathlib import Path

from gage.engine.reported_files import EVENTS_MARK

MOST_FILES = 1_000
_MOST_DIRECTORIES = 1_000

_SETTLED_NS = 2_000_000_000
"""A directory changed less than this ago may change again without a newer time: clocks tick coarsely."""

_PAUSE = 0.5
"""Seconds between looks, at the least."""

_REST = 20
"""A look that took long is followed by a pause this many times as long."""


class EventFilesLook:
    """Looks for event files now and then: only directories that changed since are listed."""

    def __init__(self, run_dir: Path, staged: Collection[str]) -> None:
        """What was ``staged`` before the command says nothing of the run."""
        self._run_dir = str(run_dir)
        self._staged = staged
        self._times: dict[str, int] = {"": 0}
        self._next = 0.0
        self.found: set[str] = set()
        """Paths relative to the run directory, with ``/``."""

    def is_due(self) -> bool:
        """Whether it is time for the next look."""
        return time.monotonic() >= self._next

    def look(self) -> None:
        """Find what came since the last look."""
        began = time.monotonic()
        waiting = list(self._times)
        for relative in waiting:
            path = os.path.join(self._run_dir, relative)
            try:
                changed = os.stat(path, follow_symlinks=False).st_mtime_ns
                if changed != self._times[relative]:
                    self._times[relative] = changed if changed < time.time_ns() - _SETTLED_NS else 0
                    waiting += self._list(path, relative)
            except OSError:
                # Gone meanwhile.
                self._times[relative] = 0
        took = time.monotonic() - began
        self._next = began + took + max(_PAUSE, _REST * took)

    def _list(self, path: str, relative: str) -> list[str]:
        """The directories that are new in one."""
        new = []
        with os.scandir(path) as entries:
            for entry in entries:
                name = f"{relative}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if f"{name}/" not in self._times and len(self._times) < _MOST_DIRECTORIES:
                        self._times[f"{name}/"] = 0
                        new.append(f"{name}/")
                elif EVENTS_MARK in entry.name and self._counts(entry, name):
                    self.found.add(name)
        return new

    def _counts(self, entry: os.DirEntry[str], name: str) -> bool:
        is_new = name not in self._staged and len(self.found) < MOST_FILES
        return is_new and entry.is_file(follow_symlinks=False)
