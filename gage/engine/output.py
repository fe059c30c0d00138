"""What a command prints, taken as it comes: recorded byte for byte, indexed by line, and passed on."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from gage.engine.platform import pipe_holds_data

_CHUNK = 1 << 16
_PIPE_SIZE = 1 << 16
_LULL = 0.005
"""Seconds a busy command's small writes may gather: programs that write each line alone would cost a wake-up a line."""

_ROUND = 0.05
"""Seconds between looks at the pipe after the command ended."""


class OutputFiles:
    """The members ``output/NN_name`` and its ``.index``.

    The index has 9 bytes a line: milliseconds since the epoch when the line ended (64 bits, big-endian), and the
    stream, which is always 0 because the streams are merged. A full disk ends the recording, never the command.
    """

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        """Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._warn = warn
        self._streams = (path.open("wb"), path.with_name(f"{path.name}.index").open("wb"))
        self._broken = False
        self._open_line = False

    def write(self, data: bytes) -> None:
        """Record bytes so that readers of the files see them at once."""
        if self._broken:
            return
        lines = data.count(b"\n")
        try:
            self._put(data, lines)
        except OSError as error:
            self._broken = True
            self._warn(f"output is no longer recorded in {self._path.name}: {error.strerror}")
        self._open_line = not data.endswith(b"\n")

    def close(self) -> None:
        """Count a last line that has no end, and close the files."""
        if self._open_line and not self._broken:
            try:
                self._put(b"", 1)
            except OSError as error:
                self._warn(f"the index of {self._path.name} lacks its last line: {error.strerror}")
        for stream in self._streams:
            # What could not be written was told when it was written.
            with suppress(OSError):
                stream.close()

    def _put(self, data: bytes, lines: int) -> None:
        output, index = self._streams
        output.write(data)
        output.flush()
        if lines:
            index.write(struct.pack(">QB", time.time_ns() // 1_000_000, 0) * lines)
            index.flush()


class Relay:
    """A thread that takes what a command prints until the pipe ends, so that the command never waits for us."""

    def __init__(self, pipe: IO[bytes], files: OutputFiles, pass_on: Callable[[bytes], None]) -> None:
        self._pipe = pipe
        self._descriptor = pipe.fileno()
        self._files = files
        self._pass_on = pass_on
        self._lock = threading.Lock()
        self._taken = 0
        self._busy = False
        self._finished = False
        self._thread = threading.Thread(target=self._take, name="output", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait for all that the command itself printed.

        A process it left in the background may keep the pipe open for ever: what the pipe held when the command ended
        is taken, what comes later is not.
        """
        # One pipe full may wait there, and another be on its way through the thread.
        limit = self._taken + 2 * _PIPE_SIZE
        patience = 20
        while self._thread.is_alive() and patience > 0 and self._taken <= limit:
            before = self._taken
            self._thread.join(_ROUND)
            if self._busy or not self._thread.is_alive():
                continue
            quiet = self._taken == before and not pipe_holds_data(self._descriptor)
            patience -= 10 if quiet else 1
        with self._lock:
            self._finished = True
            self._files.close()

    def _take(self) -> None:
        before = 0.0
        # Closing the pipe when anything goes wrong here ends the command's writes; it must not block for ever.
        with self._pipe as pipe:
            while data := pipe.read(_CHUNK):
                with self._lock:
                    if self._finished:
                        return
                    self._busy = True
                    self._files.write(data)
                    self._pass_on(data)
                    self._taken += len(data)
                    self._busy = False
                now = time.monotonic()
                if now - before < _LULL and len(data) < _CHUNK // 2:
                    time.sleep(_LULL)
                before = now
