"""What hovers tell, in each syntax, of whole and half-typed gagefiles; the marks in the cases are where it is asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from case_files import assert_expected, gagefile_cases
from ls.editor import Editor, at, capabilities, server
from ls.project_around import fill, make_run
from lsprotocol import types as lsp

MARK = "▮"


async def hover(editor: Editor, uri: str, line: int, column: int) -> lsp.Hover | None:
    document = lsp.TextDocumentIdentifier(uri=uri)
    place = lsp.Position(line=line, character=column)
    return await editor.text_document_hover_async(lsp.HoverParams(text_document=document, position=place))


def told(found: lsp.Hover) -> str:
    assert isinstance(found.contents, lsp.MarkupContent)
    return found.contents.value


def without_chance(text: str, directory: Path) -> str:
    """Without what differs from one time to the next: where the project is, names of runs, and ages."""
    text = text.replace(str(directory), "PROJECT")
    text = re.sub(r"\d+ \w+ ago|(?<=changed )now", "AGO", text)
    return re.sub(r"`[a-z]{5}`(?= (completed|error)|\.$|$)", "`NAME`", text, flags=re.MULTILINE)


@pytest.mark.parametrize("case", gagefile_cases("hover"))
async def test_what_is_told_at_each_mark(editor: Editor, tmp_path: Path, case: Path) -> None:
    fill(tmp_path)
    marked = case.read_text(encoding="utf-8")
    path = tmp_path / f"gage{case.suffix}"
    text = marked.replace(MARK, "")
    path.write_text(text, encoding="utf-8")
    editor.open(path.as_uri(), text)
    lines = text.split("\n")
    report = []
    for number, line in enumerate(marked.split("\n")):
        for mark in re.finditer(MARK, line):
            before = line[: mark.start()].replace(MARK, "")
            found = await hover(editor, path.as_uri(), number, editor.units(before))
            report.append(f"# {before.lstrip()}{MARK}{line[mark.end() :].replace(MARK, '')}")
            if found is None:
                report.append("(nothing)")
                continue
            assert found.range
            start, end = found.range.start, found.range.end
            if start.line == end.line:
                report.append(f"[{lines[start.line][start.character : end.character]}]")
            report.append(without_chance(told(found), tmp_path))
    assert_expected(case.with_name(f"{case.name}.md"), "\n\n".join(report) + "\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
async def test_places_are_in_the_units_of_the_client(any_editor: Editor, tmp_path: Path, ending: str) -> None:
    uri = (tmp_path / "gage.json").as_uri()
    before, name = '"😀\u2028": 1, "exec": "echo 😀 é ', "{lr}"
    lines = ["{", '"😀-é": {', f'{before}{name}",', '"config": { "name": "lr" }}}']
    any_editor.open(uri, ending.join(lines))
    start = any_editor.units(before)
    found = await hover(any_editor, uri, 2, start + 1)
    assert found
    assert told(found).startswith("- `lr` has no default")
    assert found.range == at(2, start, 2, start + len(name))


async def test_what_changes_in_the_project_is_told_at_once(editor: Editor, tmp_path: Path) -> None:
    store = fill(tmp_path, tmp_path.name)
    uri = (tmp_path / "gage.toml").as_uri()
    editor.open(uri, '[train]\nexec = "python {lr}"\nconfig = "train.py#lr"\nsourcecode = ["data/*"]\n')

    async def at_place(line: int, column: int) -> str:
        found = await hover(editor, uri, line, column)
        return told(found) if found else ""

    assert "python 0.001" in await at_place(0, 2)
    assert "**Last run of 2**" in await at_place(0, 2)
    assert "**2 files**" in await at_place(3, 16)
    (tmp_path / "train.py").write_text("lr = 0.75\n")
    (tmp_path / "data" / "c.csv").write_text("")
    make_run(store, f"{tmp_path.name} train", hour=5, code=0)
    assert "python 0.75" in await at_place(0, 2)
    assert "**Last run of 3**" in await at_place(0, 2)
    assert "**3 files**" in await at_place(3, 16)
    (tmp_path / "train.py").unlink()
    assert "python {lr}" in await at_place(0, 2)


async def test_nothing_outside_the_project_is_told_of(editor: Editor, tmp_path: Path) -> None:
    project = tmp_path / "project"
    fill(project)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secrets.py").write_text("lr = 0.987\n")
    (project / "linked").symlink_to(tmp_path / "outside")
    (project / "linked.py").symlink_to(tmp_path / "outside" / "secrets.py")
    uri = (project / "gage.toml").as_uri()
    paths = ["../outside/secrets.py", "linked/secrets.py", "linked.py", f"{tmp_path}/outside/secrets.py"]
    texts = [f'config = "{path}#lr"' for path in paths]
    texts += [f'depends = "file:{path}"' for path in paths] + ['depends = "dir:../outside"', 'depends = "dir:linked"']
    texts += ['sourcecode = "linked/*"', 'sourcecode = "../outside/*"']
    for text in texts:
        editor.open(uri, f"[train]\nexec = 'x'\n{text}\n")
        found = await hover(editor, uri, 2, text.index('"') + 3)
        if found:
            assert "987" not in told(found)
            assert "secrets" not in told(found)
            assert "bytes" not in told(found)
        editor.close(uri)


async def test_what_people_wrote_does_nothing_but_show(editor: Editor, tmp_path: Path) -> None:
    text = "[train]\nexec = '```\\n[x](y)'\ndescription = '''![x](http://y/z.png) <img src=x> [a](b)\n# no heading\n- no list'''\n"
    uri = (tmp_path / "gage.toml").as_uri()
    editor.open(uri, text)
    found = await hover(editor, uri, 0, 2)
    assert found
    assert r"!\[x\](http://y/z.png) \<img src=x> \[a\](b)" in told(found)
    assert "\n\\# no heading  \n\\- no list" in told(found)
    assert "````sh\n```" in told(found)


async def test_a_document_that_is_no_file_has_its_documentation(editor: Editor) -> None:
    uri = "untitled:gage.yaml"
    editor.open(uri, "train:\n  exec: python {lr}\n  config: train.py\n")
    found = await hover(editor, uri, 1, 4)
    assert found
    assert told(found).startswith("**Command**")
    named = await hover(editor, uri, 0, 2)
    assert named
    assert "python {lr}" in told(named)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("board.yaml", "title: x\n", "**Title**"),
        ("gageconfig.toml", "[check]\nignore = []\n", "**"),
    ],
)
async def test_other_files_of_ours_have_documentation(
    editor: Editor, tmp_path: Path, name: str, text: str, expected: str
) -> None:
    (tmp_path / "gage.toml").touch()  # boards of other projects are not ours
    uri = (tmp_path / name).as_uri()
    editor.open(uri, text)
    found = await hover(editor, uri, 0, 1)
    assert found
    assert expected in told(found)


async def test_an_operation_in_several_places_is_told_of_as_a_whole(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "gage.toml").as_uri()
    editor.open(uri, "[train]\nexec = 'x {n}'\n[other]\nexec = 'y'\n[[train.config]]\nname = 'n'\ndefault = 5\n")
    for line, column in ((0, 2), (4, 3)):
        found = await hover(editor, uri, line, column)
        assert found
        assert "x 5" in told(found)


async def test_a_place_in_nothing_has_no_hover(editor: Editor, tmp_path: Path) -> None:
    uri = (tmp_path / "gage.toml").as_uri()
    editor.open(uri, "\n  # train\n[train]\nexec  =  'x'\n")
    for place in ((0, 0), (1, 5), (3, 5), (3, 7), (2, 0), (99, 99)):
        assert await hover(editor, uri, *place) is None
    assert await hover(editor, "file:///never/opened/gage.toml", 0, 0) is None


@pytest_lsp.fixture(config=server(), scope="session")
async def plain(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor that shows no Markdown."""
    can = capabilities(lsp.PositionEncodingKind.Utf16)
    formats = lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.PlainText])
    can.text_document = lsp.TextDocumentClientCapabilities(hover=formats)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=can))
    yield
    await lsp_client.shutdown_session()


async def test_a_client_without_markdown_gets_plain_text(plain: Editor, tmp_path: Path) -> None:
    fill(tmp_path, tmp_path.name)
    uri = (tmp_path / "gage.toml").as_uri()
    plain.open(uri, "[train]\nexec = '''echo `x` {lr}'''\nconfig = 'train.py#lr'\ndescription = 'a *b* c_d'\n")
    found = await hover(plain, uri, 0, 2)
    assert found
    assert isinstance(found.contents, lsp.MarkupContent)
    assert found.contents.kind == lsp.MarkupKind.PlainText
    assert "train\n\na *b* c_d\n\necho `x` 0.001\n\nConfig\n\n- lr = 1e-3 · train.py, line 2\n" in told(found)
    assert "Last run of 2 " in told(found)
