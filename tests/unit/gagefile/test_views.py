"""Saved views in a pyproject.toml and in configs of users: what is read of them, and what is wrong where."""

from __future__ import annotations

from pathlib import Path

import pytest

from gage.gagefile.check import check
from gage.gagefile.check_settings import read_settings
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import GAGEFILE, USER_CONFIG, FileKind
from gage.gagefile.load import find_settings
from gage.gagefile.views import View, judge_views, problems_of, view_of, views_in


@pytest.mark.parametrize(
    ("text", "syntax", "kind"),
    [
        ('[views.best]\ncolumns = "lr,+loss"\nwhere = "op = train"\nsort = "-loss"\nlimit = 3\n', "toml", USER_CONFIG),
        ('[tool.gage.views]\nbest = { columns = "lr,+loss", where = "op = train", sort = "-loss", limit = 3 }\n', "toml", GAGEFILE),
        ('tool.gage.views.best.columns = "lr,+loss"\n[tool.gage.views.best]\nwhere = "op = train"\nsort = "-loss"\nlimit = 3\n', "toml", GAGEFILE),
        ('views: {best: {columns: "lr,+loss", where: op = train, sort: -loss, limit: 3}}', "yaml", USER_CONFIG),
        ('{"views": {"best": {"columns": "lr,+loss", "where": "op = train", "sort": "-loss", "limit": 3}}}', "json", USER_CONFIG),
    ],
)  # fmt: skip
def test_a_view_is_read(text: str, syntax: Syntax, kind: FileKind) -> None:
    document = Document(text, syntax, kind=kind)
    assert {name: view_of(entry) for name, entry in views_in(document).items()} == {
        "best": View("lr,+loss", "-loss", "op = train", 3)
    }
    assert judge_views(document) == []


@pytest.mark.parametrize(
    ("text", "place", "code", "message"),
    [
        ("views = 1", "1", "wrong-type", "'views' must be a table, not the number 1"),
        ("views.best = 1", "1", "wrong-type", "'best' must be a table, not the number 1"),
        ("views.best.sorted = 'lr'", "sorted", "unknown-key", "unknown key 'sorted' in 'best'; did you mean 'sort'?"),
        ("views.best.sort = ''", "''", "empty-value", "'sort' must not be empty"),
        ("views.best.columns = ['lr']", "['lr']", "wrong-type", "'columns' must be a string, not a list of strings"),
        ("views.best.limit = '3'", "'3'", "wrong-type", "'limit' must be a number, not the string \"3\""),
        ("views.best.limit = 0", "0", "invalid-value", "'limit' must be a whole number, 1 or more, not 0"),
        ("views.best.limit = 1.5", "1.5", "invalid-value", "'limit' must be a whole number, 1 or more, not 1.5"),
        (
            "views.best.where = 'op = train adn x'",
            "adn",
            "bad-run-select",
            "'where' of view 'best' cannot be read: expected 'and' or 'or' between two conditions, not adn; did you mean 'and'?",
        ),
        (
            "views.best.sort = 'loss,'",
            "'loss,'",
            "invalid-value",
            "'sort' of view 'best' cannot be read: expected the name of a field to sort by, such as started or a metric",
        ),
        (
            "views.best.columns = 'lr loss'",
            "loss",
            "invalid-value",
            "'columns' of view 'best' cannot be read: expected a comma between two fields",
        ),
    ],
)
def test_what_is_wrong_is_a_problem_at_its_place(text: str, place: str, code: str, message: str) -> None:
    """The same in a pyproject.toml, which is judged for its settings, and in a user config, which is checked."""
    pyproject = Document(f"[tool.gage]\n{text}\n", "toml")
    config = Document(f"{text}\n", "toml", kind=USER_CONFIG)
    for document, problems in ((pyproject, read_settings(pyproject).problems), (config, check(config))):
        (problem,) = problems
        assert (problem.code, problem.message) == (code, message)
        assert document.text[problem.span.start : problem.span.end] == place


@pytest.mark.parametrize("text", ["[tool.gage.views]\nbest.limit = \nmine.sort = 'lr'\n", "[tool.gage.views\n"])
def test_what_is_half_typed_is_left_open(text: str) -> None:
    document = Document(text, "toml")
    assert all(view_of(each) in (View(), View(sort="lr")) for each in views_in(document).values())
    assert judge_views(document) == []


@pytest.mark.parametrize(("table", "kind"), [("tool.gage.views", GAGEFILE), ("views", USER_CONFIG)])
def test_a_view_is_used_though_another_is_wrong(table: str, kind: FileKind) -> None:
    document = Document(f"[{table}]\na.limit = 0\nb.sort = 'lr'\nc = 1\nd.zebra = 1\n", "toml", kind=kind)
    wrong = {name: len(problems_of(document, entry)) for name, entry in views_in(document).items()}
    assert wrong == {"a": 1, "b": 0, "c": 1, "d": 1}


def test_files_that_say_nothing_of_views_are_not_read(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text("[project]\n")
    (project / "gageconfig.toml").write_text("[check]\n")
    assert find_settings(project / "gage.toml", b"views") == []
    (project / "gageconfig.toml").write_text("[views]\n")
    assert find_settings(project / "gage.toml", b"views") == [project / "gageconfig.toml"]
