"""What happens to the processes of a run, one test a fault.

After each, every run lists with a true status, nothing written before is lost, no process is left behind, and the exit
code says what happened.
"""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from faults.conftest import INTERFERENCE, Project, wait_for

from gage.runs.record import Record

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

WRITES = 'echo \'{"attributes": {"loss": 0.5}}\' > summary.json; echo saved > model.txt; echo ready'
# A shell that is about to start a command may miss an interrupt, so it becomes the command.
PATIENT = f"{WRITES}; exec sleep 600"
UNTIL_TOLD = f"{WRITES}; while [ ! -e go ]; do sleep 0.01; done; exit 3"
STUBBORN = f"trap '' TERM INT; {WRITES}; while :; do sleep 0.05; done"


def is_whole(project: Project, exit_code: int, status: str = "terminated", files: tuple[str, ...] = ()) -> None:
    """The run ended like that, with all that it wrote before."""
    project.nothing_is_left()
    run = project.run()
    assert (run["status"], run["exit_code"]) == (status, exit_code)
    assert run["started"] <= run["stopped"]
    assert project.output(run) == "ready\n"
    assert run["attributes"] == {"loss": 0.5}
    assert (Path(run["run_dir"]) / "model.txt").read_text() == "saved\n"
    assert {file["path"] for file in project.show(run)["files"]} == {"gage.json", "model.txt", "summary.json", *files}


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal(project: Project, signum: int) -> None:
    gage = project.write(op=PATIENT).start("run", "op", "-y")
    project.has_printed("ready")
    assert project.run()["status"] == "running"
    gage.send_signal(signum)
    assert gage.wait() == 256 - signum
    is_whole(project, -signum)


def test_a_terminal_that_is_closed(project: Project) -> None:
    master, terminal = pty.openpty()
    # The first terminal that the leader of a session opens controls it.
    opens = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(terminal)]
    command = [*opens, sys.executable, "-m", "gage", "run", "op", "-y"]
    project.write(op=PATIENT)
    gage = subprocess.Popen(command, cwd=project.directory, env=project.environ(), start_new_session=True)
    project.started.append(gage)
    shown = b""
    while b"ready" not in shown:
        shown += os.read(master, 1024)
    os.close(terminal)
    os.close(master)
    assert gage.wait() == 256 - signal.SIGHUP
    is_whole(project, -signal.SIGHUP)


def test_a_killed_command(project: Project) -> None:
    gage = project.write(op=PATIENT).start("run", "op", "-y")
    project.has_printed("ready")
    os.kill(project.pid(), signal.SIGKILL)
    assert gage.wait() == 256 - signal.SIGKILL
    is_whole(project, -signal.SIGKILL)


def test_a_killed_parent_of_gage(project: Project) -> None:
    """Nobody asked the run to end, so it goes on to its own."""
    parent = project.write(op=UNTIL_TOLD).start("run", "op", "-y", through=("sh", "-c", '"$@"; true', "sh"))
    project.has_printed("ready")
    parent.kill()
    parent.wait()
    assert project.run()["status"] == "running"
    (project.run_dir / "go").touch()
    is_whole(project, 3, "error", files=("go",))


def test_a_killed_engine(project: Project) -> None:
    gage = project.write(op=PATIENT).start("run", "op", "-y")
    project.has_printed("ready")
    gage.kill()
    assert gage.wait() == -signal.SIGKILL
    assert project.run()["status"] in ("running", "terminated")
    is_whole(project, -signal.SIGTERM)


def test_a_killed_engine_whose_command_does_not_end_when_it_is_asked(project: Project) -> None:
    """It has ten seconds, or until somebody stops the run."""
    # The shell says that its sleep was terminated, which nobody hears any more.
    asked = "trap '' PIPE; trap 'touch asked' TERM"
    gage = project.write(op=f"{asked}; {WRITES}; while :; do sleep 0.05; done").start("run", "op", "-y")
    project.has_printed("ready")
    gage.kill()
    gage.wait()
    wait_for((project.run_dir / "asked").exists)
    assert project.gage("stop").returncode == 0
    is_whole(project, -signal.SIGKILL, files=("asked",))
    record = Record(project.runs_dir, project.run()["id"])
    assert b"Ending the run, which was asked for in proc/cancel by" in (record.read("log/runner") or b"")


@pytest.mark.parametrize(
    ("moment", "statuses"),
    [
        (".meta", []),
        ("proc/watchdog", ["terminated"]),
        ("staged", ["terminated"]),
        ("started", ["terminated"]),
        ("the command", ["terminated"]),
        ("its start", ["terminated"]),
        ("proc/process", ["terminated"]),
        ("proc/lock", ["terminated"]),
        ("proc/exit", ["completed"]),
        ("summary.json", ["completed"]),
        ("stopped", ["completed"]),
        ("manifest", ["terminated"]),
        (".meta.zip", ["completed"]),
    ],
)
def test_an_engine_that_is_killed_at_any_moment(project: Project, moment: str, statuses: list[str]) -> None:
    """No command outlives it, not even one that was started a moment before, and no look sees what is not so."""
    project.write(op=WRITES if moment in ("proc/exit", "summary.json", "stopped", ".meta.zip") else PATIENT)
    gage = project.start("run", "op", "-y", PYTHONPATH=INTERFERENCE, KILLED_AT=moment)
    seen = project.statuses_until_nothing_is_left()
    assert gage.wait() == -signal.SIGKILL
    assert seen == [each for each in ("pending", "staged", "running", *statuses) if each in seen]
    assert [run["status"] for run in project.runs()] == statuses
    assert project.write(op="echo again").gage("run", "op", "-y").returncode == 0
    assert [run["status"] for run in project.runs()] == ["completed", *statuses]
    assert not list(project.runs_dir.glob("*.meta")), "every record is packed"


def test_a_killed_engine_and_watchdog(project: Project) -> None:
    """Nobody is left to record the end: the command counts as running while it does, and can be stopped, then killed."""
    gage = project.write(op=STUBBORN).start("run", "op", "-y")
    project.has_printed("ready")
    command = project.pid()
    os.kill(project.pid("proc/watchdog"), signal.SIGKILL)
    gage.kill()
    gage.wait()
    wait_for(lambda: set(project.processes()) == {command, *project.children(command)})
    assert project.run()["status"] == "running"
    assert project.gage("stop").returncode == 0
    assert project.run()["status"] == "running"
    assert project.gage("stop").returncode == 0
    project.nothing_is_left()
    assert project.run()["status"] == "terminated"
    assert project.output(project.run()) == "ready\n"
