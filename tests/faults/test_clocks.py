"""A clock that is set while a run goes on, and between runs: times stay in order, and durations are true."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

import pytest
from faults.conftest import INTERFERENCE, Project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

HOUR = 3_600
UNTIL_TOLD = "echo ready; while [ ! -e go ]; do sleep 0.01; done"
Set = Callable[[int], dict[str, str]]


@pytest.fixture
def clock(project: Project) -> Set:
    """Set the clock of all `gage` processes that have these settings, in seconds from the true time."""
    file = project.directory.parent / "clock"

    def set_clock(ahead: int) -> dict[str, str]:
        file.write_text(str(ahead))
        return {"PYTHONPATH": INTERFERENCE, "CLOCK": str(file)}

    return set_clock


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_clock_that_jumps_during_a_run(project: Project, clock: Set, jump: int) -> None:
    gage = project.write(op=UNTIL_TOLD).start("run", "op", "-y", **clock(0))
    project.has_printed("ready")
    clock(jump)
    assert project.run(**clock(jump))["status"] == "running"
    (project.run_dir / "go").touch()
    assert gage.wait() == 0
    run = project.run(**clock(jump))
    assert run["status"] == "completed"
    assert 0 < run["duration"] < HOUR / 2
    (made, staged, began, ended) = project.stamps(run["id"])
    assert made <= staged <= began <= ended
    project.nothing_is_left()


def test_a_clock_that_jumps_before_an_engine_is_killed(project: Project, clock: Set) -> None:
    """What ends the run then goes on with the run's own time."""
    gage = project.write(op=UNTIL_TOLD).start("run", "op", "-y", **clock(2 * HOUR))
    project.has_printed("ready")
    clock(0)
    gage.send_signal(signal.SIGKILL)
    gage.wait()
    project.nothing_is_left()
    run = project.run()
    assert run["status"] == "terminated"
    assert 0 < run["duration"] < HOUR / 2


def test_a_clock_that_jumps_between_staging_and_start(project: Project, clock: Set) -> None:
    project.write(op="echo ready")
    assert project.gage("run", "op", "--stage", "-y", **clock(HOUR)).returncode == 0
    staged = project.run()
    assert staged["status"] == "staged"
    assert project.gage("run", "--start", staged["id"], "-y", **clock(0)).returncode == 0
    (made, ready, began, ended) = project.stamps(staged["id"])
    assert made <= ready <= began <= ended
    assert 0 <= project.run()["duration"] < HOUR / 2


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_clock_that_jumps_between_runs(project: Project, clock: Set, jump: int) -> None:
    """Each has the time that the clock had when it was made, and what is said of one afterwards counts."""
    project.write(op="echo ready")
    assert project.gage("run", "op", "-y", **clock(0)).returncode == 0
    first = project.run(**clock(0))
    assert project.gage("label", "1", "--set", "first", "-y", **clock(0)).returncode == 0
    assert project.gage("run", "op", "-y", **clock(jump)).returncode == 0
    assert project.gage("label", first["id"], "--set", "second", "-y", **clock(jump)).returncode == 0
    runs = {run["id"]: run for run in project.runs(**clock(jump))}
    assert len(runs) == 2
    assert all(run["status"] == "completed" and 0 <= run["duration"] < HOUR / 2 for run in runs.values())
    assert runs[first["id"]]["label"] == "second"
    table = project.gage("list", **clock(jump)).stdout
    assert "-1" not in table
    project.nothing_is_left()
