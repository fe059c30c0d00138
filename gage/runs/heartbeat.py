"""Whether somebody sees to a run whose processes cannot be asked after, by its claim, which is written again and again.

Trusts no clock alone: that of another machine may be wrong, and so may this one's.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from gage.runs.read_file import open_own
from gage.runs.record import Record

OWNER = "proc/owner"
"""The claim. Only one process can have written it, and while that sees to the run the file's time is its heartbeat."""

INTERVAL = 5
"""Seconds between heartbeats."""

BOUND = 120
"""Seconds after which a claim without a heartbeat is deserted: more than a file server takes to come back (90 in NFS,
in which nobody can write), and than machines are busy for.
"""

_CLOCK = ".clock"
_KEPT = 10
_offsets: dict[Path, tuple[float, float]] = {}
"""By runs directory: when its clock was asked, and what it was ahead of this machine's `time.monotonic` then."""


def beat(record: Record, claim: bytes) -> None:
    """Write the same claim again, which gives it the time of the machine that keeps the files; never makes one."""
    path = record.directory / OWNER
    try:
        with open_own(path, os.O_RDWR, made=0) as stream:
            stream.write(claim)
    except OSError:
        # A full disk may still take a time.
        with suppress(OSError):
            os.utime(path)


def is_fresh(record: Record) -> bool:
    """Whether a claim had a heartbeat lately. Where the clocks leave that open, it had."""
    try:
        # Opened, as network file systems give what they remember of a file that is not.
        with (record.directory / OWNER).open("rb") as stream:
            beaten = os.fstat(stream.fileno()).st_mtime
    except OSError:
        return False
    if abs(time.time() - beaten) <= BOUND:
        return True
    now = _clock_of(record.directory.parent)
    return now is None or now - beaten <= BOUND


def _clock_of(runs_dir: Path) -> float | None:
    """The clock of the machine that keeps a directory, by the time of a file; None where none can be written."""
    at, offset = _offsets.get(runs_dir, (0.0, 0.0))
    now = time.monotonic()
    if not at <= now < at + _KEPT or not at:
        try:
            # One file for good: a new one would change the directory, and so wake all who watch it.
            with open_own(runs_dir / _CLOCK, os.O_RDWR) as stream:
                stream.write(b".")
                os.fsync(stream.fileno())
                offset = os.fstat(stream.fileno()).st_mtime - now
        except OSError:
            return None
        _offsets[runs_dir] = now, offset
    return now + offset
