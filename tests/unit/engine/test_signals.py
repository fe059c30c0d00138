"""Real signals to real processes: whoever is stopped, the run says how it ended."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.events import Output
from gage.runs.process_identity import process_lives
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.store import RunStore

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX signals")

Wait = Callable[[Callable[[], Any]], Any]

PATIENT = [sys.executable, "-c", "import time\nprint('ready', flush=True)\ntime.sleep(600)"]


def live_run(project: Project, output: str = "output/40_run") -> Run | None:
    """The newest run once its command has printed something."""
    runs = RunStore(project.runs_dir).runs()
    return runs[0] if runs and runs[0].record.read(output) and "proc/lock" in runs[0].facts else None


def test_a_signal_reaches_the_whole_group(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": "sleep 600 & echo $! > pid; echo ready; wait; exit 0"})
    wait_for(lambda: live_run(project))
    grandchild = int((project.newest.run_dir / "pid").read_text())
    engine.send_signal(signal.SIGTERM)
    assert engine.wait() == 256 - signal.SIGTERM
    wait_for(lambda: not process_lives(grandchild))


def test_a_command_that_ends_in_order_when_asked_is_still_terminated(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": "trap 'echo saved; kill $!; exit 0' INT; sleep 600 & echo ready; wait"})
    wait_for(lambda: live_run(project))
    engine.send_signal(signal.SIGINT)
    assert engine.wait() == 254
    assert project.member("output/40_run") == "ready\nsaved\n"
    assert (run_status(project.newest), project.newest.exit_code) == ("terminated", -2)


def test_a_second_signal_kills_a_command_that_does_not_listen(project: Project, wait_for: Wait) -> None:
    program = "import signal, time\nsignal.signal(2, lambda *_: print('no', flush=True))\nprint('ready', flush=True)\n"
    engine = project.start_engine({"exec": [sys.executable, "-c", f"{program}while True: time.sleep(1)"]})
    wait_for(lambda: live_run(project))
    engine.send_signal(signal.SIGINT)
    wait_for(lambda: "no" in project.member("output/40_run"))
    engine.send_signal(signal.SIGINT)
    assert engine.wait() == 256 - signal.SIGKILL
    assert project.newest.exit_code == -9


@pytest.mark.parametrize("phase", ["stage-sourcecode", "stage-runtime", "finalize"])
def test_a_signal_during_any_command_leaves_a_finalised_terminated_run(
    project: Project, wait_for: Wait, phase: str
) -> None:
    engine = project.start_engine({"exec": {phase: "echo ready; exec sleep 600", "run": "echo ran"}})
    names = {"stage-sourcecode": "10_sourcecode", "stage-runtime": "20_runtime", "finalize": "50_finalize"}
    wait_for(lambda: live_run(project, f"output/{names[phase]}"))
    engine.send_signal(signal.SIGINT)
    assert engine.wait() == 254
    assert run_status(project.newest) == "terminated"
    assert project.newest.stopped is not None
    assert project.newest.record.archive.exists()


def test_a_signal_while_files_are_copied_leaves_a_finalised_terminated_run(project: Project, wait_for: Wait) -> None:
    for number in range(400):
        project.write(**{f"f{number}_txt": "x" * 1000})
    engine = project.start_engine({"exec": PATIENT})
    wait_for(lambda: list(project.runs_dir.glob("*.meta")))
    engine.send_signal(signal.SIGTERM)
    assert engine.wait() == 256 - signal.SIGTERM
    assert (run_status(project.newest), project.newest.exit_code) == ("terminated", -15)


def test_an_ignored_hangup_stays_ignored(project: Project, wait_for: Wait) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        engine = project.start_engine({"exec": "echo ready; while [ ! -e go ]; do sleep 0.01; done"})
    finally:
        signal.signal(signal.SIGHUP, before)
    run = wait_for(lambda: live_run(project))
    engine.send_signal(signal.SIGHUP)
    (run.run_dir / "go").touch()
    assert engine.wait() == 0


def test_a_run_is_never_seen_in_a_state_it_was_not_in(project: Project) -> None:
    """A reader that looks all the time sees the states in their order and no other, the end included."""
    engine = project.start_engine({"exec": {"run": "echo hi; sleep 0.05", "finalize": "echo bye"}})
    seen = ["none"]
    while engine.poll() is None:
        for run in RunStore(project.runs_dir).runs():
            status = run_status(run)
            if status != seen[-1]:
                seen.append(status)
    assert [status for status in ("none", "pending", "staged", "running", "completed") if status in seen] == seen


def test_signal_handlers_are_given_back(project: Project) -> None:
    before = [signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    project.python("print(1)")
    assert [signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
    assert any(isinstance(event, Output) for event in project.events)
