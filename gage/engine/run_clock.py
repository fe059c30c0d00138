"""The time of one run: it begins by the wall clock, and goes on by a clock that nobody sets."""

from __future__ import annotations

import sys
import time

from gage.runs.record import Record
from gage.runs.run import whole_number

_STAMPS = ("initialized", "staged", "started", "stopped")


class RunClock:
    """Tells the times of a run: none is before one that it has, and durations are true, whatever is done to the clock.

    ``ahead_ns`` is what the wall clock was ahead of the steady one, as the process that began with the run had it.
    """

    def __init__(self, record: Record, ahead_ns: int | None = None) -> None:
        stamps = [whole_number(stamp) or 0 for stamp in record.read_all(_STAMPS).values()]
        self.ahead_ns = time.time_ns() - _steady_ns() if ahead_ns is None else ahead_ns
        self.ahead_ns = max(self.ahead_ns, max(stamps, default=0) * 1000 - _steady_ns())

    def timestamp(self) -> bytes:
        """Now, as the members for times have it: decimal microseconds since the epoch."""
        return str((_steady_ns() + self.ahead_ns) // 1000).encode()


def _steady_ns() -> int:
    """Nanoseconds of a clock that all processes share, and that goes on while the machine sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) if sys.platform == "darwin" else time.monotonic_ns()
