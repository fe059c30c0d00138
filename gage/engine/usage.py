"""What a run took: the seconds of each phase, and the processor time and memory of its commands; estimates nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gage.engine.process import Used
from gage.runs.provenance import USAGE, read_phases
from gage.runs.record import Record


class Usage:
    """The figures of one run, by phase; those of a phase with several parts are added up."""

    def __init__(self) -> None:
        self.phases: dict[str, dict[str, float]] = {}

    @contextmanager
    def timed(self, phase: str) -> Iterator[None]:
        """Count the time until the block is left as that of a phase."""
        began = time.monotonic()
        try:
            yield
        finally:
            figures = self.phases.setdefault(phase, {})
            figures["seconds"] = round(figures.get("seconds", 0.0) + time.monotonic() - began, 6)

    def add(self, phase: str, used: Used | None) -> None:
        """Count what the command of a phase used, where the system tells."""
        if used:
            self.phases.setdefault(phase, {}).update(used._asdict())

    def recall(self, record: Record) -> None:
        """Take over what was recorded when the run was staged."""
        self.phases = {**read_phases(record.read(USAGE)), **self.phases}

    def encode(self) -> bytes:
        """The member ``proc/usage.json``."""
        return json.dumps(self.phases).encode()
