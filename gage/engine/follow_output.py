"""Follows what a command prints and adds the metrics in it to the run's series; a process of its own executes this.

Beside the command: a slow pattern never holds up the output, and the relay does not pay for any.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from gage.engine.metric_lines import MetricLines, Value
from gage.engine.time_limit import time_limit
from gage.runs.read_file import open_own, write_own
from gage.runs.series import MOST_BYTES, SERIES, Point, encode_points

SECONDS = 5.0
"""How long the search through one block may take."""

_PAUSE = 0.1
"""Seconds between two looks at a command that is quiet."""

_BLOCK = 1 << 18
_LONGEST_LINE = 1 << 16
"""Bytes that are kept of a line that does not end."""

_TOLD_EVERY = 1.0
"""Seconds between two accounts of the last values, at the least."""

_STAMP = struct.Struct(">QB")


def follow_output(directory: str, output: str, patterns: str) -> None:
    """Follow a member of a live record from its beginning until standard input ends, then to its end.

    ``patterns`` is JSON: null for lines `name: value`, or regular expressions by name.
    """
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    try:
        with _Follower(Path(directory), output, MetricLines(json.loads(patterns))) as follower:
            is_last = False
            while not is_last:
                is_last = ended.is_set()
                while follower.read():
                    pass
                ended.wait(_PAUSE)
            follower.finish()
    except OSError:
        # The disk is full, or the run was packed meanwhile; what is there stays.
        sys.exit(2)


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


class _Follower:
    """The place that was reached in an output, and the series so far. All methods raise OSError."""

    def __init__(self, directory: Path, output: str, lines: MetricLines) -> None:
        self._directory = directory
        self._output: IO[bytes] = (directory / output).open("rb")
        self._index: IO[bytes] = (directory / f"{output}.index").open("rb")
        self._series: IO[bytes] = open_own(directory / SERIES, os.O_WRONLY | os.O_APPEND)
        self._lines = lines
        self._rest = b""
        self._ended = 0
        self._last: dict[str, Point] = {}
        self._left_out: dict[str, Point] = {}
        self._size = 0
        self._told_at = 0.0
        self._is_told = True

    def __enter__(self) -> _Follower:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._output, self._index, self._series):
            stream.close()

    def read(self) -> bool:
        """Take in what was printed since, one block at the most; whether there was any."""
        block = self._output.read(_BLOCK)
        text = self._rest + block
        end = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
        self._rest = text[end:][:_LONGEST_LINE]
        self._take(text[:end])
        return bool(block)

    def finish(self) -> None:
        """Take in a last line without an end, and what the series had no room for."""
        self._take(self._rest)
        self._series.write(encode_points(self._left_out.values()))
        self._tell()

    def _take(self, text: bytes) -> None:
        if not text:
            return
        with time_limit(SECONDS):
            values = list(self._lines.read(text))
        if values:
            self._add(list(self._points(values, text)))
        self._ended += text.count(b"\n")
        if time.monotonic() - self._told_at >= _TOLD_EVERY:
            self._tell()

    def _points(self, values: list[Value], text: bytes) -> Iterator[Point]:
        """Values with the time when their line ended, as the index has it."""
        self._index.seek(self._ended * _STAMP.size)
        stamps = self._index.read((text.count(b"\n") + 1) * _STAMP.size)
        line = before = 0
        for name, step, value, at in values:
            line += text.count(b"\n", before, at)
            before = at
            yield Point(name, step, value, _time(stamps, line * _STAMP.size))

    def _add(self, points: list[Point]) -> None:
        self._last.update((point.name, point) for point in points)
        self._is_told = False
        data = encode_points(points)
        self._size += len(data)
        if self._size > MOST_BYTES:
            self._left_out.update((point.name, point) for point in points)
        else:
            self._series.write(data)

    def _tell(self) -> None:
        """Let readers of the run know the last values, as the summary it has so far."""
        if self._is_told:
            return
        self._told_at, self._is_told = time.monotonic(), True
        metrics = {name: point.value for name, point in self._last.items()}
        path = self._directory / "summary.json"
        # Without the record's own way of writing, which would make a directory anew that was packed meanwhile.
        draft = path.with_name(f"{path.name}.{os.getpid()}.partial")
        write_own(draft, json.dumps({"metrics": metrics}, indent=2, sort_keys=True).encode())
        draft.replace(path)


def _time(stamps: bytes, at: int) -> int:
    """Milliseconds since the epoch of an entry of the index; now, where it has not been written yet."""
    if len(stamps) < at + _STAMP.size:
        return time.time_ns() // 1_000_000
    stamped: int = _STAMP.unpack_from(stamps, at)[0]
    return stamped
