"""What stands behind values: where, in each syntax, and only in the range that is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from case_files import assert_expected, gagefile_cases
from ls.editor import Editor, at, capabilities, server
from ls.project_around import fill
from lsprotocol import types as lsp


async def hints(editor: Editor, uri: str, range_: lsp.Range) -> list[lsp.InlayHint]:
    params = lsp.InlayHintParams(text_document=lsp.TextDocumentIdentifier(uri=uri), range=range_)
    return list(await editor.text_document_inlay_hint_async(params) or [])


def shown(text: str, found: list[lsp.InlayHint]) -> str:
    """A text with its hints in it, as an editor shows them; columns are those of UTF-32."""
    lines = text.split("\n")
    for hint in reversed(found):
        line, column = hint.position.line, hint.position.character
        gap = " " if hint.padding_left else ""
        lines[line] = f"{lines[line][:column]}{gap}‹{hint.label}›{lines[line][column:]}"
    return "\n".join(lines)


async def open_with_hints(editor: Editor, path: Path, text: str) -> list[lsp.InlayHint]:
    editor.open(path.as_uri(), text)
    return await hints(editor, path.as_uri(), at(0, 0, 9_999, 0))


@pytest.mark.parametrize("case", gagefile_cases("inlay-hints"))
async def test_hints_stand_behind_the_values_they_are_about(editor: Editor, tmp_path: Path, case: Path) -> None:
    fill(tmp_path)
    text = case.read_text(encoding="utf-8")
    found = await open_with_hints(editor, tmp_path / f"gage{case.suffix}", text)
    assert_expected(case.with_name(f"{case.name}.txt"), shown(text, found))


@pytest.mark.unmeasured  # hints are looked for no longer than a person waits
async def test_only_the_range_that_is_asked_for_has_hints(editor: Editor, tmp_path: Path) -> None:
    fill(tmp_path)
    uri = (tmp_path / "gage.toml").as_uri()
    editor.open(uri, "".join(f"[train-{number}]\nconfig = 'train.py#lr'\n" for number in range(400)))
    found = await hints(editor, uri, at(200, 0, 210, 0))
    assert [hint.position.line for hint in found] == [201, 203, 205, 207, 209]
    assert await hints(editor, uri, at(201, 0, 201, 5)) == []
    assert len(await hints(editor, uri, at(201, 0, 201, 22))) == 1
    assert len(await hints(editor, uri, at(0, 0, 9_999, 0))) == 400


async def test_there_is_a_most_to_what_is_told_at_once(editor: Editor, tmp_path: Path) -> None:
    fill(tmp_path)
    text = "".join(f"[train-{number}]\nconfig = 'train.py#lr'\n" for number in range(1_200))
    assert 0 < len(await open_with_hints(editor, tmp_path / "gage.toml", text)) <= 1_000


async def test_places_are_in_the_units_of_the_client(any_editor: Editor, tmp_path: Path) -> None:
    fill(tmp_path)
    before = "'😀' = { description = '😀', config = 'train.py#lr'"
    (hint,) = await open_with_hints(any_editor, tmp_path / "gage.toml", f"{before} }} # 😀\n")
    assert hint.position == lsp.Position(line=0, character=any_editor.units(before))


async def test_a_hint_says_more_when_it_is_pointed_at(editor: Editor, tmp_path: Path) -> None:
    fill(tmp_path)
    text = "[train]\nconfig = 'train.py#lr'\nsourcecode = 'data/*'\n"
    value, files = await open_with_hints(editor, tmp_path / "gage.toml", text)
    assert value.tooltip == lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value="- `lr` = `1e-3` · train.py, line 2")
    assert isinstance(files.tooltip, lsp.MarkupContent)
    assert files.tooltip.value == "**2 files** match now\n\n- `data/a.csv`\n- `data/b.csv`"


async def test_no_file_outside_the_project_is_counted_or_read(editor: Editor, tmp_path: Path) -> None:
    project = tmp_path / "project"
    fill(project)
    (tmp_path / "outside.py").write_text("lr = 0.987\n")
    (project / "linked").symlink_to(tmp_path)
    text = (
        "[train]\nconfig = ['../outside.py#lr', 'linked/outside.py#lr']\n"
        "sourcecode = ['../*.py', 'linked/*.py']\ndepends = ['../*.py', 'linked/*.py', 'dir:..', 'dir:linked']\n"
    )
    found = await open_with_hints(editor, project / "gage.toml", text)
    assert {hint.label for hint in found} <= {"0 files"}


async def test_other_files_and_documents_that_are_none_have_no_hints(editor: Editor, tmp_path: Path) -> None:
    assert await open_with_hints(editor, tmp_path / "board.yaml", "title: x\n") == []
    editor.open("untitled:gage.toml", "[train]\nconfig = 'train.py#lr'\n")
    assert await hints(editor, "untitled:gage.toml", at(0, 0, 9, 0)) == []
    assert await hints(editor, "file:///never/opened/gage.toml", at(0, 0, 9, 0)) == []


@pytest_lsp.fixture(config=server(), scope="session")
async def refreshing(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor that asks for hints again when it is told to."""
    can = capabilities(lsp.PositionEncodingKind.Utf16)
    can.workspace = lsp.WorkspaceClientCapabilities(
        inlay_hint=lsp.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=can))
    yield
    await lsp_client.shutdown_session()


async def test_a_changed_file_calls_for_the_hints_again(refreshing: Editor, tmp_path: Path) -> None:
    fill(tmp_path)
    path, script = tmp_path / "gage.toml", tmp_path / "train.py"
    (hint,) = await open_with_hints(refreshing, path, "[train]\nconfig = 'train.py#lr'\n")
    assert hint.label == "= 1e-3"
    script.write_text("lr = 0.5\n")
    event = lsp.FileEvent(uri=script.as_uri(), type=lsp.FileChangeType.Changed)
    before = len(refreshing.hints_called_for)
    refreshing.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(changes=[event]))
    await refreshing.until(lambda: len(refreshing.hints_called_for) > before)
    (hint,) = await hints(refreshing, path.as_uri(), at(0, 0, 9, 0))
    assert hint.label == "= 0.5"
