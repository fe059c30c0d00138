"""The whole screen of a terminal for a while, which is given back as it was however that ends; POSIX alone."""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from gage.cli.output import write_bytes

if sys.platform != "win32":
    import termios
    import tty

_ENTER = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J"
"""The other screen, no cursor, lines that are cut rather than wrapped, and nothing on it."""

_LEAVE = b"\x1b[?7h\x1b[?25h\x1b[?1049l"


def can_be_filled() -> bool:
    """Whether stdout leads to a terminal that can do this."""
    return os.name == "posix" and os.isatty(1) and os.environ.get("TERM", "") not in ("", "dumb", "unknown")


class Screen:
    """The screen while it is ours. Its methods raise OSError when the terminal is gone."""

    def __init__(self) -> None:
        self._drawn: bytes | None = None
        self._keys = os.isatty(0)
        self._mode = termios.tcgetattr(0) if self._keys else None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows as they are now."""
        columns, rows = os.get_terminal_size(1)
        return columns or 80, rows or 24

    def draw(self, lines: Sequence[str]) -> None:
        """Show lines, which may have colours; nothing is written where they are shown already."""
        drawn = "\r\n".join(f"{line}\x1b[0m\x1b[K" for line in lines[: self.size[1]])
        data = b"\x1b[H" + drawn.encode(sys.stdout.encoding, "replace") + b"\x1b[J"
        if data != self._drawn:
            write_bytes(1, data)
            self._drawn = data

    def wait(self, seconds: float) -> bool:
        """Wait, and say whether a person has had enough: ``q`` was typed. Other keys mean nothing."""
        if not self._keys:
            time.sleep(seconds)
            return False
        if not select.select([0], [], [], seconds)[0]:
            return False
        typed = os.read(0, 1024)
        self._keys = bool(typed)
        return b"q" in typed

    def enter(self) -> None:
        """Take the screen, or take it again."""
        if self._keys:
            tty.setcbreak(0)
        self._drawn = None
        write_bytes(1, _ENTER)

    def leave(self) -> None:
        """Give it back."""
        with suppress(OSError):
            write_bytes(1, _LEAVE)
        if self._mode is not None:
            with suppress(termios.error):
                # What was typed meanwhile was for us.
                termios.tcsetattr(0, termios.TCSAFLUSH, self._mode)


@contextmanager
def full_screen() -> Iterator[Screen]:
    """Take the screen, and give it back: at the end, when the process is stopped, asked to end, or fails."""
    screen = Screen()
    sys.stdout.flush()

    def end(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    def pause(number: int, _: FrameType | None) -> None:
        screen.leave()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        # Here the process goes on.
        signal.signal(number, pause)
        screen.enter()

    before = [(number, signal.signal(number, end)) for number in (signal.SIGTERM, signal.SIGHUP)]
    before.append((signal.SIGTSTP, signal.signal(signal.SIGTSTP, pause)))
    try:
        screen.enter()
        yield screen
    except OSError as error:
        # The terminal is gone, and nobody is there to be told.
        if error.errno != errno.EIO:
            raise
    finally:
        screen.leave()
        for number, handler in before:
            signal.signal(number, handler)
