from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from ls.editor import Editor, at
from lsprotocol import types as lsp

RUN_KINDS = {"gage.run", "gage.runWithFlags", "gage.stage", "gage.preview"}
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
    lines = text.split("\n")

    def offset(position: lsp.Position) -> int:
        line = lines[position.line]
        column = [editor.units(line[:n]) for n in range(len(line) + 1)].index(position.character)
        return sum(len(line) + 1 for line in lines[: position.line]) + column

    for edit in reversed(action.edit.changes[uri]):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


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
        actions = await editor.actions(uri, at(line, 0), only=["gage"])
        assert [(action.title, action.kind) for action in actions] == [
            ("Run train", "gage.run"),
            ("Run train with flags…", "gage.runWithFlags"),
            ("Stage train", "gage.stage"),
            ("Preview train", "gage.preview"),
        ]
        for action in actions:
            assert action.command
            assert action.command.command == action.kind
            more = {"show": True} if action.kind == "gage.preview" else {}
            assert list(action.command.arguments or []) == [{"uri": uri, "operation": "train", **more}]


async def test_flags_are_asked_for_only_where_the_client_can(any_editor: Editor, uri: str) -> None:
    any_editor.open(uri, TEXT)
    actions = await any_editor.actions(uri, at(0, 0), only=["gage"])
    assert [action.kind for action in actions] == ["gage.run", "gage.stage", "gage.preview"]


async def test_an_operation_with_errors_or_without_a_command_is_not_offered_to_run(editor: Editor, uri: str) -> None:
    editor.open(uri, TEXT)
    for line in (3, 4, 5, 7, 8):
        assert await editor.actions(uri, at(line, 0), only=["gage"]) == []


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["gage.run"], {"gage.run"}),
        (["gage"], RUN_KINDS),
        (["source", "gage.stage"], {"source.fixAll.gage", "gage.stage"}),
        (["source.fixAll"], {"source.fixAll.gage"}),
        (["source.organizeImports"], set()),
        ([], set()),
        ([""], {"quickfix", "source.fixAll.gage", *RUN_KINDS}),
        (None, {"quickfix", *RUN_KINDS}),
    ],
)
async def test_only_the_kinds_asked_for_are_offered(
    editor: Editor, uri: str, only: list[str] | None, kinds: set[str]
) -> None:
    editor.open(uri, TEXT)
    actions = await editor.actions(uri, at(0, 4, 99, 0), only=only)
    assert {str(action.kind) for action in actions if "refactor" not in str(action.kind)} == kinds


async def test_all_fixes_are_one_source_action(any_editor: Editor, uri: str) -> None:
    text = "# 😀\n['😀-é']\nexce = 'a'\n\n" + TEXT
    any_editor.open(uri, text)
    (action,) = await any_editor.actions(uri, at(0, 0), only=["source.fixAll"])
    assert (action.title, action.kind) == ("Fix 2 problems", "source.fixAll.gage")
    mended = apply(text, action, uri, any_editor)
    assert mended == text.replace("exce ", "exec ").replace("sourcecod ", "sourcecode ")
    any_editor.change(uri, mended)
    assert await any_editor.actions(uri, at(0, 0), only=["source.fixAll"]) == []


async def test_a_problem_is_ignored_by_a_fix_that_is_not_preferred(any_editor: Editor, uri: str) -> None:
    text = TEXT.replace("sourcecod = false", '"😀" = 1')
    any_editor.open(uri, text)
    ignore = (await any_editor.actions(uri, at(5, 0), only=["quickfix"]))[-1]
    assert (ignore.title, ignore.is_preferred) == ("Ignore 'unknown-key' on this line", False)
    (shown,) = ignore.diagnostics or []
    assert shown.code == "unknown-key"
    silenced = apply(text, ignore, uri, any_editor)
    assert "  # gage: ignore[unknown-key]\n" in silenced
    assert not [
        one for one in await any_editor.problems(uri, any_editor.change(uri, silenced)) if one.code == "unknown-key"
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "after"),
    [
        (
            "gage.toml",
            '# 😀\n["😀-é"]\nexec = "a"\n\n[b]\nexec = ["b", "😀"] # why\n',
            5,
            '# 😀\n["😀-é"]\nexec = "a"\n\n[b]\nexec.run = ["b", "😀"] # why\n',
        ),
        (
            "gage.yaml",
            "# 😀\na:\n  exec: a\nb:\n  exec: ['b', '😀'] # why\n",
            4,
            "# 😀\na:\n  exec: a\nb:\n  exec:\n    run: ['b', '😀'] # why\n",
        ),
        (
            "gage.json",
            '{\n  "a": {"exec": "a"},\n  "b": {"exec": ["b", "😀"]} // why\n}\n',
            2,
            '{\n  "a": {"exec": "a"},\n  "b": {"exec": { "run": ["b", "😀"] }} // why\n}\n',
        ),
    ],
)
async def test_one_command_becomes_phases(
    any_editor: Editor, uri: str, name: str, text: str, line: int, after: str
) -> None:
    uri = uri.replace("gage.toml", name)
    any_editor.open(uri, text)
    (action,) = [
        action
        for action in await any_editor.actions(uri, at(line, 3), only=["refactor.rewrite"])
        if "phases" in action.title
    ]
    assert action.kind == "refactor.rewrite.gage"
    assert apply(text, action, uri, any_editor) == after


async def test_nothing_is_written_otherwise_in_an_operation_that_is_half_typed(editor: Editor, uri: str) -> None:
    editor.open(uri, '[a]\nexec = "a"\n[b]\nexec = "b\n[c]\nexec = "c"\n')
    offers = [len(await editor.actions(uri, at(line, 0), only=["refactor.rewrite"])) for line in (1, 3, 5)]
    assert offers == [1, 0, 1]


async def test_operations_and_an_id_are_added_where_nothing_is_yet(any_editor: Editor, gagefile: Path) -> None:
    uri = gagefile.as_uri()
    for name in ("plot.py", "fit model.py", "train.py", "test_train.py", "_lib.py", "setup.py", "notes.txt"):
        (gagefile.parent / name).touch()
    (gagefile.parent / "link.py").symlink_to(gagefile.parent / "plot.py")
    text = '# 😀\n\n["train"]\nexec = "python train.py"\n'
    gagefile.write_text(text, encoding="utf-8")
    any_editor.open(uri, text)
    fit, plot, identify = await any_editor.actions(uri, at(1, 0), only=["refactor.add"])
    assert apply(text, plot, uri, any_editor) == text.replace("\n\n", '\n\n[plot]\nexec = "python plot.py"\n\n')
    assert apply(text, fit, uri, any_editor).startswith('# 😀\n\n["fit model"]\nexec = "python \'fit model.py\'"\n\n')
    mended = apply(text, identify, uri, any_editor)
    assert re.fullmatch(r'"\$project-id" = "[0-9a-f-]{36}"', mended.split("\n")[2])
    assert await any_editor.problems(uri, any_editor.change(uri, mended)) == []
    assert identify.title not in titles(await any_editor.actions(uri, at(1, 0)), "refactor.add.gage")


async def test_an_operation_has_a_name_that_is_not_taken(editor: Editor, uri: str) -> None:
    editor.open(uri, "\n[train]\n[evaluate]\n[prepare]\n[operation-1]\n")
    assert titles(await editor.actions(uri, at(5, 0)), "refactor.add.gage") == ["Add an operation 'operation-2'"]


async def test_lines_that_are_added_end_as_the_others_do(editor: Editor, uri: str) -> None:
    uri = uri.replace("gage.toml", "gage.yaml")
    editor.open(uri, "train: python train.py\r\n")
    fix, *_ = await editor.actions(uri, at(0, 8))
    assert fix.edit
    assert fix.edit.changes
    assert [edit.new_text for edit in fix.edit.changes[uri]] == ["\r\n  exec: "]


async def test_a_file_that_is_too_large_to_look_into_has_no_actions(editor: Editor, uri: str) -> None:
    editor.open(uri, "\n" * 5_000_001)
    assert await editor.actions(uri, at(3, 0)) == []
    editor.close(uri)
