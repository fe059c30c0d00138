"""Stops a run from any process of its machine, by a signal to the process that owns it; refuses what is not running."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

from gage.errors import GageError
from gage.runs.process_identity import ProcessIdentity
from gage.runs.run import Run
from gage.runs.status import command_of, owner_of, run_status


class StopError(GageError):
    """A run that cannot be stopped, or not from here."""


def request_stop(run: Run) -> None:
    """Ask a run to end as Ctrl-C asks where it was started; it is then recorded as terminated.

    This does not wait for the end. A run that is asked once more is killed. Raises StopError.
    """
    owner, command = owner_of(run), command_of(run)
    if run.exit_code is None:
        for process in (owner, command):
            if process and process.lives() is None:
                raise StopError(f"run {run.name} runs on {process.host}, not on this machine; stop it there")
        if owner and owner.lives():
            return _send(run, owner)
        if command and command.lives():
            # Whoever owned the run was killed, and what watched over that as well.
            return _send(run, command, to_group=True)
    status = run_status(run)
    if status == "running":
        raise StopError(f"run {run.name} is being ended already: its gage was killed")
    hint = "; only a run that is running can be stopped" if status in ("staged", "pending", "unknown") else ""
    raise StopError(f"run {run.name} is not running: it is {status}{hint}")


def _send(run: Run, process: ProcessIdentity, to_group: bool = False) -> None:
    if sys.platform == "win32":
        raise StopError(f"run {run.name} cannot be stopped by another program on Windows; press Ctrl-C where it runs")
    signum = signal.SIGTERM if to_group or _ignores_interrupts(process.pid) else signal.SIGINT
    send = os.killpg if to_group else os.kill
    try:
        send(process.pid, signum)
        # One that was suspended, as by Ctrl-Z, heeds it only when it goes on.
        send(process.pid, signal.SIGCONT)
    except ProcessLookupError:
        raise StopError(f"run {run.name} ended a moment ago") from None
    except PermissionError:
        raise StopError(f"run {run.name} belongs to another user, who alone may stop it") from None


def _ignores_interrupts(pid: int) -> bool:
    """Whether a process ignores SIGINT, as all that a shell script puts in the background does (proc_pid_status(5))."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
    except OSError:
        return False
    ignored = re.search(r"^SigIgn:\s*([0-9a-f]+)", status, re.MULTILINE)
    return bool(ignored and int(ignored[1], 16) >> (signal.SIGINT - 1) & 1)
