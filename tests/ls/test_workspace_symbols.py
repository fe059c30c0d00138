from __future__ import annotations

import os
from pathlib import Path

import pytest
from ls.editor import Editor
from ls.marked import marked
from lsprotocol import types as lsp


@pytest.fixture
async def workspace(nested: Editor, tmp_path: Path) -> Path:
    """A folder of the workspace."""
    folder = tmp_path / "my wörkspace 😀"
    folder.mkdir()
    added = [lsp.WorkspaceFolder(uri=folder.as_uri(), name="workspace")]
    event = lsp.WorkspaceFoldersChangeEvent(added=added, removed=[])
    nested.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(event=event))
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


async def found(editor: Editor, query: str, below: Path) -> dict[str, lsp.Location]:
    """What is found in one folder; other tests have others in the same workspace."""
    symbols = await editor.workspace_symbol_async(lsp.WorkspaceSymbolParams(query=query)) or []
    locations = {symbol.name: symbol.location for symbol in symbols if symbol.location.uri.startswith(below.as_uri())}
    assert all(isinstance(location, lsp.Location) for location in locations.values())
    return {name: location for name, location in locations.items() if isinstance(location, lsp.Location)}


async def test_operations_of_all_gagefiles_are_found_by_some_of_their_letters(nested: Editor, workspace: Path) -> None:
    text, _, (range_,) = marked("# é\n['⟦träin 😀⟧']\nexec = 'x'\n[eval]\n['träin 😀'.env]\n")
    write(workspace / "gage.toml", text)
    write(workspace / "a" / "gage.yaml", "$namespace: n\nprepare-data: {exec: x}\n")
    write(workspace / "b" / ".gage" / "gage.json", '{"report": {"exec": "x"}, "half": ')
    write(workspace / "node_modules" / "gage.toml", "[not-ours]\n")
    write(workspace / ".venv" / "gage.toml", "[not-ours]\n")
    (workspace / "c").mkdir()
    (workspace / "c" / "gage.toml").write_bytes(b"[not-text]\n\xff\xfe")

    everything = await found(nested, "", workspace)
    assert sorted(everything) == ["eval", "half", "prepare-data", "report", "träin 😀"]
    train = everything["träin 😀"]
    assert train.uri == (workspace / "gage.toml").as_uri()
    assert (train.range.start.line, train.range.start.character) == (1, 1)
    assert train.range.end.character == range_.end.character + 1
    assert sorted(await found(nested, "PRDT", workspace)) == ["prepare-data"]
    assert sorted(await found(nested, "e", workspace)) == ["eval", "prepare-data", "report"]
    assert await found(nested, "tpd", workspace) == {}


async def test_what_is_shown_counts_and_what_changed_is_read_again(nested: Editor, workspace: Path) -> None:
    saved, shown = workspace / "a" / "gage.toml", workspace / "b" / "gage.toml"
    write(saved, "[one]\n")
    write(shown, "[two]\n")
    assert sorted(await found(nested, "", workspace)) == ["one", "two"]
    nested.open(shown.as_uri(), "[three]\n")
    write(saved, "[four]\n")
    os.utime(saved, ns=(1, 1))
    assert sorted(await found(nested, "", workspace)) == ["four", "three"]
    nested.close(shown.as_uri())
    assert sorted(await found(nested, "", workspace)) == ["four", "two"]


async def test_the_project_of_an_operation_is_told(nested: Editor, workspace: Path) -> None:
    write(workspace / "vision" / ".gage" / "gage.toml", "[told]\n")
    symbols = await nested.workspace_symbol_async(lsp.WorkspaceSymbolParams(query="told")) or []
    assert [symbol.container_name for symbol in symbols if symbol.name == "told"] == ["vision"]
