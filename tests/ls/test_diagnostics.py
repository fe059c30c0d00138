from __future__ import annotations

import itertools
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from ls.editor import Editor, at
from lsprotocol import types as lsp

from gage.gagefile.codes import codes
from gage_ls.rule_pages import page_uri

FRESH = itertools.count()
BROKEN = '[train]\nexce = "python train.py"\n'


@pytest.fixture
def uri() -> str:
    return f"file:///projects/{next(FRESH)}/gage.toml"


async def test_a_misspelt_key_is_underlined(editor: Editor, uri: str) -> None:
    (found,) = await editor.problems(uri, editor.open(uri, BROKEN))
    assert found.range == at(1, 0, 1, 4)
    assert found.severity == lsp.DiagnosticSeverity.Error
    assert found.source == "gage"
    assert found.code
    assert "exec" in found.message


async def test_columns_are_counted_in_the_units_of_the_client(any_editor: Editor, uri: str) -> None:
    before = '"😀-é" = { '
    (found,) = await any_editor.problems(uri, any_editor.open(uri, before + 'exce = "a" }\n'))
    column = any_editor.units(before)
    assert found.range == at(0, column, 0, column + 4)


async def test_edits_land_where_the_client_means_them(any_editor: Editor, uri: str) -> None:
    # A carriage return ends a line and U+2028 does not; each character before the edits moves them in some encoding.
    uri = uri.replace(".toml", ".json")
    any_editor.open(uri, '// 😀\r{"😀é": {"description": "\u2028", "exec": "x"}}\r\n')
    column = any_editor.units('{"😀é": {"description": "\u2028", "')
    version = any_editor.change(
        uri,
        ((0, 0, 0, 0), "// é\r"),
        ((2, column, 2, column + 4), "exce"),
        ((3, 0, 3, 0), "// 😀\r\n"),
    )
    (found,) = await any_editor.problems(uri, version)
    assert found.range == at(2, column - 1, 2, column + 5)


async def test_diagnostics_go_when_the_text_is_right(editor: Editor, uri: str) -> None:
    assert await editor.problems(uri, editor.open(uri, BROKEN))
    assert await editor.problems(uri, editor.change(uri, ((1, 0, 1, 4), "exec"))) == []


async def test_diagnostics_go_when_the_document_is_closed(editor: Editor, uri: str) -> None:
    assert await editor.problems(uri, editor.open(uri, BROKEN))
    editor.close(uri)
    assert await editor.until(lambda: [p for p in editor.published if p.uri == uri and not p.diagnostics])


async def test_the_last_of_many_edits_is_what_counts(editor: Editor, uri: str) -> None:
    editor.open(uri, "".join(f'[op{n}]\nexec = "a"\n' for n in range(500)))
    for letter in "[last]\nexce":
        version = editor.change(uri, ((9999, 0, 9999, 0), letter))
    found = await editor.problems(uri, version)
    assert {problem.range.start.line for problem in found} == {1001}


async def test_a_whole_new_text_replaces_the_old_one(editor: Editor, uri: str) -> None:
    editor.open(uri, BROKEN)
    (found,) = await editor.problems(uri, editor.change(uri, "\n" + BROKEN, ((0, 0, 0, 0), "\n")))
    assert found.range == at(3, 0, 3, 4)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gage.yaml", "train:\n  exce: a\n"),
        ("gage.yml", "train:\n  exce: a\n"),
        ("gage.json", '{"train":\n  {"exce": "a"}}\n'),
        (".gage/gage.toml", "train.\\\n"),
    ],
)
async def test_every_gagefile_is_checked(editor: Editor, tmp_path: Path, name: str, text: str) -> None:
    uri = (tmp_path / name).as_uri()
    assert await editor.problems(uri, editor.open(uri, text))


async def test_a_gagefile_that_was_never_saved_is_checked(editor: Editor) -> None:
    uri = "untitled:gage.toml"
    assert await editor.problems(uri, editor.open(uri, BROKEN))


@pytest.mark.parametrize("name", ["pyproject.toml", "gage.txt", "gage", "my-gage.toml", "gage.toml.bak"])
async def test_other_files_are_left_alone(editor: Editor, tmp_path: Path, uri: str, name: str) -> None:
    other = (tmp_path / name).as_uri()
    editor.open(other, BROKEN)
    await editor.problems(uri, editor.open(uri, BROKEN))
    assert not [params for params in editor.published if params.uri == other]


async def test_a_text_of_five_million_characters_is_not_checked(editor: Editor, uri: str) -> None:
    large = BROKEN + "#" * 5_000_000
    (found,) = await editor.problems(uri, editor.open(uri, large))
    assert found.severity == lsp.DiagnosticSeverity.Information
    assert "not checked" in found.message
    (found,) = await editor.problems(uri, editor.change(uri, ((1, 0, 9, 0), "exce = 'a'")))
    assert found.range == at(1, 0, 1, 4)


async def test_the_code_leads_to_its_page_on_this_machine(editor: Editor, uri: str) -> None:
    (found,) = await editor.problems(uri, editor.open(uri, BROKEN))
    assert found.code_description
    page = Path(url2pathname(urlsplit(found.code_description.href).path))
    assert page.read_text(encoding="utf-8").startswith(f"# {found.code}\n")


def test_every_code_has_a_page_and_what_is_no_code_has_none() -> None:
    assert all(page_uri(code) for code in codes())
    assert page_uri("no-such-code") is None
    assert page_uri("../../README") is None


async def test_what_is_deprecated_or_of_no_use_is_tagged(editor: Editor, uri: str) -> None:
    text = "[train]\nexec = 'x' # gage: ignore[no-command]\n[b]\nexec = 'y'\ndepends = { type = 'project-files', files = 'a', link = true }\n"
    shown = await editor.problems(uri, editor.open(uri, text))
    assert {found.code: list(found.tags or []) for found in shown} == {
        "unused-ignore": [lsp.DiagnosticTag.Unnecessary],
        "deprecated-key": [lsp.DiagnosticTag.Deprecated],
    }


async def test_related_places_are_told(editor: Editor, uri: str) -> None:
    (found,) = await editor.problems(uri, editor.open(uri, "[a]\nexec = 'x'\nexec = 'y'\n"))
    assert [other.location for other in found.related_information or ()] == [
        lsp.Location(uri=uri, range=at(1, 0, 1, 4))
    ]
