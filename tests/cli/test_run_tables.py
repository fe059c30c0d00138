"""What lists and comparisons of runs show: columns, order, views and CSV, at every width of the terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from gage_command import gage
from hypothesis import given, settings
from hypothesis import strategies as st

from gage.cli.command_table import load_command
from gage.runs.store import RunStore


class Sample(NamedTuple):
    """What a run is made of; ``started`` is in minutes, ``seconds`` how long it took."""

    operation: str
    started: int
    seconds: float
    config: dict[str, Any]
    metrics: dict[str, Any]
    label: str | None = None
    tags: tuple[str, ...] = ()


SAMPLES = (
    Sample("prepare", 0, 0.5, {"name": "run10"}, {}),
    Sample("train", 10, 62, {"lr": 0.1, "fast": True, "name": "run2"}, {"loss": 0.123456789, "lr": 7}, "a, \"b\"\nc|d", ("x", "y")),
    Sample("train", 20, 7500, {"lr": 0.01, "fast": False, "name": "run1"}, {"loss": 12.5}, "漢字 and ümläut"),
    Sample("train", 30, 300_000, {"lr": None, "odd name": 1}, {"loss": None}),
)  # fmt: skip
"""The oldest first."""

ORIGIN = 1_767_225_600_000_000


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tables") / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text('"$namespace" = "demo"\n[train]\nexec = "true"\n', encoding="utf-8")
    for sample in SAMPLES:
        began = ORIGIN + sample.started * 60_000_000
        members = {
            "opref": f"2 demo {sample.operation}",
            "config.json": json.dumps(sample.config),
            "summary.json": json.dumps({"metrics": sample.metrics}),
            "initialized": str(began),
            "staged": str(began),
            "started": str(began),
            "stopped": str(began + int(sample.seconds * 1_000_000)),
            "proc/exit": "0",
        }
        stored = {name: text.encode() for name, text in members.items()}
        RunStore(directory / ".gage" / "runs").make_run(stored, directory, sample.label, sample.tags)
    return directory


def rows(project: Path, *arguments: str, **settings: str) -> list[list[str]]:
    """The rows of a printed table, the headers first; a Markdown table, as the terminal is a dumb one."""
    lines = gage(project, *arguments, **settings).stdout.splitlines()
    cells = [[cell.strip() for cell in line[1:-1].split(" | ")] for line in lines if line.startswith("|")]
    return [row for row in cells if not row[0].startswith("--")]


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
def test_columns_are_named_as_in_expressions(project: Path, columns: str, newest: list[str], second: list[str]) -> None:
    header, *shown = rows(project, "list", "--columns", columns)
    assert header == [name.strip().strip('"') for name in columns.split(",")]
    for expected, row in zip((newest, second), shown, strict=False):
        assert [("… ago" if cell.endswith(" ago") else cell) for cell in row] == expected


def test_columns_behind_a_plus_are_added(project: Path) -> None:
    usual = ["#", "name", "operation", "started", "status"]
    assert rows(project, "list", "-c", "+lr,+tag", COLUMNS="160")[0] == [*usual, "lr", "tag", "description"]
    assert rows(project, "list", "-c", "op,+lr")[0] == ["op", "lr"]


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
def test_a_name_that_no_run_has_is_told(project: Path, option: str, text: str, told: str) -> None:
    done = gage(project, "list", option, text)
    assert (done.returncode, done.stderr) == (0, told)


def test_a_name_that_other_runs_have_is_no_news(project: Path) -> None:
    assert gage(project, "list", "--where", "op = prepare", "--columns", "loss").stderr == ""


@pytest.mark.parametrize("text", ["lr loss", "lr,", ",", "'lr", "lr=1", "+"])
@pytest.mark.parametrize("arguments", [(), ("--csv",), ("--where", "op = no-such")])
def test_columns_that_cannot_be_read_are_underlined(project: Path, text: str, arguments: tuple[str, ...]) -> None:
    done = gage(project, "list", "--columns", text, *arguments)
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
def test_runs_are_sorted(project: Path, fields: str, order: list[str]) -> None:
    _, *shown = read_csv(project, "list", "--sort", fields, "--columns", "config:name,op")
    assert [row[0] for row in shown] == order


def read_csv(project: Path, *arguments: str) -> list[list[str]]:
    done = gage(project, *arguments, "--csv")
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout, newline="")))


def test_csv_has_values_in_full(project: Path) -> None:
    columns = "op,label,loss,fast,tag,duration,started,#"
    assert read_csv(project, "list", "--columns", columns, "3") == [
        columns.split(","),
        ["train", 'a, "b"\nc|d', "0.123456789", "true", "x,y", "62.0", "2026-01-01T00:10:00.000Z", "3"],
    ]


def test_csv_is_as_rfc_4180_has_it(project: Path) -> None:
    code = "import subprocess, sys; sys.stdout.write(repr(subprocess.run(sys.argv[1:], capture_output=True).stdout))"
    through = (sys.executable, "-c", code)
    printed = gage(project, "list", "3", "--csv", "--columns", "label,loss", through=through).stdout
    assert printed == repr(b'label,loss\r\n"a, ""b""\nc|d",0.123456789\r\n')


def test_csv_without_columns_has_all_that_json_has(project: Path) -> None:
    header, *shown = read_csv(project, "list")
    listed = json.loads(gage(project, "list", "--json").stdout)
    assert len(shown) == len(listed)
    for row, run in zip(shown, listed, strict=True):
        told = dict(zip(header, row, strict=True))
        assert told["id"] == run["id"]
        for group, name in (("config", "config"), ("metric", "metrics"), ("attribute", "attributes")):
            own = {key.partition(":")[2]: text for key, text in told.items() if key.startswith(f"{group}:") and text}
            assert own.keys() == {key for key, value in run[name].items() if value is not None}
    assert {name for name in header if ":" not in name} == set(listed[0]) - {"config", "metrics", "attributes"}


def test_csv_of_no_runs_is_a_header(project: Path) -> None:
    assert gage(project, "list", "--where", "op = no-such", "--csv", "--columns", "op,lr").stdout == "op,lr\n"


@pytest.fixture
def views(project: Path) -> Iterator[Path]:
    """The project with views in two of its files, and one at home."""
    files = {
        project
        / "pyproject.toml": '[tool.gage.views]\nbest = { columns = "lr,loss", sort = "loss", where = "op = train", limit = 2 }\n'
        'wrong.columns = ["lr"]\nodd = { where = "op > 1" }\n',
        project / "gageconfig.yaml": "views:\n  best: {columns: status}\n  mine: {columns: op, sort: duration}\n",
        project.parent / "gageconfig.json": '{"views": {"mine": {"columns": "label"}, "home": {"limit": 1}}}',
    }
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    yield project
    for path in files:
        path.unlink()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--view", "best"), [["lr", "loss"], ["0.1", "0.123456789"], ["0.01", "12.5"]]),
        (("--view", "best", "-n", "1"), [["lr", "loss"], ["0.1", "0.123456789"]]),
        (("--view", "best", "--columns", "op", "-a"), [["op"], *[["train"]] * 3]),
        (("--view", "best", "--sort", "-lr"), [["lr", "loss"], ["0.1", "0.123456789"], ["0.01", "12.5"]]),
        (("--view", "best", "--where", "lr < 0.05"), [["lr", "loss"], ["0.01", "12.5"]]),
        (("--view", "best", "--columns", "#,op", "3:4"), [["#", "op"], ["3", "train"]]),  # numbers of the whole list
        (("--view", "mine"), [["op"], ["prepare"], ["train"], ["train"], ["train"]]),  # the project's, not that at home
        (("--view", "home", "--columns", "op"), [["op"], ["train"]]),
    ],
)
def test_a_view_says_what_no_option_says(views: Path, arguments: tuple[str, ...], expected: list[list[str]]) -> None:
    assert read_csv(views, "list", *arguments) == expected


def test_a_view_is_for_json_too(views: Path) -> None:
    assert [run["config"]["lr"] for run in json.loads(gage(views, "list", "--view", "best", "--json").stdout)] == [
        0.1,
        0.01,
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bets", "gage: there is no view 'bets'; did you mean 'best'?\n"),
        ("zebra", "gage: there is no view 'zebra'; there are best, wrong, odd, mine, home\n"),
        ("wrong", "gage: pyproject.toml:3:17: 'columns' must be a string, not a list of strings\n"),
        (
            "odd",
            "gage: view 'odd': 'op' has no order; compare it with =, !=, ~, !~ or 'in'\n  op > 1\n  ^^^^^^\n",
        ),
    ],
)
def test_a_view_that_is_not_there_or_wrong_is_refused(views: Path, name: str, told: str) -> None:
    done = gage(views, "list", "--view", name)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_without_views_it_is_said_where_they_are_written(project: Path) -> None:
    told = gage(project, "list", "--view", "best").stderr
    assert told == (
        "gage: there is no view 'best', nor any other; write one in '[tool.gage.views]' of pyproject.toml, or in "
        "'[views]' of gageconfig.toml\n"
    )


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
    project: Path, arguments: tuple[str, ...], lines: list[list[str]]
) -> None:
    header, *shown = rows(project, "compare", *arguments)
    assert [[*header[:2], "…", "…"], *shown] == lines


def test_the_newest_is_compared_with_the_one_before(project: Path) -> None:
    names = [run["name"] for run in json.loads(gage(project, "list", "--json").stdout)]
    assert read_csv(project, "compare")[0] == ["group", "name", names[1], names[0], "differs"]
    assert read_csv(project, "compare", "--where", "train")[0][2:-1] == names[:3]
    assert read_csv(project, "compare", "1:3", "--sort", "duration")[0][2:-1] == names[2::-1]


def test_a_comparison_as_csv_has_values_in_full(project: Path) -> None:
    _, *shown = read_csv(project, "compare", "3", "2")
    assert ["config", "lr", "0.1", "0.01", "true"] in shown
    assert ["metric", "loss", "0.123456789", "12.5", "true"] in shown
    assert ["run", "operation", "train", "train", "false"] in shown


COLUMN_LISTS = st.lists(
    st.sampled_from(["#", "name", "op", "status", "label", "tag", "started", "id", "lr", "loss", "fast", "description"]),
    min_size=1, max_size=12,
).map(",".join)  # fmt: skip


@settings(max_examples=60)
@given(columns=COLUMN_LISTS | st.none(), width=st.integers(20, 200), term=st.sampled_from(["xterm", "dumb"]))
def test_no_line_of_a_list_is_wider_than_the_terminal(
    project: Path, columns: str | None, width: int, term: str
) -> None:
    lines = printed(project, ["list", *(["--columns", columns] if columns else [])], width, term)
    assert max(map(columns_of, lines)) <= width


@settings(max_examples=60)
@given(
    runs=st.lists(st.sampled_from("1234"), min_size=1, max_size=4),
    options=st.lists(st.sampled_from(["--differences", "--sort=loss"]), max_size=2),
    width=st.integers(20, 200),
)
def test_no_line_of_a_comparison_is_wider_than_the_terminal(
    project: Path, runs: list[str], options: list[str], width: int
) -> None:
    lines = printed(project, ["compare", *runs, *options], width, "xterm")
    assert max(map(columns_of, lines), default=0) <= width


def printed(project: Path, arguments: list[str], width: int, term: str) -> list[str]:
    """The lines that a command prints, called here, as a process for each example would take minutes."""
    command, parser = load_command(arguments[0])
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    before = Path.cwd()
    os.chdir(project)
    try:
        with (
            patch.dict(os.environ, {"COLUMNS": str(width), "TERM": term, "HOME": str(project.parent)}),
            patch.object(sys, "stdout", stream),
            patch.object(sys, "stderr", io.StringIO()),
        ):
            assert command.run(parser.parse(arguments[1:])) == 0
            stream.flush()
            return stream.buffer.getvalue().decode().splitlines()  # type: ignore[attr-defined]  # the BytesIO of above
    finally:
        os.chdir(before)


def columns_of(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
@pytest.mark.parametrize("width", [40, 80, 160])
def test_on_a_terminal_no_line_wraps_and_what_differs_has_its_colour(project: Path, width: int) -> None:
    from cli.terminal import Terminal

    for arguments in (["list"], ["list", "-c", "name,lr,loss,label,id"], ["compare", "3", "2"]):
        words = [sys.executable, "-m", "gage", *arguments]
        settings = {"COLUMNS": str(width), "NO_COLOR": "", "GAGE_PAGER": ""}
        terminal = Terminal(project, words, columns=width, rows=40, **settings)
        assert terminal.finish() == 0
        drawn = [line for line in terminal.lines() if line[:1] in "╭│├╰"]
        assert (drawn[0][-1], drawn[-1][-1]) == ("╮", "╯")
        assert all(line[-1] in "╮│┤╯" for line in drawn)
    assert b"\x1b[33m" in terminal.shown


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
def test_what_is_wide_comes_in_a_pager(project: Path) -> None:
    from cli.terminal import Terminal

    words = [sys.executable, "-m", "gage", "list", "--wide", "-c", "id,label,id,loss"]
    terminal = Terminal(project, words, columns=60, rows=20, PAGER="less", COLUMNS="60")
    terminal.until(lambda lines: lines[-1:] == ["(END)"])
    assert all(line.endswith(">") for line in terminal.lines()[:-1])
    terminal.type(b"q")
    assert terminal.finish() == 0
