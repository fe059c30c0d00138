"""Metrics that a command prints become series beside it, whatever happens to the command, to Gage or to the reader."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.own_python import words_of
from gage.engine.process import answer_of
from gage.runs.run import Run
from gage.runs.series import read_series, rolled_up
from gage.runs.status import run_status
from gage.runs.store import RunStore

Wait = Callable[[Callable[[], Any]], Any]

TRAIN = """
import sys, time
print("starting")
for step in range(1, 4):
    print(f"step: {step}")
    print(f"loss: {1 / step}")
    print(f"acc: {step / 10}", flush=True)
"""
WAITS = TRAIN + "\nprint('ready', flush=True)\ntime.sleep(600)\n"


def series(run: Run) -> dict[str, list[tuple[int, float | None]]]:
    return {name: [(point.step, point.value) for point in points] for name, points in read_series(run).items()}


def python(program: str, **keys: Any) -> dict[str, Any]:
    return {"exec": [sys.executable, "-c", program], "output-metrics": True, **keys}


def newest(project: Project) -> Run | None:
    runs = RunStore(project.runs_dir).runs()
    return runs[0] if runs else None


def sealed(project: Project) -> Run | None:
    run = newest(project)
    return run if run and run.record.is_sealed else None


def test_what_a_training_prints_are_series_and_their_last_values_metrics(project: Project) -> None:
    project.run(python(TRAIN))
    run = project.newest
    assert series(run) == {"loss": [(1, 1.0), (2, 0.5), (3, 1 / 3)], "acc": [(1, 0.1), (2, 0.2), (3, 0.3)]}
    assert run.summary.metrics == {"loss": 1 / 3, "acc": 0.3}
    assert {name: (each.step, each.points) for name, each in rolled_up(run).items()} == {"loss": (3, 3), "acc": (3, 3)}
    assert project.warnings == []


def test_nothing_printed_is_a_metric_unless_it_is_asked_for(project: Project) -> None:
    project.python(TRAIN)
    assert series(project.newest) == {}
    assert project.newest.summary.metrics == {}
    assert not {"series.jsonl", "metrics.json", "attrs.json"} & set(project.newest.record.members())


def test_own_patterns_find_metrics(project: Project) -> None:
    program = "for n in range(2):\n  print(f'epoch {n * 10}: loss={n + 1}')"
    project.run(python(program, **{"output-metrics": {"step": r"epoch (\d+)", "loss": r"loss=(\S+)"}}))
    assert series(project.newest) == {"loss": [(0, 1.0), (10, 2.0)]}


def test_what_the_summary_says_counts_before_the_series(project: Project) -> None:
    program = TRAIN + 'open(\'summary.json\', \'w\').write(\'{"metrics": [{"loss": 7}], "attributes": {"a": 1}}\')'
    project.run(python(program))
    assert project.newest.summary.metrics == {"loss": 7, "acc": 0.3}
    assert project.newest.summary.attributes == {"a": 1}


def test_values_have_the_time_when_their_lines_came(project: Project) -> None:
    project.run(python(TRAIN))
    stamps = [time for time, _ in struct.iter_unpack(">QB", project.newest.record.read("output/40_run.index") or b"")]
    assert [point.time for point in read_series(project.newest)["loss"]] == [stamps[line] for line in (2, 5, 8)]


def test_only_what_the_run_itself_prints_is_read(project: Project) -> None:
    commands = {"stage-runtime": "echo 'a: 1'", "run": "echo 'b: 2'", "finalize": "echo 'c: 3'"}
    project.run({"exec": commands, "output-metrics": True})
    assert project.newest.summary.metrics == {"b": 2}


def test_a_last_line_without_an_end_counts(project: Project) -> None:
    project.run({"exec": "printf 'loss: 2\\nloss: 3'", "output-metrics": True})
    assert series(project.newest) == {"loss": [(0, 2.0), (1, 3.0)]}


def test_a_command_that_cannot_be_started_has_no_series(project: Project) -> None:
    project.run({"exec": ["no-such-program"], "output-metrics": True})
    assert (run_status(project.newest), series(project.newest)) == ("error", {})


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("whom", ["command", "engine", "engine outright"])
def test_the_series_of_a_run_that_is_killed_survive(project: Project, wait_for: Wait, whom: str) -> None:
    engine = project.start_engine(python(WAITS))
    run = wait_for(lambda: (run := newest(project)) and len(series(run).get("acc", ())) == 3 and run)
    # Lists tell the last values while the run goes on.
    assert wait_for(lambda: (now := newest(project)) and now.summary.metrics) == {"loss": 1 / 3, "acc": 0.3}
    assert run_status(run) == "running"
    if whom == "command":
        os.kill(int(run.facts["proc/lock"]), signal.SIGKILL)
    else:
        engine.send_signal(signal.SIGTERM if whom == "engine" else signal.SIGKILL)
    engine.wait()
    run = wait_for(lambda: sealed(project))
    assert run_status(run) == "terminated"
    assert series(run) == {"loss": [(1, 1.0), (2, 0.5), (3, 1 / 3)], "acc": [(1, 0.1), (2, 0.2), (3, 0.3)]}
    assert run.summary.metrics == {"loss": 1 / 3, "acc": 0.3}
    wait_for(lambda: not followers(project))


def followers(project: Project) -> list[str]:
    """The processes that still follow an output of the project."""
    if sys.platform != "linux":
        return []
    lines = (path.joinpath("cmdline") for path in Path("/proc").iterdir() if path.name.isdigit())
    return [text for line in lines if str(project.runs_dir) in (text := command_line(line)) and "follow_output" in text]


def command_line(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


@pytest.mark.parametrize("printed", ["a" * 60, ("a" * 60 + "\n") * 3])
def test_a_pattern_that_would_search_for_ever_costs_the_run_its_metrics_and_nothing_else(
    project: Project, wait_for: Wait, printed: str
) -> None:
    keys = {"output-metrics": {"x": r"(a+)+=(\d)"}, "output-summary": r"(a|a)+=(\d)"}
    result = project.python(f"print({printed!r}); open('made.txt', 'w')", **keys)
    assert result.status == "completed"
    assert any("a pattern of 'output-metrics' took too long" in warning for warning in project.warnings)
    assert "the search was given up after 5 seconds" in project.member("log/runner")
    assert project.member("summary.json") == "{}"
    assert " made.txt" in project.member("manifest")
    wait_for(lambda: not followers(project))


def test_series_that_cannot_be_written_cost_the_run_nothing_else(project: Project) -> None:
    project.stage(python(TRAIN + "open('made.txt', 'w')"))
    (project.newest.record.directory / "series.jsonl").mkdir()
    assert project.start().status == "completed"
    assert any("not all metrics in the output were read: they could not be" in warning for warning in project.warnings)
    assert " made.txt" in project.member("manifest")
    assert project.member("output/40_run").startswith("starting\n")


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX shells say that no file may grow")
def test_a_full_disk_ends_the_reader_and_no_one_else(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "40_run").write_text("loss: 1\n")
    (tmp_path / "output" / "40_run.index").write_bytes(b"")
    words = words_of(
        "gage.engine.follow_output", "follow_output", str(tmp_path), "output/40_run", "null", str(tmp_path)
    )
    ended = subprocess.run(["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *words], input=b"", capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, b"", b"")


def test_a_reader_that_cannot_begin_ends_before_the_command(tmp_path: Path) -> None:
    words = words_of("gage.engine.follow_output", "follow_output", str(tmp_path), "none", "null", str(tmp_path))
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert (reader.wait(), reader.stderr and reader.stderr.read()) == (2, b"")


def test_lines_beyond_what_series_hold_leave_the_last_value_true(project: Project, tmp_path: Path) -> None:
    # The reader by itself, with less room than it has.
    directory = tmp_path / "record"
    (directory / "output").mkdir(parents=True)
    (directory / "output" / "40_run").write_text("".join(f"loss: {n}\n" for n in range(1_000)))
    (directory / "output" / "40_run.index").write_bytes(struct.pack(">QB", 5, 0) * 1_000)
    program = (
        "import gage.engine.live_series as s, gage.engine.follow_output as f; s.MOST_BYTES = 500; "
        f"f.follow_output({str(directory)!r}, 'output/40_run', 'null', {str(directory)!r})"
    )
    assert answer_of([sys.executable, "-c", program], b"", 600) == b""
    points = [json.loads(line) for line in (directory / "series.jsonl").read_text().splitlines()]
    assert points[-1] == {"name": "loss", "step": 999, "value": 999.0, "time": 5}
    assert json.loads((directory / "summary.json").read_text()) == {"metrics": {"loss": 999.0}}


def test_the_reader_makes_nothing_anew_once_the_record_is_packed(tmp_path: Path) -> None:
    directory = tmp_path / "gone.meta"
    words = words_of(
        "gage.engine.follow_output", "follow_output", str(directory), "output/40_run", "null", str(tmp_path)
    )
    assert answer_of(words, b"", 600) is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_project_is_not_imported_for_a_library(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "struct", "faulthandler", "re"):
        project.write(**{f"{name}_py": "raise SystemExit('imported')"})
    monkeypatch.chdir(project.directory)
    project.run(
        {
            "exec": "echo 'loss: 2'; echo 'S {\"metrics\": {\"a\": 1}}'",
            "output-metrics": True,
            "output-summary": "S (.*)",
        }
    )
    assert project.newest.summary.metrics == {"a": 1, "loss": 2}
