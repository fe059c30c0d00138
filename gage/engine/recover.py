"""What is left to do for a run whose engine was killed: end its command, and record it; the watchdog executes this."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from gage.engine.claim import Claim
from gage.engine.finalize import finalize
from gage.engine.journal import Journal
from gage.engine.live_run import LiveRun
from gage.engine.recorded_plan import recorded_plan
from gage.engine.run_clock import RunClock
from gage.engine.signals import Signals
from gage.engine.strays import strays
from gage.engine.watchdog import ENDED, EXPECTED
from gage.runs.cancel import requests
from gage.runs.heartbeat import OWNER
from gage.runs.packing import pack_if_left
from gage.runs.process_identity import ProcessIdentity, decode
from gage.runs.store import RunStore

_GRACE = 10
"""Seconds a command has to end in order after SIGTERM."""

_LOOK = 0.05


def recover_run(runs_dir: str, run_id: str, ahead_ns: str, command: str) -> None:
    """Give a deserted run its end.

    ``ahead_ns`` is that of the run's clock; ``command`` is what the watchdog was told last of the command at work, or
    empty. A run whose command has ended keeps its exit code; any other was terminated.
    """
    store = RunStore(Path(runs_dir))
    run = store.run(run_id)
    if run.record.is_sealed or OWNER not in run.facts:
        # The engine was killed after its work for this run was done, but for packing perhaps.
        with suppress(OSError):
            pack_if_left(run.record)
        return
    with Signals() as signals:
        claim = Claim(run.record, signals, Journal(run.record), heeded=len(requests(run.record)))
        ended_by = [end_command(process, signals) for process in _commands(run_id, command)]
        run = store.run(run_id)
        live = LiveRun(recorded_plan(run, os.environ), store, run_id, signals, lambda _event: None)
        live.clock = RunClock(run.record, int(ahead_ns))
        live.claim = claim
        live.journal.write("Gage was killed; its watchdog ends the run")
        live.files.recall()
        live.usage.recall(live.record)
        live.was_started = run.started is not None
        codes = (run.exit_code, _exit_code(command), -next(filter(None, ended_by), signal.SIGKILL))
        live.exit_code = next(code for code in codes if code is not None)
        if (run.record.directory / "output" / "50_finalize").exists():
            live.plan.commands.pop("finalize", None)
        finalize(live)


def _exit_code(command: str) -> int | None:
    word, _, code = command.partition(" ")
    return int(code) if word == ENDED.decode() else None


def _commands(run_id: str, command: str) -> list[ProcessIdentity]:
    if command == EXPECTED.decode():
        return strays(run_id)
    process = decode(command.encode())
    return [process] if process else []


def end_command(process: ProcessIdentity, signals: Signals) -> int | None:
    """End a command and all of its process group; the signal that did, or None where it had ended by itself.

    Once somebody asks for the end of the run, it has no more time.
    """
    if sys.platform == "win32" or not process.lives():
        return None
    _signal_group(process, signal.SIGTERM)
    for _ in range(int(_GRACE / _LOOK)):
        if not process.lives():
            # What it leaves in its group has had its chance, too.
            _signal_group(process, signal.SIGKILL)
            return signal.SIGTERM
        if signals.take() is not None:
            break
        time.sleep(_LOOK)
    _signal_group(process, signal.SIGKILL)
    return signal.SIGKILL


def _signal_group(process: ProcessIdentity, signum: int) -> None:
    try:
        os.killpg(process.pid, signum)
    except (ProcessLookupError, PermissionError):
        # It ended a moment ago (macOS says "not permitted" of a group that only has a zombie).
        return
