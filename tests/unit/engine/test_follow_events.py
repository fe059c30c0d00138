"""Event files are followed while their run goes on, and the end of the run sees that all of it is true."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tensorboardX import SummaryWriter
from unit.engine.sample_project import Project
from unit.engine.test_output_metrics import followers, newest, sealed

from gage.engine.collect_metrics import _merged
from gage.engine.event_files_look import EventFilesLook
from gage.runs.run import Run
from gage.runs.series import Point, read_series, rolled_up
from gage.runs.status import run_status

Wait = Callable[[Callable[[], Any]], Any]

BEGIN = """
import os, sys, time
from tensorboardX import SummaryWriter
def goes_on(name):
    while not os.path.exists(os.path.join(os.environ["PROJECT_DIR"], name)): time.sleep(0.01)
train = SummaryWriter("logs/train", flush_secs=0)
for step in range(3):
    train.add_scalar("loss", 1 / 2**step, step)
goes_on("val")
val = SummaryWriter("logs/val", flush_secs=0)
val.add_scalar("loss", 9.0, 0)
train.add_scalar("loss", 0.125, 3)
goes_on("end")
train.add_scalar("acc", 0.5, 3)
train.close()
val.close()
"""
AT_THE_END = {"acc": [0.5], "train/loss": [1.0, 0.5, 0.25, 0.125], "val/loss": [9.0]}


def values(run: Run | None) -> dict[str, list[float | None]]:
    return {name: [point.value for point in points] for name, points in sorted(read_series(run).items())} if run else {}


def let_go_on(project: Project, name: str) -> None:
    (project.directory / name).touch()


def operation(program: str, **keys: Any) -> dict[str, Any]:
    return {"exec": [sys.executable, "-c", program], "sourcecode": False, **keys}


@pytest.mark.parametrize("keys", [{}, {"output-metrics": True}], ids=["alone", "beside the output"])
def test_what_is_written_shows_while_the_run_goes_on(project: Project, wait_for: Wait, keys: dict[str, Any]) -> None:
    engine = project.start_engine(operation(BEGIN, **keys))
    wait_for(lambda: values(newest(project)) == {"loss": [1.0, 0.5, 0.25]})
    run = wait_for(lambda: (now := newest(project)) and now.summary.metrics and now)
    assert (run_status(run), run.summary.metrics) == ("running", {"loss": 0.25})
    assert (rolled_up(run)["loss"].points, rolled_up(run)["loss"].step) == (3, 2)
    # Another directory has a metric of that name: from now on theirs comes before it.
    let_go_on(project, "val")
    longer = {"loss": [1.0, 0.5, 0.25], "train/loss": [0.125], "val/loss": [9.0]}
    wait_for(lambda: values(newest(project)) == longer)
    let_go_on(project, "end")
    assert engine.wait() == 0
    assert values(newest(project)) == AT_THE_END
    assert project.newest.summary.metrics == {"acc": 0.5, "train/loss": 0.125, "val/loss": 9.0}
    wait_for(lambda: not followers(project))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("whom", ["command", "engine"])
def test_what_was_followed_survives_a_kill(project: Project, wait_for: Wait, whom: str) -> None:
    engine = project.start_engine(operation(BEGIN))
    run = wait_for(lambda: (now := newest(project)) and len(values(now).get("loss", ())) == 3 and now)
    os.kill(int(run.facts["proc/lock"]) if whom == "command" else engine.pid, signal.SIGKILL)
    engine.wait()
    assert values(wait_for(lambda: sealed(project))) == {"loss": [1.0, 0.5, 0.25]}
    wait_for(lambda: not followers(project))


def test_what_a_command_deletes_again_stays_in_the_series(project: Project, wait_for: Wait) -> None:
    program = BEGIN.partition("val =")[0] + "train.close()\nimport shutil; shutil.rmtree('logs')"
    engine = project.start_engine(operation(program))
    wait_for(lambda: values(newest(project)) == {"loss": [1.0, 0.5, 0.25]})
    let_go_on(project, "val")
    assert engine.wait() == 0
    assert values(newest(project)) == {"loss": [1.0, 0.5, 0.25]}


def test_metrics_that_are_printed_count_before_those_of_event_files(project: Project, wait_for: Wait) -> None:
    program = "print('loss: 7', flush=True)\n" + BEGIN
    engine = project.start_engine(operation(program, **{"output-metrics": True}))
    let_go_on(project, "val")
    wait_for(lambda: "val/loss" in values(newest(project)))
    let_go_on(project, "end")
    assert engine.wait() == 0
    found = values(newest(project))
    assert found.pop("loss") == [7.0]
    assert found == AT_THE_END


def test_no_process_follows_a_run_without_event_files(project: Project, wait_for: Wait) -> None:
    engine = project.start_engine(
        operation("import os, time\n" + BEGIN[BEGIN.index("def") : BEGIN.index("train")] + "goes_on('end')")
    )
    run = wait_for(lambda: (now := newest(project)) and "proc/lock" in now.facts and now)
    enough = time.monotonic() + 2  # for some looks
    wait_for(lambda: time.monotonic() > enough)
    assert (followers(project), values(run)) == ([], {})
    let_go_on(project, "end")
    assert engine.wait() == 0


class TestLook:
    """Which event files there are."""

    def test_files_are_found_wherever_they_come(self, tmp_path: Path) -> None:
        look = EventFilesLook(tmp_path, {"old.tfevents.1"})
        (tmp_path / "old.tfevents.1").touch()
        look.look()
        assert look.found == set()
        (tmp_path / "a" / "b").mkdir(parents=True)
        look.look()
        (tmp_path / "a" / "b" / "x.tfevents.1").touch()
        (tmp_path / "y.tfevents.2").touch()
        (tmp_path / "x.txt").touch()
        look.look()
        assert look.found == {"a/b/x.tfevents.1", "y.tfevents.2"}

    def test_only_directories_that_changed_are_listed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
        for path in (tmp_path / "a", tmp_path / "b", tmp_path):
            os.utime(path, (1_000, 1_000))
        look = EventFilesLook(tmp_path, ())
        look.look()
        listed: list[str] = []
        scan = os.scandir
        monkeypatch.setattr(os, "scandir", lambda path: listed.append(path) or scan(path))
        look.look()
        assert listed == []
        (tmp_path / "b" / "x.tfevents.1").touch()
        os.utime(tmp_path / "b", (2_000, 2_000))
        look.look()
        assert [os.path.relpath(path, tmp_path) for path in listed] == ["b"]
        assert look.found == {"b/x.tfevents.1"}

    @pytest.mark.skipif(os.name == "nt", reason="making links takes a right that few have there")
    def test_links_are_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "run").mkdir()
        with SummaryWriter(str(tmp_path / "elsewhere")) as writer:
            writer.add_scalar("loss", 1, 1)
        [file] = (tmp_path / "elsewhere").iterdir()
        (tmp_path / "run" / "link").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "run" / file.name).symlink_to(file)
        look = EventFilesLook(tmp_path / "run", ())
        look.look()
        assert look.found == set()


A, B, LOSS, A_LOSS = (
    Point(name, 1, value, 5) for name, value in (("a", 1.0), ("b", 2.0), ("loss", 3.0), ("t/loss", 3.0))
)


@pytest.mark.parametrize(
    ("followed", "found", "kept", "new"),
    [
        ([], [A, B], None, [A, B]),
        ([A], [A, B], None, [B]),
        ([A, A], [A, A, A], None, [A]),
        ([A, B], [], None, []),
        ([B], [A], None, [A]),
        ([A, LOSS, B], [A, A_LOSS], [B], [A, A_LOSS]),
        ([LOSS._replace(value=4.0)], [A_LOSS], None, [A_LOSS]),
        ([A], [A, B, A_LOSS], None, [B, A_LOSS]),
    ],
)
def test_what_is_kept_and_what_is_new_at_the_end(
    followed: list[Point], found: list[Point], kept: list[Point] | None, new: list[Point]
) -> None:
    assert _merged(followed, found) == (kept, new)
