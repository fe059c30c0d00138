"""The claim of this process on a run: kept alive by a heartbeat, and open to requests to end the run."""

from __future__ import annotations

import threading
import time

from gage.engine.journal import Journal
from gage.engine.signals import Signals
from gage.runs import heartbeat
from gage.runs.cancel import requests
from gage.runs.record import Record

_LOOK = 1
"""Seconds between looks for requests."""


class Claim:
    """Keeps the claim on a run that this process has taken, from here to ``let_go``.

    A thread does, so that copying files or a command that takes long leave it alone. ``heeded`` is how many requests
    to end the run others saw to before.
    """

    def __init__(self, record: Record, signals: Signals, journal: Journal, heeded: int = 0) -> None:
        self._record = record
        self._signals = signals
        self._journal = journal
        self._heeded = heeded
        self._line = record.read(heartbeat.OWNER) or b""
        self._lock = threading.Lock()
        self._is_over = False
        threading.Thread(target=self._keep, name="claim", daemon=True).start()

    def let_go(self) -> None:
        """End the heartbeat: no other is under way, and none follows."""
        with self._lock:
            self._is_over = True

    def _keep(self) -> None:
        looks = 0
        while True:
            # Unlike waiting for an event, it never depends on the wall clock (Python 3.10 does there).
            time.sleep(_LOOK)
            looks += 1
            with self._lock:
                if self._is_over:
                    return
                if looks * _LOOK % heartbeat.INTERVAL == 0:
                    heartbeat.beat(self._record, self._line)
                self._heed_requests()

    def _heed_requests(self) -> None:
        for asker in (found := requests(self._record))[self._heeded :]:
            self._journal.write(f"Ending the run, which was asked for in proc/cancel by {asker or 'someone'}")
            self._signals.interrupt()
        self._heeded = max(self._heeded, len(found))
