"""A line below what a run prints on a terminal: its phase, progress and time; what commands print is never touched."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
import unicodedata

from gage.cli.color import colors, sequence
from gage.cli.output import write_bytes
from gage.runs.words import clock

_ESCAPE = re.compile(rb"\n|\x1b(?:\[([?\d;:]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)", re.DOTALL)
"""What may move the cursor to another row."""

_CUT_ESCAPE = re.compile(rb"\x1b(?:\[[?\d;:]*|\][^\x07\x1b]*\x1b?)?\Z")
_ON_THE_ROW = b"mKhl"
_LONGEST = 1 << 10
"""Bytes of an open line that are kept; of a longer one nobody knows where it ends."""

_LEAST_COLUMNS = 16
_BAR = 20
_FIRST, _TICK = 0.5, 1.0
"""Seconds until the line is drawn for the first time, so that a short run is not seen flickering; and between draws."""


class Screen:
    """What is known of a terminal from the bytes that went to it: where below the cursor there is a free row.

    ``below`` counts the rows in use below the cursor, as bars below one another leave them. ``is_taken`` means that a
    program does more with the screen than can be followed here.
    """

    def __init__(self) -> None:
        self.below = 0
        self.is_open = False
        self.is_taken = False
        self.is_cut = False
        self._rest = b""
        self._row = b""

    def feed(self, data: bytes) -> None:
        """Follow what a program prints, however it is cut."""
        if not data:
            return
        row = self._row + data[-_LONGEST:]
        self._row = row[max(row.rfind(b"\n"), row.rfind(b"\r"), len(row) - _LONGEST) + 1 :]
        data = self._rest + data
        if b"\x1b" in data:
            self._follow(data)
        else:
            self._rest = b""
            self._feed_lines(data.count(b"\n"))
        self.is_cut = bool(self._rest) or _cuts_character(self._row)
        self.is_open = self.is_open or not data.endswith(b"\n")

    def _follow(self, data: bytes) -> None:
        cut = _CUT_ESCAPE.search(data)
        self._rest = cut[0] if cut else b""
        for found in _ESCAPE.finditer(data[: len(data) - len(self._rest)]):
            arguments, final = found[1], found[2]
            if found[0] == b"\n":
                self._feed_lines(1)
            elif final == b"A":
                self.below += _count(arguments)
            elif final == b"B":
                self.below = max(0, self.below - _count(arguments))
            elif final is None:
                # Titles and links change no row.
                self.is_taken = self.is_taken or not found[0].startswith(b"\x1b]")
            elif final not in _ON_THE_ROW or (arguments.startswith(b"?") and arguments != b"?25"):
                self.is_taken = True

    def _feed_lines(self, count: int) -> None:
        if count:
            self.is_open = count <= self.below
            self.below = max(0, self.below - count)

    def fills_row(self, columns: int) -> bool:
        """Whether the cursor may stand behind the last column, a place that no terminal returns to."""
        if len(self._row) >= _LONGEST - 1:
            return True
        column = 0
        for character in _ESCAPE.sub(b"", self._row).decode("utf-8", "replace"):
            column = _column_after(character, column, columns)
        return column >= columns

    @property
    def rows_down(self) -> int:
        """How far below the cursor the free row is; 0 where the cursor stands on it."""
        return self.below + 1 if self.is_open else 0


class StatusLine:
    """Draws the line once a second, after ``style``, and takes it away while something else is printed.

    It stays away where it could do harm: in the middle of a character, and below programs that use the whole screen.
    Methods may be called from any thread, and raise OSError when the terminal is gone.
    """

    def __init__(self, descriptor: int, style: str = "") -> None:
        self._descriptor = descriptor
        self._style = style
        self._screen = Screen()
        self._lock = threading.Lock()
        self._drawn: int | None = None
        self._began = time.monotonic()
        self._name = ""
        self._phase = ""
        self._steps: tuple[float, float | None] | None = None
        self._is_over = threading.Event()
        self._ticks = False

    def begin(self, name: str, elapsed: float = 0.0) -> None:
        """A run begins, or began so many seconds ago."""
        self._name, self._phase, self._began = name, "staging", time.monotonic() - elapsed
        threading.Thread(target=self._tick, name="status", daemon=True).start()

    def phase(self, name: str) -> None:
        """The command of another phase begins, with a screen of its own."""
        with self._lock:
            self._phase, self._steps = name, None
            self._screen.is_taken = False

    def progress(self, completed: float, total: float | None) -> None:
        """The command says how far it is."""
        with self._lock:
            self._steps = (completed, total)
            if self._ticks:
                self._put(b"")

    def pass_on(self, data: bytes) -> None:
        """Print what a command printed."""
        with self._lock:
            self._put(data)

    def line(self, text: str) -> None:
        """Print a line of our own, below a line that was left open."""
        with self._lock:
            end = b"\r\n" if self._screen.is_open else b""
            self._put(end * max(1, self._screen.rows_down) + text.encode("utf-8", "replace") + b"\n")

    def end(self) -> None:
        """Take the line away for good."""
        with self._lock:
            self._is_over.set()
            self._ticks = False
            self._put(b"")

    def _tick(self) -> None:
        pause = _FIRST
        while not self._is_over.wait(pause):
            pause = _TICK
            try:
                with self._lock:
                    self._ticks = not self._is_over.is_set()
                    self._put(b"")
            except OSError:
                return

    def _put(self, data: bytes) -> None:
        """Take the line away, print, and draw it again, in one write: the terminal shows no gap."""
        erased = b"" if self._drawn is None else _below(self._drawn, b"\x1b[0m\x1b[J")
        self._drawn = None
        self._screen.feed(data)
        write_bytes(self._descriptor, erased + data + self._line())

    def _line(self) -> bytes:
        if not self._ticks or self._screen.is_cut or self._screen.is_taken or not self._is_in_front():
            return b""
        columns = os.get_terminal_size(self._descriptor).columns or 80
        if columns < _LEAST_COLUMNS or self._screen.fills_row(columns):
            return b""
        down = self._drawn = self._screen.rows_down
        text = (self._style + self._text(columns - 1)).encode()
        # An index (ESC D) makes room at the bottom of the screen, and keeps the column where a line feed does not.
        room = f"{_cursor(self._screen.below, 'B')}\x1bD{_cursor(down, 'A')}".encode() if down else b""
        return room + _below(down, b"\x1b[0m\x1b[J" + text)

    def _text(self, columns: int) -> str:
        """Phase, progress and time; the name of the run and a bar where there is room for them."""
        elapsed = clock(time.monotonic() - self._began)
        parts = [self._phase, *_amounts(self._steps), elapsed]
        if self._steps and self._steps[1] and len("  ".join(parts)) + _BAR + 2 <= columns:
            done = int(_BAR * self._steps[0] / self._steps[1])
            parts.insert(1, "━" * done + "┄" * (_BAR - done))
        if len("  ".join(parts)) + len(self._name) + 2 <= columns:
            parts.insert(0, self._name)
        return "  ".join(parts)[:columns]

    def _is_in_front(self) -> bool:
        """Whether the terminal is ours at the moment, not the shell's that put us in the background."""
        try:
            return os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except OSError:
            # A terminal that is not the one we were started from has no such notion.
            return True


def status_line() -> StatusLine | None:
    """A line for a terminal that can draw it and that both stdout and stderr lead to; else None."""
    if os.name != "posix" or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return None
    if not (os.isatty(1) and os.isatty(2)) or os.fstat(1).st_rdev != os.fstat(2).st_rdev:
        return None
    return StatusLine(1, sequence("progress", colors(sys.stdout)))


def _below(down: int, data: bytes) -> bytes:
    """Print at the beginning of a row below the cursor, and let cursor and colours be as they were."""
    return b"\x1b7" + _cursor(down, "B").encode() + b"\r" + data + b"\x1b8"


def _cursor(rows: int, direction: str) -> str:
    return f"\x1b[{rows}{direction}" if rows else ""


def _count(arguments: bytes) -> int:
    return int(arguments) or 1 if arguments.isdigit() else 1


def _column_after(character: str, column: int, columns: int) -> int:
    if character == "\t":
        return min(column // 8 * 8 + 8, columns - 1)
    if not character.isprintable():
        return max(0, column - 1) if character == "\b" else column
    if unicodedata.combining(character):
        return column
    width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
    # What does not fit goes to the next row.
    return width if column + width > columns else column + width


def _cuts_character(data: bytes) -> bool:
    """Whether the end of some bytes is the beginning of a UTF-8 character."""
    for length, byte in enumerate(reversed(data[-3:]), 1):
        if byte >= 0xC0:
            return length < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4)
        if byte < 0x80:
            return False
    return False


def _amounts(steps: tuple[float, float | None] | None) -> list[str]:
    if steps is None:
        return []
    completed, total = steps
    if not total:
        return [_number(completed)]
    return [f"{int(100 * completed / total)}%", f"{_number(completed)}/{_number(total)}"]


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}"
