"""What a list of runs shows: the columns that are named, in an order, as a table and as CSV."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cli.sampled_runs import read_csv, rows
from gage_command import gage


@pytest.mark.parametrize(
    ("columns", "newest", "second"),
    [
        ("op,status,#", ["train", "completed", "1"], ["train", "completed", "2"]),
        ("lr,loss,fast", ["", "", ""], ["0.01", "12.5", "false"]),
        ("duration,config:lr,metric:lr", ["3d 11h", "", ""], ["2h 05m", "0.01", ""]),
        ('"odd name",attribute:lr', ["1", ""], ["", ""]),
        ("config:name,label", ["", ""], ["run1", "漢字 and ümläut"]),
        ("operation , started", ["train", "… ago"], ["train", "… ago"]),
    ],
)
def test_columns_are_named_as_in_expressions(sampled: Path, columns: str, newest: list[str], second: list[str]) -> None:
    header, *shown = rows(sampled, "list", "--columns", columns)
    assert header == [name.strip().strip('"') for name in columns.split(",")]
    for expected, row in zip((newest, second), shown, strict=False):
        assert [("… ago" if cell.endswith(" ago") else cell) for cell in row] == expected


def test_columns_behind_a_plus_are_added(sampled: Path) -> None:
    usual = ["#", "name", "operation", "started", "status"]
    assert rows(sampled, "list", "-c", "+lr,+tag", COLUMNS="160")[0] == [*usual, "lr", "tag", "description"]
    assert rows(sampled, "list", "-c", "op,+lr")[0] == ["op", "lr"]


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--columns", "los,op", "gage: no run has 'los'; did you mean 'loss'?\n"),
        ("--columns", "metric:los", "gage: no run has 'metric:los'; did you mean 'loss'?\n"),
        ("--columns", "zebra,stats", "gage: no run has 'zebra'\ngage: no run has 'stats'; did you mean 'status'?\n"),
        ("--columns", "description,op,loss", ""),
        ("--sort", "zebra", "gage: no run has 'zebra'\n"),
        ("--sort", "-losss", "gage: no run has 'losss'; did you mean 'loss'?\n"),
        ("--sort", "-loss,duration", ""),
    ],
)
def test_a_name_that_no_run_has_is_told(sampled: Path, option: str, text: str, told: str) -> None:
    done = gage(sampled, "list", option, text)
    assert (done.returncode, done.stderr) == (0, told)


def test_a_name_that_other_runs_have_is_no_news(sampled: Path) -> None:
    assert gage(sampled, "list", "--where", "op = prepare", "--columns", "loss").stderr == ""


@pytest.mark.parametrize("text", ["lr loss", "lr,", ",", "'lr", "lr=1", "+"])
@pytest.mark.parametrize("arguments", [(), ("--csv",), ("--where", "op = no-such")])
def test_columns_that_cannot_be_read_are_underlined(sampled: Path, text: str, arguments: tuple[str, ...]) -> None:
    done = gage(sampled, "list", "--columns", text, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    first, shown, marks = done.stderr.splitlines()
    assert first.startswith("gage: --columns: ")
    assert shown.strip() == text
    assert marks.strip(" ^") == ""


@pytest.mark.parametrize(
    ("fields", "order"),
    [
        ("config:name", ["run1", "run2", "run10", ""]),  # as people count, missing last
        ("-config:name", ["run10", "run2", "run1", ""]),  # missing last in both directions
        ("op,-duration", ["run10", "", "run1", "run2"]),
        ("started", ["run10", "run2", "run1", ""]),
    ],
)
def test_runs_are_sorted(sampled: Path, fields: str, order: list[str]) -> None:
    _, *shown = read_csv(sampled, "list", "--sort", fields, "--columns", "config:name,op")
    assert [row[0] for row in shown] == order


def test_csv_has_values_in_full(sampled: Path) -> None:
    columns = "op,label,loss,fast,tag,duration,started,#"
    assert read_csv(sampled, "list", "--columns", columns, "3") == [
        columns.split(","),
        ["train", 'a, "b"\nc|d', "0.123456789", "true", "x,y", "62.0", "2026-01-01T00:10:00.000Z", "3"],
    ]


def test_csv_is_as_rfc_4180_has_it(sampled: Path) -> None:
    code = "import subprocess, sys; sys.stdout.write(repr(subprocess.run(sys.argv[1:], capture_output=True).stdout))"
    through = (sys.executable, "-c", code)
    printed = gage(sampled, "list", "3", "--csv", "--columns", "label,loss", through=through).stdout
    assert printed == repr(b'label,loss\r\n"a, ""b""\nc|d",0.123456789\r\n')


def test_csv_without_columns_has_all_that_json_has(sampled: Path) -> None:
    header, *shown = read_csv(sampled, "list")
    listed = json.loads(gage(sampled, "list", "--json").stdout)
    assert len(shown) == len(listed)
    for row, run in zip(shown, listed, strict=True):
        told = dict(zip(header, row, strict=True))
        assert told["id"] == run["id"]
        for group, name in (("config", "config"), ("metric", "metrics"), ("attribute", "attributes")):
            own = {key.partition(":")[2]: text for key, text in told.items() if key.startswith(f"{group}:") and text}
            assert own.keys() == {key for key, value in run[name].items() if value is not None}
    assert {name for name in header if ":" not in name} == set(listed[0]) - {"config", "metrics", "attributes"}


def test_csv_of_no_runs_is_a_header(sampled: Path) -> None:
    assert gage(sampled, "list", "--where", "op = no-such", "--csv", "--columns", "op,lr").stdout == "op,lr\n"
