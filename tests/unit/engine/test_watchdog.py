"""Whoever is killed with SIGKILL, no command goes on unknown and the run says how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.recover import recover_run
from gage.engine.signals import Signals
from gage.runs.process_identity import identify, process_lives
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.stop import StopError, request_stop
from gage.runs.store import RunStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and shells")

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="finds the watchdog in /proc")

Wait = Callable[[Callable[[], Any]], Any]

# A shell that is about to start a command may miss an interrupt, so it becomes the command.
PATIENT = "echo ready; exec sleep 600"
STUBBORN = "trap '' TERM INT; echo ready; while :; do sleep 0.05; done"


def live_run(project: Project, output: str = "output/40_run") -> Run | None:
    """The newest run once its command has printed something."""
    runs = RunStore(project.runs_dir).runs()
    return runs[0] if runs and runs[0].record.read(output) and "proc/lock" in runs[0].facts else None


def sealed(project: Project) -> Run | None:
    runs = RunStore(project.runs_dir).runs()
    return runs[0] if runs and runs[0].record.is_sealed else None


def watchdogs(pid: int) -> list[int]:
    """What a process has started to watch over it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(pid) for pid in children if b"gage-watchdog" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def kill_with_watchdog(engine: subprocess.Popen[bytes], wait_for: Wait) -> None:
    """Kill an engine and what watches over it, so that nobody is left to record anything."""
    (watchdog,) = wait_for(lambda: watchdogs(engine.pid))
    os.kill(watchdog, signal.SIGKILL)
    engine.kill()
    engine.wait()
    # Being killed takes a moment, in which it still counts as somebody who sees to the run.
    wait_for(lambda: not process_lives(watchdog))


def test_a_command_whose_engine_is_killed_is_ended_and_recorded(project: Project, wait_for: Wait) -> None:
    project.write(train_py="")
    write = "import json; json.dump({'metrics': {'loss': 0.5}}, open('summary.json', 'w'))"
    engine = project.start_engine({"exec": f'{sys.executable} -c "{write}"; sleep 600 & echo $! > pid; {PATIENT}'})
    run = wait_for(lambda: live_run(project))
    grandchild = int((run.run_dir / "pid").read_text())
    engine.kill()
    engine.wait()
    seen = ["running"]
    while not (ended := sealed(project)):
        status = run_status(project.newest)
        seen += [status] if status != seen[-1] else []
    assert seen in (["running"], ["running", "terminated"])
    assert run_status(ended) == "terminated"
    assert ended.exit_code in (-signal.SIGTERM, -signal.SIGKILL)
    assert ended.stopped is not None
    assert ended.summary.metrics == {"loss": 0.5}
    assert {line.split()[2] for line in project.member("manifest").splitlines()} == {"train.py", "pid", "summary.json"}
    assert project.member("output/40_run") == "ready\n"
    assert not process_lives(int(run.facts["proc/lock"]))
    wait_for(lambda: not process_lives(grandchild))
    assert "proc/owner" not in ended.facts


def test_the_command_for_the_end_of_a_run_has_its_turn_then_too(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": {"run": PATIENT, "finalize": "echo saved > saved.txt"}})
    wait_for(lambda: live_run(project))
    engine.kill()
    engine.wait()
    ended = wait_for(lambda: sealed(project))
    assert (ended.run_dir / "saved.txt").read_text() == "saved\n"
    assert run_status(ended) == "terminated"


def test_an_engine_killed_while_it_stages_leaves_a_terminated_run(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": {"stage-runtime": PATIENT, "run": "echo ran"}})
    run = wait_for(lambda: live_run(project, "output/20_runtime"))
    engine.kill()
    engine.wait()
    ended = wait_for(lambda: sealed(project))
    assert (run_status(ended), ended.started) == ("terminated", None)
    assert not process_lives(int(run.facts["proc/lock"]))


def test_an_engine_killed_at_the_very_end_leaves_the_end_it_recorded(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": {"run": "exit 3", "finalize": PATIENT}})
    wait_for(lambda: live_run(project, "output/50_finalize"))
    engine.kill()
    engine.wait()
    ended = wait_for(lambda: sealed(project))
    assert (run_status(ended), ended.exit_code) == ("error", 3)


def test_a_recovered_run_that_has_an_end_is_left_alone(project: Project) -> None:
    project.python("pass")
    before = project.newest.record.archive.read_bytes()
    recover_run(str(project.runs_dir), project.newest.id, "0", "")
    assert project.newest.record.archive.read_bytes() == before


@needs_proc
def test_no_watchdog_is_left_behind_by_a_run_that_ends_in_order(project: Project) -> None:
    project.python("pass")
    project.stage({"exec": "true"})
    assert watchdogs(os.getpid()) == []


@needs_proc
def test_an_engine_killed_between_commands_leaves_no_run_that_waits_for_ever(project: Project, wait_for: Wait) -> None:
    for number in range(3000):
        project.write(**{f"f{number}_txt": "x"})
    engine = project.start_engine({"exec": "true"})
    wait_for(lambda: list(project.runs_dir.glob("*.meta/proc/owner")))
    kill_with_watchdog(engine, wait_for)
    (run,) = RunStore(project.runs_dir).runs()
    assert run_status(run) in ("terminated", "completed")


def test_a_process_that_got_the_number_of_a_command_does_not_count(project: Project) -> None:
    project.stage({"exec": "true"})
    record = project.newest.record
    mine = identify(os.getpid())
    if mine.start is None:
        pytest.skip("the system does not tell when a process began")
    earlier = mine._replace(start=str(int(mine.start) - 1))
    for owner, process, status in (
        (earlier, earlier, "terminated"),
        (mine, earlier, "running"),
        (earlier, mine, "running"),
        (earlier._replace(host="elsewhere", boot="other"), earlier, "running"),
    ):
        record.write("proc/owner", owner.encode())
        record.write("proc/process", process.encode())
        record.write("proc/lock", str(process.pid).encode())
        assert run_status(project.newest) == status


@pytest.mark.parametrize(
    ("operation", "status"), [({"exec": "true"}, "completed"), ({"exec": "exit 2"}, "error"), (None, "staged")]
)
def test_a_run_that_is_not_running_cannot_be_stopped(
    project: Project, operation: dict[str, Any] | None, status: str
) -> None:
    project.run(operation) if operation else project.stage({"exec": "true"})
    with pytest.raises(StopError, match=f"is not running: it is {status}"):
        request_stop(project.newest)


def test_any_process_can_stop_a_run(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": PATIENT})
    wait_for(lambda: live_run(project))
    request_stop(project.newest)
    assert engine.wait() == 256 - signal.SIGINT
    assert (run_status(project.newest), project.newest.exit_code) == ("terminated", -signal.SIGINT)


def test_a_run_in_the_background_of_a_script_which_ignores_interrupts_can_be_stopped(
    project: Project, wait_for: Wait
) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        engine = project.start_engine({"exec": PATIENT})
    finally:
        signal.signal(signal.SIGINT, before)
    wait_for(lambda: live_run(project))
    request_stop(project.newest)
    assert engine.wait() == 256 - signal.SIGTERM
    assert run_status(project.newest) == "terminated"


def test_a_suspended_run_can_be_stopped(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": PATIENT})
    wait_for(lambda: live_run(project))
    engine.send_signal(signal.SIGSTOP)
    request_stop(project.newest)
    assert engine.wait() == 256 - signal.SIGINT
    assert run_status(project.newest) == "terminated"


def test_a_run_is_stopped_while_it_is_staged(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine({"exec": {"stage-runtime": PATIENT, "run": "echo ran"}})
    wait_for(lambda: live_run(project, "output/20_runtime"))
    request_stop(project.newest)
    assert engine.wait() == 256 - signal.SIGINT
    assert (run_status(project.newest), project.newest.started) == ("terminated", None)


def test_a_run_that_goes_on_is_killed_when_it_is_stopped_once_more(project: Project, wait_for: Wait) -> None:
    program = "import signal\nsignal.signal(2, lambda *_: print('no', flush=True))\nprint('ready', flush=True)\n"
    engine = project.start_engine(
        {"exec": [sys.executable, "-c", f"{program}while True:\n    __import__('time').sleep(1)"]}
    )
    wait_for(lambda: live_run(project))
    request_stop(project.newest)
    wait_for(lambda: "no" in project.member("output/40_run"))
    request_stop(project.newest)
    assert engine.wait() == 256 - signal.SIGKILL


def test_a_command_that_does_not_listen_to_the_watchdog_is_killed(
    project: Project, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gage.engine import recover

    monkeypatch.setattr(recover, "_GRACE", 0.2)
    with subprocess.Popen(["/bin/sh", "-c", STUBBORN], start_new_session=True, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        assert recover.end_command(identify(process.pid), Signals()) == signal.SIGKILL
        assert process.wait() == -signal.SIGKILL
    assert recover.end_command(identify(process.pid), Signals()) is None
