"""Runs side by side, and which metric tells of one where there is room for one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gage.runs.compare import Row, compare_runs, comparison_object
from gage.runs.main_metric import main_metric
from gage.runs.run import Run
from gage.runs.store import RunStore


def run_of(runs_dir: Path, operation: str = "train", config: Any = None, metrics: Any = None, **attributes: Any) -> Run:
    store = RunStore(runs_dir)
    summary = {"metrics": metrics or {}, "attributes": attributes}
    members = {"opref": f"2 demo {operation}", "config.json": json.dumps(config), "summary.json": json.dumps(summary)}
    return store.run(store.make_run({name: text.encode() for name, text in members.items()}))


def test_names_that_differ_are_told_from_those_that_do_not(tmp_path: Path) -> None:
    one = run_of(tmp_path, config={"lr": 0.1, "same": 1, "kind": True, "none": None}, metrics={"loss": 1}, device="cpu")
    two = run_of(tmp_path, config={"lr": 0.2, "same": 1.0, "kind": 1, "more": "x"}, metrics={"loss": 1}, device="cpu")
    compared = compare_runs([one, two])
    assert compared.config == [
        Row("lr", [0.1, 0.2], True),
        Row("same", [1, 1.0], False),
        Row("kind", [True, 1], True),
        Row("none", [None, None], True),
        Row("more", [None, "x"], True),
    ]
    assert compared.metrics == [Row("loss", [1, 1], False)]
    assert compared.attributes == [Row("device", ["cpu", "cpu"], False)]


def test_one_run_or_none_differs_in_nothing(tmp_path: Path) -> None:
    one = run_of(tmp_path, config={"lr": 0.1})
    assert compare_runs([one]).config == [Row("lr", [0.1], False)]
    assert compare_runs([]) == ([], [], [])


def test_scripts_read_the_runs_and_the_rows_of_each_group(tmp_path: Path) -> None:
    runs = [run_of(tmp_path, config={"lr": lr}, metrics={"loss": 1}) for lr in (0.1, 0.2)]
    found = comparison_object(runs)
    assert [run["id"] for run in found.pop("runs")] == [run.id for run in runs]
    assert found == {
        "config": [{"name": "lr", "values": [0.1, 0.2], "differs": True}],
        "metrics": [{"name": "loss", "values": [1, 1], "differs": False}],
        "attributes": [],
    }


@pytest.mark.parametrize(
    ("metrics", "names", "expected"),
    [
        ({"loss": 2, "accuracy": 1}, (), ("loss", 2)),
        ({"loss": 2, "accuracy": 1}, ("lr", "accuracy", "loss"), ("accuracy", 1)),
        ({"loss": None, "accuracy": 1}, ("loss",), ("accuracy", 1)),
        ({"loss": 2}, ("nobody",), ("loss", 2)),
        ({"loss": None}, (), None),
        ({}, ("loss",), None),
    ],
)
def test_the_main_metric_is_the_one_that_is_listed_first(
    tmp_path: Path, metrics: dict[str, Any], names: Sequence[str], expected: tuple[str, float] | None
) -> None:
    assert main_metric(run_of(tmp_path, metrics=metrics), names) == expected
