"""What a command prints, recorded byte for byte and indexed by line; a full disk makes it wait, never the command."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

from gage.runs.read_file import open_own

_ENTRY = struct.Struct(">QB")
_MOST_WAITING = 16 << 20
"""Bytes that wait in memory for room on the disk."""

_LAST_WORDS = 1 << 14
"""Bytes at the end of an output that are worth the room kept for the end of the run; the reason it failed is there."""


class OutputFiles:
    """The members ``output/NN_name``, which has both streams in the order they came, and its ``.index``.

    The index has 9 bytes a line: milliseconds since the epoch when the line ended (64 bits, big-endian), and the number
    of the stream that ended it, 0 for stdout and 1 for stderr. Where one stream breaks into a line of the other, both
    make up one line.
    """

    def __init__(self, path: Path, warn: Callable[[str], None], make_room: Callable[[OSError], bool]) -> None:
        """``make_room`` is whether there is room now, where there was not. Raises OSError."""
        path.parent.mkdir(exist_ok=True)
        self._name = f"output/{path.name}"
        self._warn = warn
        self._make_room = make_room
        self._output = _Appended(path)
        self._index = _Appended(path.with_name(f"{path.name}.index"))
        self._is_behind = False
        self._open_line: int | None = None

    def write(self, data: bytes, stream: int) -> None:
        """Record bytes so that readers of the files see them at once, or as soon as there is room."""
        self._output.add(data)
        self._add_lines(data.count(b"\n"), stream)
        self._open_line = None if data.endswith(b"\n") else stream
        self._tell()

    def close(self) -> None:
        """Count a last line that has no end, and close the files."""
        if self._open_line is not None:
            self._add_lines(1, self._open_line)
        for file in (self._output, self._index):
            file.add(b"")
            while file.error and 0 < file.missing <= _LAST_WORDS and self._make_room(file.error):
                file.add(b"")
            file.close()
        if missing := self._output.missing:
            self._warn(f"the last {missing:,} bytes printed are not in {self._name}: {self._output.reason}")
        elif self._index.missing:
            self._warn(f"the last lines of {self._name} have no time: {self._index.reason}")

    def _add_lines(self, count: int, stream: int) -> None:
        if count:
            self._index.add(_ENTRY.pack(time.time_ns() // 1_000_000, stream) * count)

    def _tell(self) -> None:
        """Say that the disk takes no more, and that it does again, once each."""
        is_behind = self._output.missing > 0
        if is_behind and not self._is_behind:
            self._warn(
                f"{self._name} cannot be written: {self._output.reason}; the run goes on, and the next "
                f"{_MOST_WAITING >> 20} MiB it prints wait in memory for room"
            )
        elif self._is_behind and not is_behind:
            self._warn(f"{self._name} is written again; nothing is missing")
        self._is_behind = is_behind


class _Appended:
    """A file that is added to. What it has is always a true beginning of what was added.

    ``missing`` counts the bytes that it does not have yet or never will, because of ``error``.
    """

    def __init__(self, path: Path) -> None:
        self._stream = open_own(path, os.O_RDWR)
        self._stream.truncate()
        self._waiting = bytearray()
        self._lost = 0
        self.error: OSError | None = None

    @property
    def reason(self) -> str | None:
        return self.error.strerror if self.error else None

    @property
    def missing(self) -> int:
        return len(self._waiting) + self._lost

    def add(self, data: bytes) -> None:
        """Write what waits, and then this; what cannot be written waits, or is lost with all that follows it."""
        if not self._waiting and not self._lost:
            data = data[self._written(data) :]
        if not self._lost and len(self._waiting) + len(data) <= _MOST_WAITING:
            self._waiting += data
        else:
            self._lost += len(data)
        if self._waiting:
            del self._waiting[: self._written(self._waiting)]

    def close(self) -> None:
        try:
            self._stream.close()
        except OSError as error:
            # Network file systems tell only now.
            self._lost, self.error = self._lost or 1, error

    def _written(self, data: bytes | bytearray) -> int:
        """Write as much as the disk takes, and return how much that is."""
        written = 0
        with memoryview(data) as view:
            try:
                while written < len(view):
                    written += self._stream.write(view[written:]) or 0
            except OSError as error:
                self.error = error
        return written
