"""Views that a project and its user have saved: what they say, which wins, and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.sampled_runs import read_csv
from gage_command import gage


@pytest.fixture
def views(sampled: Path) -> Iterator[Path]:
    """The project with views in two of its files, and one at home."""
    view = 'best = { columns = "lr,loss", sort = "loss", where = "op = train", limit = 2 }'
    files = {
        sampled / "pyproject.toml": f'[tool.gage.views]\n{view}\nwrong.columns = ["lr"]\nodd.where = "op > 1"\n',
        sampled / "gageconfig.yaml": "views:\n  best: {columns: status}\n  mine: {columns: op, sort: duration}\n",
        sampled.parent / "gageconfig.json": '{"views": {"mine": {"columns": "label"}, "home": {"limit": 1}}}',
    }
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    yield sampled
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


def test_without_views_it_is_said_where_they_are_written(sampled: Path) -> None:
    told = gage(sampled, "list", "--view", "best").stderr
    assert told == (
        "gage: there is no view 'best', nor any other; write one in '[tool.gage.views]' of pyproject.toml, or in "
        "'[views]' of gageconfig.toml\n"
    )
