"""What is left to do for a run whose engine was killed: end its command, and record it; the watchdog executes this."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from gage.engine.finalize import finalize
from gage.engine.live_run import LiveRun
from gage.engine.recorded_plan import recorded_plan
from gage.engine.signals import Signals
from gage.runs.process_identity import ProcessIdentity, decode
from gage.runs.store import RunStore

_GRACE = 10
"""Seconds a command has to end in order after SIGTERM."""

_LOOK = 0.05


def recover_run(runs_dir: str, run_id: str, command: str) -> None:
    """Give a deserted run its end. ``command`` is the line that identifies the process last at work for it, or empty.

    A run that was recorded as ended keeps its exit code; any other was terminated.
    """
    store = RunStore(Path(runs_dir))
    process = decode(command.encode())
    run = store.run(run_id)
    if run.record.is_sealed or "proc/owner" not in run.facts:
        # The engine was killed after its work for this run was done.
        return
    with Signals() as signals:
        ended_by = end_command(process) if process else None
        run = store.run(run_id)
        live = LiveRun(recorded_plan(run, os.environ), store, run_id, signals, lambda _event: None)
        live.journal.write("Gage was killed; its watchdog ends the run")
        live.files.recall()
        live.usage.recall(live.record)
        live.was_started = run.started is not None
        live.exit_code = run.exit_code if run.exit_code is not None else -(ended_by or signal.SIGKILL)
        if (run.record.directory / "output" / "50_finalize").exists():
            live.plan.commands.pop("finalize", None)
        finalize(live)


def end_command(process: ProcessIdentity) -> int | None:
    """End a command and all of its process group; the signal that did, or None where it had ended by itself."""
    if sys.platform == "win32" or not process.lives():
        return None
    _signal_group(process, signal.SIGTERM)
    for _ in range(int(_GRACE / _LOOK)):
        if not process.lives():
            # What it leaves in its group has had its chance, too.
            _signal_group(process, signal.SIGKILL)
            return signal.SIGTERM
        time.sleep(_LOOK)
    _signal_group(process, signal.SIGKILL)
    return signal.SIGKILL


def _signal_group(process: ProcessIdentity, signum: int) -> None:
    try:
        os.killpg(process.pid, signum)
    except (ProcessLookupError, PermissionError):
        # It ended a moment ago (macOS says "not permitted" of a group that only has a zombie).
        return
