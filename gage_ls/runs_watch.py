"""Notices that runs changed, by the one marker file the engine touches in a runs directory; never opens a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

MARKER = ".changes"
INTERVAL = 0.3
"""Seconds between looks."""

State = tuple[int, int] | None


class RunsWatch:
    """Looks after the runs directories it was shown.

    It polls. File watchers, those of editors included, lose files in directories that were made a moment ago, and
    every run is such a directory.
    """

    def __init__(self, on_change: Callable[[Path], None]) -> None:
        self._on_change = on_change
        self._seen: dict[Path, State] = {}

    def add(self, runs_dir: Path) -> None:
        """Watch a directory from now on; it need not exist yet."""
        if runs_dir not in self._seen:
            self._seen[runs_dir] = marker_state(runs_dir)

    async def watch(self) -> None:
        """Look, for as long as the server lives."""
        while True:
            await asyncio.sleep(INTERVAL)
            for runs_dir, seen in list(self._seen.items()):
                now = marker_state(runs_dir)
                if now != seen:
                    self._seen[runs_dir] = now
                    self._on_change(runs_dir)


def marker_state(runs_dir: Path) -> State:
    """Changes whenever a run of a directory begins, changes or ends; None where none ever did."""
    try:
        status = (runs_dir / MARKER).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
