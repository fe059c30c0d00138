"""A field that no run has is told with the one that may be meant; whoever changes runs is stopped by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from gage_command import gage

from gage.runs.store import RunStore

CONFIG = b'{"lr": 0.1, "data.path": "x", "a \\"b\\"": 1}'
SUMMARY = b'{"metrics": {"loss": 1, "val_loss": 2}, "attributes": {"device": "cpu"}}'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("fields")
    store = RunStore(directory / ".gage/runs")
    store.make_run({"opref": b"2 fields train", "config.json": CONFIG, "summary.json": SUMMARY, "proc/exit": b"0"})
    store.make_run({"opref": b"2 fields test", "proc/exit": b"1"})
    (directory / "gage.toml").write_text('[train]\nexec = "echo"\n')
    return directory


def told(project: Path, expression: str) -> list[str]:
    """What is said of an expression, without the lines that show it."""
    done = gage(project, "list", "--json", "--where", expression)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    return [line.removeprefix("gage: --where: ") for line in lines if line.startswith("gage: ")]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("op = train and status = completed and loss < 2 or device = cpu", []),
        ("config:lr = 0.1 and metric:loss = 1 and data.path = x", []),
        ("'a \"b\"' = 1", []),
        ("label = x or tag = y or duration > 1", []),
        ("lr = 7", []),  # no run has that value, but one has the field
        ("staus = completed", ["no run has 'staus'; did you mean 'status'?"]),
        ("Status = completed", ["no run has 'Status'; did you mean 'status'?"]),
        ("not (val_los > 1)", ["no run has 'val_los'; did you mean 'val_loss'?"]),
        ("val-loss > 1", ["no run has 'val-loss'; did you mean 'val_loss'?"]),
        ("config.lr = 1", ["no run has 'config.lr'; did you mean 'config:lr'?"]),
        ("config.loss = 1", ["no run has 'config.loss'"]),
        ("metric:los = 1", ["no run has 'metric:los'; did you mean 'metric:loss'?"]),
        ("zebra = 1 and staus in [a] and zebra = 2", ["no run has 'zebra'", "no run has 'staus'; did you mean 'status'?"]),
        ("'status' = fine", ["no run has 'status'"]),
        ("train", []),
        ("zebra", []),
        ("lr is 0.1", ["words alone are the name of an operation, a status or a label; did you mean '='?"]),
    ],
)  # fmt: skip
def test_a_field_that_no_run_has_is_told(project: Path, expression: str, expected: list[str]) -> None:
    assert told(project, expression) == expected


def test_it_is_underlined(project: Path) -> None:
    done = gage(project, "list", "-w", "op = train and staus = completed")
    assert "\n  op = train and staus = completed\n                 ^^^^^\n" in done.stderr


@pytest.mark.parametrize(
    "command", [["delete"], ["label", "--set", "x"], ["tag", "--add", "x"], ["comment", "-m", "x"]]
)
def test_nothing_is_changed_by_a_slip(project: Path, command: list[str]) -> None:
    done = gage(project, *command, "--where", "staus != completed", "--yes")
    assert done.returncode == 2
    assert done.stderr.startswith("gage: --where: no run has 'staus'; did you mean 'status'?\n")
    assert [(run.label, run.tags, run.comments) for run in RunStore(project / ".gage/runs").runs()] == [
        (None, [], [])
    ] * 2


def test_where_there_are_no_runs_only_a_slip_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "loss < 1") == []
    assert told(tmp_path, "startd > today") == ["no run has 'startd'; did you mean 'started'?"]
