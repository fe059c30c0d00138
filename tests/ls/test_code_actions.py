from __future__ import annotations

import itertools

import pytest
from ls.editor import Editor, at
from lsprotocol import types as lsp

FRESH = itertools.count()
TEXT = """\
[train]
exec = "python train.py"

[eval]
exec = "python eval.py"
sourcecod = false

[notes]
description = "nothing to run"
"""


@pytest.fixture
def uri() -> str:
    return f"file:///actions/{next(FRESH)}/gage.toml"


def titles(actions: list[lsp.CodeAction], kind: str) -> list[str]:
    return [action.title for action in actions if action.kind == kind]


def apply(text: str, action: lsp.CodeAction, uri: str, editor: Editor) -> str:
    """The text after the edits of an action, made the way an editor makes them."""
    assert action.edit
    assert action.edit.changes
    lines = text.splitlines(keepends=True)
    for edit in reversed(action.edit.changes[uri]):
        assert edit.range.start.line == edit.range.end.line
        line = lines[edit.range.start.line]
        columns = [editor.units(line[:n]) for n in range(len(line) + 1)]
        start, end = columns.index(edit.range.start.character), columns.index(edit.range.end.character)
        lines[edit.range.start.line] = line[:start] + edit.new_text + line[end:]
    return "".join(lines)


async def test_a_misspelt_key_has_a_fix_that_mends_it(any_editor: Editor, uri: str) -> None:
    text = '"😀-é" = { exce = "x" }\n'
    version = any_editor.open(uri, text)
    (found,) = await any_editor.problems(uri, version)
    first, *_ = await any_editor.actions(uri, found.range)
    assert first.kind == lsp.CodeActionKind.QuickFix
    assert first.is_preferred
    assert list(first.diagnostics or []) == [found]
    mended = apply(text, first, uri, any_editor)
    assert mended == text.replace("exce", "exec")
    assert await any_editor.problems(uri, any_editor.change(uri, mended)) == []


async def test_fixes_are_offered_where_the_problem_is_and_nowhere_else(editor: Editor, uri: str) -> None:
    editor.open(uri, TEXT)
    for inside in (at(5, 0), at(5, 4), at(5, 9), at(4, 0, 6, 0)):
        assert titles(await editor.actions(uri, inside), "quickfix")
    for outside in (at(5, 11), at(0, 0), at(99, 99)):
        assert not titles(await editor.actions(uri, outside), "quickfix")


async def test_a_diagnostic_the_editor_names_is_mended_from_anywhere(editor: Editor, uri: str) -> None:
    found = await editor.problems(uri, editor.open(uri, TEXT))
    assert titles(await editor.actions(uri, at(5, 17), diagnostics=found), "quickfix")


async def test_an_operation_runs_from_each_of_its_lines(editor: Editor, uri: str) -> None:
    editor.open(uri, TEXT)
    for line in (0, 1):
        (action,) = await editor.actions(uri, at(line, 0))
        assert action.title == "Run train"
        assert action.command
        assert action.command.command == "gage.run"
        assert list(action.command.arguments or []) == [{"uri": uri, "operation": "train"}]


async def test_an_operation_with_errors_or_without_a_command_is_not_offered_to_run(editor: Editor, uri: str) -> None:
    editor.open(uri, TEXT)
    for line in (3, 4, 5, 7, 8):
        assert not titles(await editor.actions(uri, at(line, 0)), "gage.run")


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["gage"], {"gage.run"}),
        (["gage.run"], {"gage.run"}),
        (["source", "refactor"], set()),
        ([], set()),
        ([""], {"quickfix", "gage.run"}),
    ],
)
async def test_only_the_kinds_asked_for_are_offered(editor: Editor, uri: str, only: list[str], kinds: set[str]) -> None:
    text = TEXT.replace("[train]", "[train]\n[train.config]\n[evl]\nexce = 1\n[tarin]")
    editor.open(uri, text)
    actions = await editor.actions(uri, at(0, 0, 99, 0), only=only)
    everything = await editor.actions(uri, at(0, 0, 99, 0))
    assert {action.kind for action in actions} == kinds & {action.kind for action in everything}


async def test_every_operation_with_a_command_has_a_lens_at_its_name(any_editor: Editor, uri: str) -> None:
    any_editor.open(uri, "# 😀\n['😀-é']\nexec = 'a'\n" + TEXT)
    lenses = await any_editor.lenses(uri)
    width = any_editor.units("'😀-é'")
    assert [lens.range for lens in lenses] == [at(1, 1, 1, 1 + width), at(3, 1, 3, 6), at(6, 1, 6, 5)]
    commands = [lens.command for lens in lenses if lens.command]
    assert [command.title for command in commands] == ["Run"] * 3
    assert [dict(command.arguments[0])["operation"] for command in commands] == ["😀-é", "train", "eval"]
