"""Somebody removes the runs directory, or a part of it, under a run: its command goes on, and nothing is made anew."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from faults.conftest import Project, wait_for

WAITS = "echo ready; until [ -e $PROJECT_DIR/go ]; do sleep 0.05; done; echo done; exit 3"


def _remove(directory: Path) -> None:
    """Remove a directory in which the run is still writing."""

    def is_gone() -> bool:
        with suppress(OSError):  # something new was there before the directory itself was removed
            shutil.rmtree(directory)
        return not directory.exists()

    wait_for(is_gone)


@pytest.mark.parametrize("what", ["the runs directory", "the record"])
def test_a_record_that_vanishes(project: Project, what: str) -> None:
    gage = project.write(op=WAITS).start("run", "op", "-y")
    project.has_printed("ready")
    wait_for(lambda: list(project.runs_dir.glob("*.meta/proc/lock")))
    _remove(project.runs_dir if what == "the runs directory" else project.record)
    (project.directory / "go").touch()
    assert gage.wait() == 3
    assert "gage: the record of the run is gone, so its end is not recorded\n" in project.log
    assert not list(project.runs_dir.glob("*.meta*"))
    project.nothing_is_left()


def test_a_run_directory_that_vanishes(project: Project) -> None:
    gage = project.write(op=WAITS).start("run", "op", "-y")
    project.has_printed("ready")
    wait_for(lambda: list(project.runs_dir.glob("*.meta/proc/lock")))
    _remove(project.run_dir)
    (project.directory / "go").touch()
    assert gage.wait() == 3
    run = project.run()
    assert (run["status"], run["exit_code"]) == ("error", 3)
    assert project.output(run) == "ready\ndone\n"
    project.nothing_is_left()
