"""A check in slices ends with what a check at once finds, whatever is edited while it goes on."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ls.editor import Editor, at
from lsprotocol import types as lsp

from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.facts import NO_FACTS
from gage.gagefile.silence import NO_SETTINGS, silence
from gage.gagefile.text import Span
from gage_ls.checking import Checking
from gage_ls.publisher import Publisher
from gage_ls.workspace import Workspace

OPERATION = {
    "toml": "[op{0}]\nexce = 'x' # gage: ignore[{1}]\ndepends = {{ run-select = 'op = op{2}' }}\n",
    "yaml": "op{0}:\n  exce: x # gage: ignore[{1}]\n  depends: {{ run-select: op = op{2} }}\n",
    "json": '  op{0}: {{\n    exce: "x", // gage: ignore[{1}]\n    depends: {{ "run-select": "op = op{2}" }}\n  }},\n',
}


def gagefile(syntax: str, operations: int) -> str:
    """Operations that are all wrong; some of what is wrong is ignored, and some ask for operations that are not there."""
    codes = ("no-command", "unknown-key")
    text = "".join(OPERATION[syntax].format(n, codes[n % 5 > 0], n * 2) for n in range(operations))
    return "{\n" + text + "}\n" if syntax == "json" else text


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
@settings(max_examples=15)  # each checks some hundred wrong operations
@given(st.data())
def test_what_slices_find_in_the_end_is_what_a_fresh_check_finds(syntax: str, data: st.DataObject) -> None:
    document = Document(gagefile(syntax, data.draw(st.integers(1, 40))), syntax)
    for _ in range(data.draw(st.integers(1, 3))):
        checking = Checking(document, NO_FACTS, NO_SETTINGS, data.draw(st.integers(0, len(document.text))), saved=False)
        fresh = silence(document, check(Document(document.text, syntax)))
        for _ in range(data.draw(st.integers(0, 100))):
            next(checking.steps, None)
            assert all(problem in fresh for problem in checking.problems)
        before, place = document, data.draw(st.integers(0, len(document.text)))
        document = document.edited(Span(place, place), data.draw(st.sampled_from(["x", "\n", '"', "{", "]", ","])))
        assert before.text != document.text
    checking = Checking(document, NO_FACTS, NO_SETTINGS, 0, saved=False)
    for _ in checking.steps:
        assert not checking.is_done
    assert checking.is_done
    assert checking.problems == silence(document, check(Document(document.text, syntax)))


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
async def test_what_an_edit_replaces_is_freed_without_a_search_for_garbage(syntax: str) -> None:
    """The server never looks through old objects: it would let everybody wait for up to a second."""
    uri, told = f"file:///projects/freed/gage.{syntax}", list[lsp.PublishDiagnosticsParams]()
    workspace = Workspace()
    publisher = Publisher(workspace, told.append)
    workspace.open(lsp.TextDocumentItem(uri=uri, language_id=syntax, version=1, text=gagefile(syntax, 200)))
    place = lsp.Range(start=lsp.Position(line=300, character=1), end=lsp.Position(line=300, character=1))
    gc.collect()
    gc.disable()
    try:
        replaced = list[weakref.ref[object]]()
        for version in range(2, 6):
            publisher.changed(uri)
            opened = workspace.get(uri)
            assert opened
            while version % 2 and not opened.checking.is_done:
                await asyncio.sleep(0.01)
            assert opened.document.root.kind == "object"  # so that the whole tree is there
            replaced += map(weakref.ref, (opened, opened.checking, opened.document, opened.document.parts))
            change = lsp.TextDocumentContentChangePartial(range=place, text="x")
            identifier = lsp.VersionedTextDocumentIdentifier(uri=uri, version=version)
            workspace.change(lsp.DidChangeTextDocumentParams(text_document=identifier, content_changes=[change]))
            del opened
        publisher.closed(uri)
        assert [freed() for freed in replaced] == [None] * len(replaced)
    finally:
        gc.enable()


async def test_what_is_near_an_edit_is_told_before_the_rest(editor: Editor) -> None:
    uri, count = "file:///projects/slices/gage.toml", 300
    text = gagefile("toml", count)
    everything = len(check(Document(text, "toml"), most=10_000))
    version = editor.open(uri, text)
    await editor.until(lambda: _told(editor, version))
    assert len(_told(editor, version)[0].diagnostics) < everything
    edited = editor.change(uri, ((3 * 250, 1, 3 * 250, 1), "x"))
    await editor.until(lambda: _told(editor, edited))
    first = _told(editor, edited)[0].diagnostics
    assert any(one.range.start.line == 3 * 250 + 1 for one in first)
    fresh = Document(text.replace("[op250]", "[xop250]"), "toml")
    expected = silence(fresh, check(fresh, most=10_000))
    await editor.until(lambda: len(_told(editor, edited)[-1].diagnostics) == len(expected))
    assert [one.message for one in _told(editor, edited)[-1].diagnostics] == [one.message for one in expected]
    # What is told is never of a version before the one that was told last.
    versions = [params.version or 0 for params in editor.published if params.uri == uri]
    assert versions == sorted(versions)


async def test_while_a_long_text_is_read_only_questions_about_it_wait(editor: Editor) -> None:
    long, short = "file:///projects/long/gage.toml", "file:///projects/short/gage.toml"
    await editor.problems(short, editor.open(short, gagefile("toml", 1)))
    editor.open(long, gagefile("toml", 4_000))
    answers = list[str]()

    async def ask(uri: str) -> None:
        actions = await editor.actions(uri, at(1, 1))
        assert "Change 'exce' to 'exec'" in [action.title for action in actions]
        answers.append(uri)

    await asyncio.gather(ask(long), ask(short))
    assert answers == [short, long]
    editor.close(long)
    editor.close(short)


def _told(editor: Editor, version: int) -> list[lsp.PublishDiagnosticsParams]:
    return [params for params in editor.published if params.version == version]
