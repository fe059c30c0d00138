"""Which processes work on a run; asks the operating system whether they live, and touches none."""

from __future__ import annotations

from gage.runs.run import Run, whole_number
from gage.runs.status import process_lives

__all__ = ["is_under_way", "process_lives", "working_processes"]


def is_under_way(run: Run) -> bool:
    """Whether a process still works on a run, as it was read: before its command, beside it, or to record its end."""
    return bool(working_processes(run))


def working_processes(run: Run) -> list[int]:
    """The numbers of the living processes that work on a run: its command, and the one that sees it to its end."""
    if "proc/lock" not in run.facts and "proc/owner" not in run.facts:
        return []
    numbers = (whole_number(run.facts.get(member)) for member in ("proc/lock", "proc/owner"))
    living = [number for number in numbers if number is not None and process_lives(number)]
    return [] if run.record.is_sealed else living
