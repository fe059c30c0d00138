"""Requests to end a run, left in its record for whoever works on it to find; reaches it on any machine and system."""

from __future__ import annotations

import os

from gage.runs.process_identity import identify
from gage.runs.read_file import open_file, open_own
from gage.runs.record import Record

MARKER = "proc/cancel"
"""A line for each request, which says who asks; an empty file is one request, too."""

_MOST = 1 << 12


def leave_request(record: Record) -> int:
    """Ask for the end of a run, and say how often it was asked for with this. Raises OSError; the run may be over."""
    with open_own(record.directory / MARKER, os.O_WRONLY | os.O_APPEND) as stream:
        stream.write(identify(os.getpid()).encode() + b"\n")
    return len(requests(record))


def requests(record: Record) -> list[str]:
    """Who asked for the end of a run, as they left it; the first of all first."""
    try:
        with open_file(record.directory / MARKER) as stream:
            return stream.read(_MOST).decode("utf-8", "replace").splitlines() or [""]
    except OSError:
        return []
