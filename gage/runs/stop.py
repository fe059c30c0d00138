"""Stops a run from any process: by a signal on its own machine, by a request in its record from any other.

Refuses what is not running.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

from gage.errors import GageError
from gage.runs.cancel import leave_request
from gage.runs.process_identity import ProcessIdentity
from gage.runs.run import Run
from gage.runs.status import command_of, living_processes, owner_of, run_status


class StopError(GageError):
    """A run that cannot be stopped."""


def request_stop(run: Run) -> None:
    """Ask a run to end as Ctrl-C asks where it was started; it is then recorded as terminated.

    This does not wait for the end. A run that is asked once more is killed. Raises StopError.
    """
    living = living_processes(run) if run.exit_code is None else []
    if not living:
        status = run_status(run)
        hint = "; only a run that is running can be stopped" if status in ("staged", "pending", "unknown") else ""
        raise StopError(f"run {run.name} is not running: it is {status}{hint}")
    owner = owner_of(run)
    if owner in living and (signum := _heeded_signal(owner)) and _sent(run, owner.pid, signum):
        return
    times = _requested(run)
    if living == [command_of(run)] and living[0].lives():
        # Whoever owned the run was killed, and what watched over that as well.
        _end_orphan(run, living[0], times)


def _requested(run: Run) -> int:
    """Leave a request where whoever works on the run looks every second, and say how many there are now."""
    try:
        return leave_request(run.record)
    except FileNotFoundError:
        raise StopError(f"run {run.name} ended a moment ago") from None
    except PermissionError:
        raise StopError(f"run {run.name} belongs to another user, who alone may stop it") from None
    except OSError as error:
        raise StopError(f"run {run.name} cannot be asked to stop: {error.strerror}") from None


def _end_orphan(run: Run, command: ProcessIdentity, times: int) -> None:
    if sys.platform == "win32":
        os.kill(command.pid, signal.SIGTERM)
    else:
        _sent(run, -command.pid, signal.SIGTERM if times < 2 else signal.SIGKILL)


def _sent(run: Run, pid: int, signum: int) -> bool:
    """Send a signal to a process, or, of a negative number, to a group; whether that was allowed."""
    try:
        os.kill(pid, signum)
        # One that was suspended, as by Ctrl-Z, heeds it only when it goes on.
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError:
        raise StopError(f"run {run.name} ended a moment ago") from None
    except PermissionError:
        return False
    return True


def _heeded_signal(process: ProcessIdentity) -> int | None:
    """A signal that asks a process of this machine to end; None where it heeds none, or nobody can tell."""
    if sys.platform == "win32" or not process.lives():
        return None
    ignored = _ignored(process.pid)
    return next((each for each in (signal.SIGINT, signal.SIGTERM) if not ignored >> (each - 1) & 1), None)


def _ignored(pid: int) -> int:
    """The signals that a process ignores, a bit each: all that a shell script puts in the background ignores SIGINT.

    All of them where the system does not tell (proc_pid_status(5)).
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
    except OSError:
        return -1
    ignored = re.search(r"^SigIgn:\s*([0-9a-f]+)", status, re.MULTILINE)
    return int(ignored[1], 16) if ignored else -1
