"""Boards, summaries and user configs in the editor: diagnosed as in the terminal, where they are Gage's at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gage_command import gage
from ls.editor import Editor, at


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("board.yaml", "columns: [loss]\n"),
        ("sub/train.board.json", '{"colums": []}\n'),
        ("summary.json", '{"metrics": {"loss": "x"}}\n'),
        ("gageconfig.toml", "[repos.a]\n[check]\nignore = ['no-comand']\n"),
        (".gage/config.yaml", "repo: {}\n"),
        ("gageconfig.yaml", "theme: drak\nthemes:\n  mine: {key: cyna, status: {eror: red}}\n"),
    ],
)
async def test_the_editor_says_what_the_terminal_says(editor: Editor, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "x"\n')
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    shown = await editor.problems(path.as_uri(), editor.open(path.as_uri(), text))
    file = json.loads(gage(tmp_path, "check", "--format", "json", name).stdout)["files"][0]
    assert shown
    assert [item.message for item in shown] == [problem["message"] for problem in file["problems"]]
    assert await editor.lenses(path.as_uri()) == []


async def test_a_mistake_in_a_board_is_mended_like_one_in_a_gagefile(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text("")
    uri = (tmp_path / "board.toml").as_uri()
    text = '[run-select]\noperations = "train"\n'
    await editor.problems(uri, editor.open(uri, text))
    fix, ignore = await editor.actions(uri, at(1, 3))
    assert fix.title == "Change 'operations' to 'operation'"
    assert ignore.title == "Ignore 'unknown-key' on this line"
    assert await editor.problems(uri, editor.change(uri, ((1, 0, 1, 10), "operation"))) == []


async def test_boards_and_summaries_of_other_tools_are_left_alone(editor: Editor, tmp_path: Path) -> None:
    for name in ("board.json", "summary.yaml"):
        editor.open((tmp_path / name).as_uri(), "{}")
    editor.open("untitled:board.json", "[]")
    mark = (tmp_path / "gage.json").as_uri()
    await editor.problems(mark, editor.open(mark, "{}"))
    others = {"untitled:board.json", *((tmp_path / name).as_uri() for name in ("board.json", "summary.yaml"))}
    assert not others & {published.uri for published in editor.published}
