"""Runs as rows: what every run has, then the values of each group under names that expressions take."""

from __future__ import annotations

from typing import Any

import pytest

from gage.runs.run_csv import run_rows, runs_csv

RUNS: list[dict[str, Any]] = [
    {"id": "1", "tags": ["a", "b"], "config": {"lr": 0.1, "fast": True}, "metrics": {}, "attributes": {"x": "é,\n"}},
    {"id": "2", "tags": [], "config": {"epochs": 3}, "metrics": {"loss": None}, "attributes": {}},
]


def test_a_row_has_a_cell_for_every_name_of_any_run() -> None:
    assert list(map(list, run_rows(RUNS))) == [
        ["id", "tags", "config:lr", "config:fast", "config:epochs", "metric:loss", "attribute:x"],
        ["1", "a,b", 0.1, True, None, None, "é,\n"],
        ["2", "", None, None, 3, None, None],
    ]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], "\r\n"),
        (RUNS, 'id,tags,config:lr,config:fast,config:epochs,metric:loss,attribute:x\r\n1,"a,b",0.1,true,,,"é,\n"\r\n2,,,,3,,\r\n'),
        ([{"id": "\ud800"}], "id\r\n\\ud800\r\n"),
    ],
)  # fmt: skip
def test_csv_is_that_of_rfc_4180(runs: list[dict[str, Any]], expected: str) -> None:
    assert runs_csv(runs).decode("utf-8") == expected
