from __future__ import annotations

from pathlib import Path

from ls.editor import Editor, at
from lsprotocol import types as lsp


async def test_comments_silence_in_the_editor_too(editor: Editor) -> None:
    uri = "file:///silent/comments/gage.toml"
    text = '[train]\nexec = "x"\nzebra = 1 # gage: ignore[unknown-key]\n'
    assert await editor.problems(uri, editor.open(uri, text)) == []
    (found,) = await editor.problems(uri, editor.change(uri, ((2, 0, 2, 9), "version = 1")))
    assert (found.code, found.severity) == ("unused-ignore", lsp.DiagnosticSeverity.Warning)
    assert found.range == at(2, 27, 2, 38)


async def test_settings_of_the_project_apply_in_the_editor_too(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.gage.check]\nignore = ["unknown-key"]\nseverity = { one-default = "hint" }\n'
    )
    path = tmp_path / "gage.toml"
    text = '[a]\nexec = "x"\nzebra = 1\ndefault = true\n[b]\nexec = "x"\ndefault = true\n'
    path.write_text(text)
    uri = path.as_uri()
    editor.open(uri, text)

    def shown() -> list[tuple[object, object]]:
        found = [published for published in editor.published if published.uri == uri][-1:]
        return [(problem.code, problem.severity) for published in found for problem in published.diagnostics]

    wanted = [("one-default", lsp.DiagnosticSeverity.Hint)]
    assert await editor.until(lambda: [published for published in editor.published if shown() == wanted])
