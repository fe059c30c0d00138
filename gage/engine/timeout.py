"""How long a command may take: asked to end when the time is over, killed if it goes on; starts no thread."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import NamedTuple

from gage.engine.process import Child
from gage.engine.signals import Signals
from gage.errors import GageError

_GRACE = 10.0
"""Seconds a command has to end in order after SIGTERM."""


class TimeoutValueError(GageError):
    """A text is no length of time that a command could take."""

    exit_code = 2


class Timeout(NamedTuple):
    """A length of time, in seconds and as it was written."""

    seconds: float
    text: str


def read_timeout(text: str) -> Timeout:
    """A length of time such as ``90``, ``10m`` or ``2 hours``. Raises TimeoutValueError."""
    from gage.where.fields import is_duration
    from gage.where.times import seconds

    stripped = text.strip()
    if not is_duration(stripped):
        raise TimeoutValueError(f'"{text}" is no length of time; write seconds, or a unit, as in 90, 10m or 2h')
    limit = Timeout(seconds(stripped), f"{stripped} s" if stripped[-1].isdecimal() else stripped)
    if limit.seconds <= 0:
        raise TimeoutValueError(f'"{text}" leaves the command no time; write more than 0')
    return limit


class Countdown:
    """The time that is left to a command that was just started; whoever waits for it looks from time to time."""

    def __init__(self, limit: Timeout, child: Child, signals: Signals, warn: Callable[[str], None]) -> None:
        self._limit = limit
        self._child = child
        self._signals = signals
        self._warn = warn
        self._end = time.monotonic() + limit.seconds
        self._was_asked = False

    def look(self) -> None:
        """Send SIGTERM once the time is over, and SIGKILL once the command had its chance to end."""
        if time.monotonic() < self._end:
            return
        self._end += _GRACE
        if self._was_asked:
            self._warn(f"the command is killed; it went on for {_GRACE:g} seconds after it was asked to end")
            self._child.kill()
        else:
            self._was_asked = True
            self._warn(f"the command is asked to end; its timeout of {self._limit.text} is over")
            self._signals.ask(signal.SIGTERM)
