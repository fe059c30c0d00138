"""Runs that begin at the same moment, one test a fault: each is a run of its own, and nobody runs another's."""

from __future__ import annotations

import sys

import pytest
from faults.conftest import INTERFERENCE, Project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def test_runs_that_are_made_in_the_same_millisecond(project: Project) -> None:
    project.write(op="echo $RUN_ID")
    standing = {"PYTHONPATH": INTERFERENCE, "MILLISECOND": "1700000000000"}
    started = [project.start("run", "op", "-y", **standing) for _ in range(8)]
    assert [each.wait() for each in started] == [0] * 8
    project.nothing_is_left()
    runs = project.runs()
    assert {run["id"][:13] for run in runs} == {"018bcfe5-6800"}
    assert len({run["name"] for run in runs}) == 8
    assert [(run["status"], project.output(run)) for run in runs] == [("completed", f"{run['id']}\n") for run in runs]


@pytest.mark.slow
def test_a_hundred_runs_at_once(project: Project) -> None:
    project.write(op="echo $RUN_ID > mine; cat mine; exit 2")
    started = [project.start("run", "op", "-y") for _ in range(100)]
    assert {each.wait() for each in started} == {2}
    project.nothing_is_left()
    runs = project.runs()
    assert len({run["id"] for run in runs}) == 100
    assert {(run["status"], run["exit_code"]) for run in runs} == {("error", 2)}
    assert [(project.runs_dir / run["id"] / "mine").read_text() for run in runs] == [f"{run['id']}\n" for run in runs]


def test_a_staged_run_that_many_start_at_once(project: Project) -> None:
    """One of them does; the others are refused and say why."""
    project.write(op="echo ran >> ran.txt; sleep 0.5")
    assert project.gage("run", "op", "--stage", "-y").returncode == 0
    staged = project.run()
    started = [project.start("run", "--start", staged["id"], "-y") for _ in range(16)]
    assert sorted(each.wait() for each in started) == [0] + [1] * 15
    project.nothing_is_left()
    assert (project.runs_dir / staged["id"] / "ran.txt").read_text() == "ran\n"
    assert project.run()["status"] == "completed"
    refused = [line for line in project.log.splitlines() if line.startswith(f"gage: run {staged['name']} ")]
    reasons = {line.removeprefix(f"gage: run {staged['name']} ") for line in refused}
    assert reasons <= {
        "completed",
        "is being started by another process",
        "was started by another process, and has ended",
        'has the status "running"; only a staged run can be started',
        'has the status "completed"; only a staged run can be started',
    }
    assert len(refused) == 16
