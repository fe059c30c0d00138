"""The client watches what open gagefiles name, and the server looks again when it is told of a change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_lsp
from ls.editor import Editor, capabilities, server
from ls.test_project_facts import until_codes
from lsprotocol import types as lsp

TEXT = '[train]\nexec = "python train.py"\nconfig = ["train.py#lr", "conf/*.py"]\nsourcecode = ["*.py", "**/*.csv size<9"]\n'


@pytest_lsp.fixture(config=server(), scope="session")
async def watching(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor that watches files for servers that ask."""
    can = capabilities(lsp.PositionEncodingKind.Utf16)
    can.workspace = lsp.WorkspaceClientCapabilities(
        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=can))
    yield
    await lsp_client.shutdown_session()


def changed(editor: Editor, path: Path, kind: lsp.FileChangeType) -> None:
    event = lsp.FileEvent(uri=path.as_uri(), type=kind)
    editor.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(changes=[event]))


def watched(editor: Editor, path: Path) -> set[str]:
    """The globs that are watched for a file."""
    return {glob for name, globs in editor.watched.items() if name.endswith(path.as_uri()) for glob in globs}


async def test_what_comes_changes_and_goes_is_seen_without_saving(watching: Editor, tmp_path: Path) -> None:
    path, script = tmp_path / "gage.toml", tmp_path / "train.py"
    uri = path.as_uri()
    path.write_text(TEXT)
    watching.open(uri, TEXT)
    await until_codes(watching, uri, {"config-file-missing", "source-selects-nothing"})
    await watching.until(lambda: watched(watching, path))
    assert watched(watching, path) >= {"**/train.py", "**/*.py", "**/*.csv", "**/pyproject.toml", "**/gage.json"}

    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "a.py").write_text("rate = 1\n")
    (tmp_path / "data.csv").write_text("1\n")
    script.write_text("rate = 0.1\n")
    changed(watching, script, lsp.FileChangeType.Created)
    await until_codes(watching, uri, {"config-key-missing"})

    script.write_text("lr = 0.1\n")
    changed(watching, script, lsp.FileChangeType.Changed)
    await until_codes(watching, uri, set())

    settings = tmp_path / "gageconfig.toml"
    settings.write_text('[check]\nignore = ["config-file-missing"]\n')
    script.unlink()
    changed(watching, script, lsp.FileChangeType.Deleted)
    settings.unlink()
    changed(watching, settings, lsp.FileChangeType.Deleted)
    await until_codes(watching, uri, {"config-file-missing", "source-selects-nothing"})


async def test_the_names_are_those_of_the_saved_text_and_none_once_it_is_closed(
    watching: Editor, tmp_path: Path
) -> None:
    path = tmp_path / "gage.toml"
    watching.open(path.as_uri(), TEXT)
    await watching.until(lambda: "**/train.py" in watched(watching, path))
    watching.change(path.as_uri(), TEXT.replace("train.py", "tra[i]n.py"))
    identifier = lsp.TextDocumentIdentifier(uri=path.as_uri())
    watching.text_document_did_save(lsp.DidSaveTextDocumentParams(text_document=identifier))
    await watching.until(lambda: "**/tra?i?n.py" in watched(watching, path))
    assert "**/train.py" not in watched(watching, path)
    watching.close(path.as_uri())
    assert await watching.until(lambda: not watched(watching, path))


async def test_a_client_that_does_not_watch_for_servers_is_not_asked(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    editor.open(path.as_uri(), TEXT)
    await until_codes(editor, path.as_uri(), {"config-file-missing", "source-selects-nothing"})
    assert editor.watched == {}
    # One that watches by a setting of its own is listened to all the same.
    (tmp_path / "data.csv").write_text("1\n")
    changed(editor, tmp_path / "data.csv", lsp.FileChangeType.Created)
    shown = await until_codes(editor, path.as_uri(), {"config-file-missing", "source-selects-nothing"})
    assert len(shown) > 0
