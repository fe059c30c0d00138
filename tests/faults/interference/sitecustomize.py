"""Python reads this when it starts, if the directory is in PYTHONPATH: kills the process, or sets its clock, as told.

``KILLED_AT`` names a moment: the command (about to be started), its start, or what a rename is to put in place.
``CLOCK`` names a file with the seconds that the wall clock is ahead; ``MILLISECOND`` is where it stands still.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

_moment = os.environ.pop("KILLED_AT", "")
_has_begun = False


def _kill_at_moment(event: str, arguments: tuple[Any, ...]) -> None:
    global _has_begun
    if event == "subprocess.Popen" and "gage-watchdog" not in arguments[1]:
        _has_begun = True
        _end(_moment == "the command")
    elif event == "open" and _has_begun:
        # The first that is done of a process which was started is to see when it began.
        _end(_moment == "its start" and str(arguments[0]).startswith("/proc/"))
    elif event == "os.rename":
        _end(os.fspath(arguments[1]).endswith(_moment))


def _end(now: bool) -> None:
    if now:
        os.kill(os.getpid(), signal.SIGKILL)


def _set_clock(file: str) -> None:
    true = time.time_ns

    def time_ns() -> int:
        with open(file, encoding="ascii") as stream:
            return true() + int(stream.read() or 0) * 1_000_000_000

    time.time_ns = time_ns
    time.time = lambda: time_ns() / 1_000_000_000


if _moment:
    sys.addaudithook(_kill_at_moment)
if "CLOCK" in os.environ:
    _set_clock(os.environ["CLOCK"])
if "MILLISECOND" in os.environ:
    _standing = int(os.environ["MILLISECOND"]) * 1_000_000
    time.time_ns = lambda: _standing
