"""A real terminal for the `gage` command: a pty of a size, and the screen that a person would see on it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte
from gage_command import environment


class Terminal:
    """Runs a command in a session of its own on a pty; ``shown`` is all bytes that reached the screen."""

    def __init__(self, directory: Path, words: list[str], columns: int = 60, rows: int = 10, **settings: str) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=10_000)
        self._stream = pyte.ByteStream(self.screen)
        self.shown = b""
        self._ours, theirs = pty.openpty()
        self._resize(columns, rows)
        attach = (
            "import os, sys, fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", attach, *words],
            cwd=directory,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**environment(directory.parent, TERM="xterm-256color"), **settings},
        )
        os.close(theirs)

    @property
    def pid(self) -> int:
        """The process of the command."""
        return self._process.pid

    def resize(self, columns: int, rows: int) -> None:
        """What a person does who pulls at the window; a terminal that cuts lines, not one that wraps them anew."""
        self._resize(columns, rows)
        self.screen.resize(rows, columns)

    def lines(self) -> list[str]:
        """All lines of the screen and those above it, without what is blank at their ends and below."""
        above = ["".join(row[column].data for column in range(self.screen.columns)) for row in self.screen.history.top]
        lines = [line.rstrip() for line in (*above, *self.screen.display)]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def until(self, seen: Callable[[list[str]], bool]) -> list[str]:
        """Wait until the lines are such. A minute is never reached unless they never will be."""
        end = time.monotonic() + 60
        while not seen(self.lines()):
            assert time.monotonic() < end, self.lines()
            assert self._read(), self.lines()
        return self.lines()

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def finish(self) -> int:
        """Read to the end, and return the exit code; of what goes on for two minutes the end is not awaited."""
        end = time.monotonic() + 120
        while self._read():
            assert time.monotonic() < end, self.lines()
        os.close(self._ours)
        return self._process.wait()

    def _resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], 0.1)[0]:
            return True
        try:
            data = os.read(self._ours, 1 << 16)
        except OSError:
            # Linux ends a pty so.
            return False
        self.shown += data
        self._stream.feed(data)
        return bool(data)
