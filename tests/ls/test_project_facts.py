"""What the server says of the project around a gagefile: the same as the terminal, when opened and when saved."""

from __future__ import annotations

import json
from pathlib import Path

from gage_command import gage
from ls.editor import Editor
from lsprotocol import types as lsp

TEXT = '[train]\nexec = "python train.py"\nconfig = "train.py#lr"\nsourcecode = ["*.py", "*.csv size<1MB"]\n'


def save(editor: Editor, uri: str) -> None:
    editor.text_document_did_save(lsp.DidSaveTextDocumentParams(text_document=lsp.TextDocumentIdentifier(uri=uri)))


async def until_codes(editor: Editor, uri: str, codes: set[str]) -> list[lsp.Diagnostic]:
    """The newest diagnostics of a document, once they have these codes."""

    def newest() -> list[lsp.PublishDiagnosticsParams]:
        published = [params for params in editor.published if params.uri == uri]
        return published[-1:] if published and {item.code for item in published[-1].diagnostics} == codes else []

    (params,) = await editor.until(newest)
    return list(params.diagnostics)


async def test_the_server_says_of_the_project_what_the_terminal_says(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    path.write_text(TEXT)
    editor.open(path.as_uri(), TEXT)
    shown = await until_codes(editor, path.as_uri(), {"config-file-missing", "source-pattern"})
    (checked,) = json.loads(gage(tmp_path, "check", "--format", "json").stdout)["files"]
    assert [(item.code, item.message) for item in shown] == [
        (problem["code"], problem["message"]) for problem in checked["problems"]
    ]


async def test_what_changed_in_the_project_is_seen_when_a_gagefile_is_saved(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    text = TEXT.replace("*.csv size<1MB", "*.py")
    editor.open(path.as_uri(), text)
    await until_codes(editor, path.as_uri(), {"config-file-missing", "source-selects-nothing"})
    (tmp_path / "train.py").write_text("rate = 0.1\n")
    save(editor, path.as_uri())
    (found,) = await until_codes(editor, path.as_uri(), {"config-key-missing"})
    assert "'lr' does not exist in train.py" in found.message


async def test_an_edit_keeps_what_is_known_of_the_project(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    uri = path.as_uri()
    (tmp_path / "train.py").write_text("lr = 0.1\n")
    text = '[train]\nexec = "x"\nconfig = "trian.py"\n'
    editor.open(uri, text)
    await until_codes(editor, uri, {"config-file-missing"})
    editor.change(uri, ((0, 0, 0, 0), "# a comment\n"))
    (found,) = await until_codes(editor, uri, {"config-file-missing"})
    assert await editor.until(lambda: editor.published[-1].diagnostics[0].range.start.line == 3)
    assert found.severity == lsp.DiagnosticSeverity.Warning
    editor.change(uri, ((3, 10, 3, 18), "train.py"))
    await until_codes(editor, uri, set())
