"""Whether a run is pending, staged, running or how it ended; asks the operating system whether processes still live."""

from __future__ import annotations

from typing import Literal

from gage.runs.process_identity import ProcessIdentity, decode
from gage.runs.run import Run, whole_number

Status = Literal["pending", "staged", "running", "completed", "error", "terminated", "unknown"]


def run_status(run: Run) -> Status:
    """The status of a run as it was read; only the life of its processes is looked at now.

    The process that owns a run, which ``proc/owner`` names, gives it an end or, once it is staged, lets go of it; if it
    is killed, the process that ``proc/watchdog`` names does. A run that both left, and its command too, was terminated.
    """
    exit_code = run.exit_code
    if exit_code is not None:
        return exit_status(exit_code)
    if living_processes(run):
        # In the moment between the command's end and its record, only those live that see to it.
        return "running" if "proc/lock" in run.facts else _stage(run)
    if "proc/owner" in run.facts or "proc/lock" in run.facts:
        return _deserted(run)
    return _stage(run)


def exit_status(exit_code: int) -> Status:
    """What a recorded exit code means; a negative one is a signal."""
    if exit_code == 0:
        return "completed"
    return "terminated" if exit_code < 0 else "error"


def owner_of(run: Run) -> ProcessIdentity | None:
    """The process that sees the run to its end; None where none does, as for a run that waits to be started."""
    return decode(run.facts.get("proc/owner"))


def command_of(run: Run) -> ProcessIdentity | None:
    """The process of the command at work, which heads a process group; None where none is recorded.

    ``proc/lock`` has its number, and ``proc/process`` what tells it from later ones of that number.
    """
    lock, process = decode(run.facts.get("proc/lock")), decode(run.facts.get("proc/process"))
    return process if lock and process and process.pid == lock.pid else lock


def living_processes(run: Run) -> list[ProcessIdentity]:
    """Those that live of the processes that work on a run: its command, its owner, and the watchdog.

    One of another machine is taken at its word.
    """
    recorded = (command_of(run), owner_of(run), decode(run.facts.get("proc/watchdog")))
    return [process for process in recorded if process and process.lives() is not False]


def _stage(run: Run) -> Status:
    if "staged" in run.facts:
        return "staged"
    return "pending" if "initialized" in run.facts else "unknown"


def _deserted(run: Run) -> Status:
    """Nobody works on the run. What its owner recorded since the run was read counts, letting go of it included."""
    now = run.record.read_all(("proc/exit", "proc/owner", "proc/lock"))
    ended = whole_number(now.get("proc/exit"))
    if ended is not None:
        return exit_status(ended)
    return "terminated" if "proc/owner" in now or "proc/lock" in now else _stage(run)
