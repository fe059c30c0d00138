"""The series of a run under way: points are added as they come, and the last values told; who writes is one process."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from gage.runs.read_file import open_own, write_own
from gage.runs.series import FOLLOWED, MOST_BYTES, SERIES, Point, encode_points

_TOLD_EVERY = 1.0
"""Seconds between two accounts of the last values, at the least."""


class LiveSeries:
    """The member with the series, open to be added to. All methods raise OSError."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._stream = open_own(directory / SERIES, os.O_WRONLY | os.O_APPEND)
        self._size = os.fstat(self._stream.fileno()).st_size
        self._printed: set[str] = set()
        self._last: dict[str, Point] = {}
        self._left_out: dict[str, tuple[Point, str]] = {}
        self._told_at = 0.0
        self._is_told = True

    def __enter__(self) -> LiveSeries:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add(self, points: list[Point]) -> None:
        """Add points that were printed."""
        self._printed.update(point.name for point in points)
        self._add(points, "")

    def add_followed(self, points: list[Point]) -> None:
        """Add points of event files, but for metrics that are printed."""
        self._add([point for point in points if point.name not in self._printed], FOLLOWED)

    def _add(self, points: list[Point], mark: str) -> None:
        """Where there is no more room, the last point of each metric is remembered."""
        if not points:
            return
        self._last.update((point.name, point) for point in points)
        self._is_told = False
        data = encode_points(points, mark)
        self._size += len(data)
        if self._size > MOST_BYTES:
            self._left_out.update((point.name, (point, mark)) for point in points)
        else:
            self._stream.write(data)

    def tell_now_and_then(self) -> None:
        """Let readers of the run know the last values, unless they were told a moment ago."""
        if time.monotonic() - self._told_at >= _TOLD_EVERY:
            self._tell()

    def finish(self) -> None:
        """Add what the series had no room for, and tell the last values."""
        for point, mark in self._left_out.values():
            self._stream.write(encode_points([point], mark))
        self._tell()

    def _tell(self) -> None:
        """Write the summary the run has so far."""
        if self._is_told:
            return
        self._told_at, self._is_told = time.monotonic(), True
        metrics = {name: point.value for name, point in self._last.items()}
        path = self._directory / "summary.json"
        # Without the record's own way of writing, which would make a directory anew that was packed meanwhile.
        draft = path.with_name(f"{path.name}.{os.getpid()}.partial")
        write_own(draft, json.dumps({"metrics": metrics}, indent=2, sort_keys=True).encode())
        draft.replace(path)
