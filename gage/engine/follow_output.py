"""Follows what a run reports, and adds the metrics in it to its series; a process of its own executes this.

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
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from gage.engine.follow_events import EventFollower
from gage.engine.live_series import LiveSeries
from gage.engine.metric_lines import MetricLines, Value
from gage.engine.time_limit import time_limit
from gage.runs.series import Point

SECONDS = 5.0
"""How long the search through one block may take."""

_PAUSE = 0.1
"""Seconds between two looks at a command that is quiet."""

_BLOCK = 1 << 18
_LONGEST_LINE = 1 << 16
"""Bytes that are kept of a line that does not end."""

_STAMP = struct.Struct(">QB")


def follow_output(directory: str, output: str, patterns: str, run_dir: str) -> None:
    """Follow what a run reports until standard input ends, then to its end.

    ``output`` is a member of the live record in ``directory``, or empty where nothing printed is a metric; ``patterns``
    is JSON: null for lines `name: value`, or regular expressions by name. Event files are those in ``run_dir``.
    """
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    try:
        with LiveSeries(Path(directory)) as series, ExitStack() as opened:
            lines = MetricLines(json.loads(patterns))
            printed = opened.enter_context(_Output(Path(directory), output, lines, series)) if output else None
            events = EventFollower(Path(run_dir), Path(directory), series)
            is_last = False
            while not is_last:
                is_last = ended.is_set()
                while printed and printed.read():
                    pass
                events.look(is_last)
                ended.wait(_PAUSE)
            if printed:
                printed.finish()
            series.finish()
    except OSError:
        # The disk is full, or the run was packed meanwhile; what is there stays.
        sys.exit(2)


def _wait_for_end(ended: threading.Event) -> None:
    # Not through Python's buffer: a process cannot end while a thread holds that.
    while os.read(0, 1 << 12):
        pass
    ended.set()


class _Output:
    """The place that was reached in an output. All methods raise OSError."""

    def __init__(self, directory: Path, output: str, lines: MetricLines, series: LiveSeries) -> None:
        self._output: IO[bytes] = (directory / output).open("rb")
        self._index: IO[bytes] = (directory / f"{output}.index").open("rb")
        self._lines = lines
        self._series = series
        self._rest = b""
        self._ended = 0

    def __enter__(self) -> _Output:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._output, self._index):
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
        """Take in a last line without an end."""
        self._take(self._rest)

    def _take(self, text: bytes) -> None:
        if not text:
            return
        with time_limit(SECONDS):
            values = list(self._lines.read(text))
        if values:
            self._series.add(list(self._points(values, text)))
        self._ended += text.count(b"\n")
        self._series.tell_now_and_then()

    def _points(self, values: list[Value], text: bytes) -> Iterator[Point]:
        """Values with the time when their line ended, as the index has it."""
        self._index.seek(self._ended * _STAMP.size)
        stamps = self._index.read((text.count(b"\n") + 1) * _STAMP.size)
        line = before = 0
        for name, step, value, at in values:
            line += text.count(b"\n", before, at)
            before = at
            yield Point(name, step, value, _time(stamps, line * _STAMP.size))


def _time(stamps: bytes, at: int) -> int:
    """Milliseconds since the epoch of an entry of the index; now, where it has not been written yet."""
    if len(stamps) < at + _STAMP.size:
        return time.time_ns() // 1_000_000
    stamped: int = _STAMP.unpack_from(stamps, at)[0]
    return stamped
