"""Follows the event files of a run while its command writes them; reads no byte twice, and follows no link."""

from __future__ import annotations

import os
from pathlib import Path

from gage.engine.event_files import EventReading
from gage.engine.event_files_look import EventFilesLook
from gage.engine.live_series import LiveSeries
from gage.runs.manifest import read_manifest
from gage.runs.read_file import open_file


class EventFollower:
    """Adds what comes in event files to the series of a run, whose live record is in ``directory``."""

    def __init__(self, run_dir: Path, directory: Path, series: LiveSeries) -> None:
        self._run_dir = run_dir
        self._series = series
        self._looks = EventFilesLook(run_dir, _staged(directory))
        self._reading = EventReading(run_dir)
        self._sizes: dict[str, int] = {}

    def look(self, is_last: bool) -> None:
        """Take in what was written since, if it is time to. Raises OSError where the series cannot be written."""
        if not is_last and not self._looks.is_due():
            return
        self._looks.look()
        for path in sorted(self._looks.found):
            size = self._size(path)
            if size != self._sizes.get(path, 0):
                self._sizes[path] = size
                self._reading.read(path)
        self._series.add_followed(list(self._reading.points()))
        self._series.tell_now_and_then()

    def _size(self, path: str) -> int:
        try:
            return os.lstat(self._run_dir / path).st_size
        except OSError:
            # Gone meanwhile.
            return 0


def _staged(directory: Path) -> set[str]:
    """The files that were there before the command."""
    try:
        with open_file(directory / "manifest") as stream:
            return {entry.path for entry in read_manifest(stream.read())}
    except OSError:
        return set()
