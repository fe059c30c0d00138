"""A runs directory that machines share, and numbers of processes that are given out again, one test a fault.

The other machine is one for all that Gage can see: a container has processes, and a name, of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from faults.conftest import INTERFERENCE, Project, wait_for

CONTAINER = ("unshare", "--pid", "--mount-proc", "--fork", "--kill-child", "--uts")
ELSEWHERE = (*CONTAINER, "sh", "-c", 'hostname elsewhere; exec "$@"', "sh")
HOUR = 3_600


def has_containers() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run([*CONTAINER, "true"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not has_containers(), reason="needs PID namespaces, which root may make"
)

PATIENT = "echo ready; exec sleep 600"
STUBBORN = "trap 'echo no' TERM INT; echo ready; while :; do sleep 0.05; done"


def age(project: Project, seconds: int) -> None:
    """Make the last heartbeat that long ago."""
    changed = (project.record / "proc/owner").stat().st_mtime - seconds
    os.utime(project.record / "proc/owner", (changed, changed))


@pytest.mark.slow
def test_a_run_of_another_machine_is_running(project: Project) -> None:
    project.write(op=PATIENT).start("run", "op", "-y", through=ELSEWHERE)
    project.has_printed("ready")
    assert b"elsewhere" in (project.record / "proc/owner").read_bytes()
    assert project.run()["status"] == "running"
    assert "is still running" in project.gage("delete", "1", "-y").stderr
    began = (project.record / "proc/owner").stat().st_mtime
    wait_for(lambda: (project.record / "proc/owner").stat().st_mtime > began)


def test_a_machine_that_went_down_with_its_runs(project: Project) -> None:
    machine = project.write(op=PATIENT).start("run", "op", "-y", through=ELSEWHERE)
    project.has_printed("ready")
    machine.kill()
    machine.wait()
    project.nothing_is_left()
    assert project.run()["status"] == "running"
    age(project, 150)
    assert project.run()["status"] == "terminated"
    stopped = project.gage("stop", "1")
    assert (stopped.returncode, "is not running: it is terminated" in stopped.stderr) == (1, True)
    assert project.gage("delete", "1", "-y").returncode == 0


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
def test_machines_whose_clocks_differ(project: Project, ahead: int) -> None:
    """The clock of the machine that keeps the files decides."""
    machine = project.write(op=PATIENT).start("run", "op", "-y", through=ELSEWHERE)
    project.has_printed("ready")
    clock = project.directory.parent / "clock"
    clock.write_text(str(ahead))
    settings = {"PYTHONPATH": INTERFERENCE, "CLOCK": str(clock)}
    assert project.run(**settings)["status"] == "running"
    machine.kill()
    machine.wait()
    age(project, 150)
    assert project.run(**settings)["status"] == "terminated"


def test_a_run_of_another_machine_is_stopped(project: Project) -> None:
    machine = project.write(op=PATIENT).start("run", "op", "-y", through=ELSEWHERE)
    project.has_printed("ready")
    assert project.gage("stop").stderr.startswith("gage: asked run ")
    assert machine.wait() == 254
    project.nothing_is_left()
    run = project.run()
    assert (run["status"], run["exit_code"], project.output(run)) == ("terminated", -signal.SIGINT, "ready\n")


def test_a_run_of_another_machine_that_does_not_end_is_killed_when_it_is_stopped_once_more(project: Project) -> None:
    machine = project.write(op=STUBBORN).start("run", "op", "-y", through=ELSEWHERE)
    project.has_printed("ready")
    project.gage("stop")
    project.has_printed("no")
    project.gage("stop")
    assert machine.wait() == 247
    project.nothing_is_left()
    assert project.run()["exit_code"] == -signal.SIGKILL


def test_a_number_of_a_process_that_is_given_out_again(project: Project) -> None:
    """A process that got the number of a run's engine, and one that got that of its command, are let alone."""
    program = Path(__file__).with_name("reused_numbers.sh")
    done = subprocess.run(
        [*CONTAINER, "sh", str(program)],
        cwd=project.write(op=PATIENT).directory,
        env=project.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["running", "terminated", "refused", "innocent lives"], done.stderr
    project.nothing_is_left()
