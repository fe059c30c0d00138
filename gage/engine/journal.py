"""The member ``log/runner``: what the engine did to a run, a line each, for people who wonder later."""

from __future__ import annotations

import time

from gage.runs.record import Record
from gage.verbose import inform


class Journal:
    """Appends ``YYYY-MM-DDTHH:MM:SS±HHMM MESSAGE`` in local time, and tells it; says nothing when the disk is full."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def write(self, message: str) -> None:
        """Add a line; line breaks in the message become spaces."""
        inform("%s", message)
        line = f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {' '.join(message.splitlines())}\n"
        try:
            self._record.append("log/runner", line.encode("utf-8", "backslashreplace"))
        except OSError:
            # The account of a run is not worth the run.
            return
