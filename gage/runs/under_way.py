"""Which processes work on a run; asks the operating system whether they live, and touches none."""

from __future__ import annotations

from gage.runs.process_identity import ProcessIdentity
from gage.runs.run import Run
from gage.runs.status import living_processes


def is_under_way(run: Run) -> bool:
    """Whether a process still works on a run, as it was read: before its command, beside it, or to record its end."""
    return bool(working_processes(run))


def working_processes(run: Run) -> list[ProcessIdentity]:
    """The living processes that work on a run; none of one whose record was packed since it was read."""
    living = living_processes(run)
    return [] if living and run.record.is_sealed else living
