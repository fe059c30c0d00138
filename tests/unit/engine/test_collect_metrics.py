"""What a run leaves in `*.attrs` and event files counts as its metrics and attributes."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.collect_metrics import collect_metrics
from gage.engine.event_files import EventFiles
from gage.runs.filter import run_filter
from gage.runs.series import Point, read_series
from gage.runs.sort import sort_keys, sort_runs
from gage.runs.store import RunStore

TRAIN = """
from tensorboardX import SummaryWriter
with SummaryWriter("logs/train") as train, SummaryWriter("logs/val") as val:
    for step in range(3):
        train.add_scalar("loss", 1 / 2**step, step * 10)
        val.add_scalar("loss", 2 / 2**step, step * 10)
    val.add_scalar("acc", 0.75, 20)
    train.add_hparams({"units": 8}, {})
with SummaryWriter(".", filename_suffix=".attrs") as attrs:
    attrs.add_text("device", "cpu")
"""


def test_event_files_are_rolled_up(project: Project) -> None:
    assert project.python(TRAIN).status == "completed"
    run = project.newest
    assert {name: [(point.step, point.value) for point in points] for name, points in read_series(run).items()} == {
        "train/loss": [(0, 1.0), (10, 0.5), (20, 0.25)],
        "val/loss": [(0, 2.0), (10, 1.0), (20, 0.5)],
        "acc": [(20, 0.75)],
    }
    assert json.loads(project.member("metrics.json"))["val/loss"] == {
        "value": 0.5, "step": 20, "points": 3, "min": 0.5, "max": 2.0
    }  # fmt: skip
    assert json.loads(project.member("attrs.json")) == {"device": "cpu", "units": 8}
    assert run.summary.metrics == {"acc": 0.75, "train/loss": 0.25, "val/loss": 0.5}
    assert run.summary.attributes == {"device": "cpu", "units": 8}
    began, ended = run.started or 0, run.stopped or 0
    assert all(began // 1000 <= point.time <= ended // 1000 for points in read_series(run).values() for point in points)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_the_event_file_of_a_run_that_is_killed_is_rolled_up_as_far_as_it_goes(project: Project) -> None:
    program = (
        "import os, pathlib\nfrom tensorboardX import SummaryWriter\nwriter = SummaryWriter('.')\n"
        "for step in range(3): writer.add_scalar('loss', step, step)\nwriter.close()\n"
        "(path,) = pathlib.Path().glob('events*')\npath.write_bytes(path.read_bytes()[:-5])\nos.kill(os.getpid(), 9)\n"
    )
    assert project.python(program).status == "terminated"
    assert [point.step for point in read_series(project.newest)["loss"]] == [0, 1]
    assert project.newest.summary.metrics == {"loss": 1.0}


@pytest.mark.parametrize(
    ("files", "attributes"),
    [
        ({"run.attrs": "device: cuda:0\nlayers: 3\nfrozen: true\nnote:  spaces inside \n"},
         {"device": "cuda:0", "layers": 3, "frozen": True, "note": "spaces inside"}),
        ({"a.attrs": "x: 1\ny: 1", "b.attrs": "y: 2"}, {"x": 1, "y": 2}),
        ({"a.attrs": "# comment: 1\n\nno colon\n: no name\nx: \nx y: [1]\r\n"}, {"x": "", "x y": "[1]"}),
        ({"sub/a.attrs": "x: 1", "attrs": "x: 1", "a.attrs.txt": "x: 1"}, {}),
        ({"a.attrs": "x: 1\n", "summary.json": '{"attributes": {"x": 2}}'}, {"x": 2}),
    ],
)  # fmt: skip
def test_attrs_files_hold_attributes(project: Project, files: dict[str, str], attributes: dict[str, Any]) -> None:
    program = "import os\nos.mkdir('sub')\n" + "".join(f"open({name!r}, 'w').write({text!r})\n" for name, text in files.items())  # fmt: skip
    project.python(program)
    assert project.newest.summary.attributes == attributes


def test_what_was_there_before_the_command_is_not_what_the_run_reports(project: Project) -> None:
    project.write(old_attrs="x: 1", summary_toml="metrics.x = 1")
    project.python("open('new.attrs', 'w').write('y: 2')")
    assert (project.newest.summary.metrics, project.newest.summary.attributes) == ({}, {"y": 2})


def test_attributes_are_added_line_by_line_without_a_library(project: Project) -> None:
    project.run({"exec": "echo 'device: cpu' >> run.attrs; echo 'seed: 7' >> run.attrs"})
    assert project.newest.summary.attributes == {"device": "cpu", "seed": 7}


def test_series_of_the_output_count_before_those_of_event_files(project: Project) -> None:
    program = (
        "from tensorboardX import SummaryWriter\nwith SummaryWriter('.') as writer:\n"
        "  writer.add_scalar('loss', 9, 1)\n  writer.add_scalar('lr', 0.5, 1)\nprint('loss: 1')\n"
    )
    project.run({"exec": [sys.executable, "-c", program], "output-metrics": True})
    assert project.newest.summary.metrics == {"loss": 1.0, "lr": 0.5}
    assert {name: len(points) for name, points in read_series(project.newest).items()} == {"loss": 1, "lr": 1}


def test_a_second_attempt_to_end_a_run_adds_nothing(project: Project) -> None:
    project.environ["NO_ZIP_META"] = "1"
    project.python(TRAIN)
    run = project.newest
    before = project.member("series.jsonl")
    for path in run.record.directory.rglob("*.json*"):
        path.chmod(0o644)
    again = collect_metrics(run.run_dir, run.record, (), journal=None)  # type: ignore[arg-type] # says nothing here
    assert project.member("series.jsonl") == before
    assert again.metrics == run.summary.metrics


def test_points_for_which_there_is_no_room_are_left_out_whole(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Point("loss", step, 0.5, 1) for step in range(100)]
    monkeypatch.setattr("gage.engine.event_files.read_event_files", lambda *_: EventFiles(many, {}, []))
    monkeypatch.setattr("gage.engine.collect_metrics.MOST_BYTES", 1_000)
    project.run({"exec": "touch x.tfevents.1"})
    # Only the last of them is kept, so that the metric is true.
    steps = [point.step for point in read_series(project.newest)["loss"]]
    assert steps == [*range(len(steps) - 1), 99]
    assert 10 < len(steps) < 30
    assert "beyond 1000 bytes only the last values" in project.member("log/runner")


def test_runs_are_selected_and_sorted_by_the_last_values_of_series(project: Project) -> None:
    for loss in (0.5, 0.1, 0.9):
        project.run({"exec": f"echo 'loss: 3'; echo 'loss: {loss}'", "output-metrics": True})
    runs = RunStore(project.runs_dir).runs()
    chosen = sort_runs(filter(run_filter("loss < 0.6"), runs), sort_keys("loss"))
    assert [run.summary.metrics["loss"] for run in chosen] == [0.1, 0.5]
