"""Runs side by side: in which order, and what is told of their differences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.sampled_runs import read_csv, rows
from gage_command import gage


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("3", "2", "-d"), [
            ["", "name", "…", "…"],
            ["*", "label", 'a, "b" c\\|d', "漢字 and ümläut"],
            ["*", "tags", "x,y", ""],
            ["*", "config:lr", "0.1", "0.01"],
            ["*", "fast", "true", "false"],
            ["*", "name", "run2", "run1"],
            ["*", "loss", "0.1235", "12.5 (+12.38)"],
            ["*", "metric:lr", "7", ""],
        ]),
        (("2", "3", "-d"), [
            ["", "name", "…", "…"],
            ["*", "label", "漢字 and ümläut", 'a, "b" c\\|d'],
            ["*", "tags", "", "x,y"],
            ["*", "config:lr", "0.01", "0.1"],
            ["*", "fast", "false", "true"],
            ["*", "name", "run1", "run2"],
            ["*", "loss", "12.5", "0.1235 (-12.38)"],
            ["*", "metric:lr", "", "7"],
        ]),
    ],
)  # fmt: skip
def test_runs_are_compared_with_the_first_that_is_named(
    sampled: Path, arguments: tuple[str, ...], lines: list[list[str]]
) -> None:
    header, *shown = rows(sampled, "compare", *arguments)
    assert [[*header[:2], "…", "…"], *shown] == lines


def test_the_newest_is_compared_with_the_one_before(sampled: Path) -> None:
    names = [run["name"] for run in json.loads(gage(sampled, "list", "--json").stdout)]
    assert read_csv(sampled, "compare")[0] == ["group", "name", names[1], names[0], "differs"]
    assert read_csv(sampled, "compare", "--where", "train")[0][2:-1] == names[:3]
    assert read_csv(sampled, "compare", "1:3", "--sort", "duration")[0][2:-1] == names[2::-1]


def test_a_comparison_as_csv_has_values_in_full(sampled: Path) -> None:
    _, *shown = read_csv(sampled, "compare", "3", "2")
    assert ["config", "lr", "0.1", "0.01", "true"] in shown
    assert ["metric", "loss", "0.123456789", "12.5", "true"] in shown
    assert ["run", "operation", "train", "train", "false"] in shown
