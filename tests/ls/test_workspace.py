from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from gage.gagefile.document import Document
from gage.gagefile.facts import NO_FACTS
from gage.gagefile.parts import read
from gage.gagefile.silence import NO_SETTINGS
from gage_ls.workspace import OpenDocument, Workspace

CHARACTERS = "ab=[]\"'\n\r\u2028\x0b\x85é漢😀"
URI = "file:///project/gage.toml"
TEXTS = st.text(CHARACTERS, max_size=40)
WIDTHS = {
    "utf-8": lambda text: len(text.encode()),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}


def position(text: str, offset: int, encoding: str) -> lsp.Position:
    """What LSP calls a place, found the plain way."""
    lines = re.split(r"\r\n|\r|\n", text[:offset])
    return lsp.Position(line=len(lines) - 1, character=WIDTHS[encoding](lines[-1]))


def splits_line_end(text: str, offset: int) -> bool:
    """Between \\r and \\n there is no place that LSP could name."""
    return text[offset - 1 : offset + 1] == "\r\n"


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """A text and edits, each by the offsets of the text before it."""
    first = text = draw(TEXTS)
    steps = []
    for new in draw(st.lists(TEXTS, max_size=4)):
        places = [offset for offset in range(len(text) + 1) if not splits_line_end(text, offset)]
        start, end = sorted(draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
        steps.append((start, end, new))
        text = text[:start] + new + text[end:]
    return first, steps


@given(edits(), st.sampled_from(sorted(WIDTHS)))
def test_the_copy_follows_every_edit(case: tuple[str, list[tuple[int, int, str]]], encoding: str) -> None:
    text, steps = case
    workspace = Workspace()
    workspace.encoding = encoding
    workspace.open(lsp.TextDocumentItem(uri=URI, language_id="toml", version=0, text=text))
    changes = []
    for start, end, new in steps:
        range_ = lsp.Range(start=position(text, start, encoding), end=position(text, end, encoding))
        changes.append(lsp.TextDocumentContentChangePartial(range=range_, text=new))
        text = text[:start] + new + text[end:]
    identifier = lsp.VersionedTextDocumentIdentifier(uri=URI, version=1)
    workspace.change(lsp.DidChangeTextDocumentParams(text_document=identifier, content_changes=changes))
    document = workspace.get(URI)
    assert document is not None
    assert document.text == text


def test_places_past_the_text_are_its_end_and_an_end_before_the_start_is_the_start() -> None:
    workspace = Workspace()
    workspace.open(lsp.TextDocumentItem(uri=URI, language_id="toml", version=0, text="ab\ncd"))
    end = lsp.Position(line=7, character=7)
    backwards = lsp.Range(start=lsp.Position(line=0, character=99), end=lsp.Position(line=0, character=0))
    identifier = lsp.VersionedTextDocumentIdentifier(uri=URI, version=1)
    workspace.change(
        lsp.DidChangeTextDocumentParams(
            text_document=identifier,
            content_changes=[
                lsp.TextDocumentContentChangePartial(range=lsp.Range(start=end, end=end), text="!"),
                lsp.TextDocumentContentChangePartial(range=backwards, text="?"),
            ],
        )
    )
    document = workspace.get(URI)
    assert document is not None
    assert document.text == "ab?\ncd!"


def test_a_strict_reader_is_asked_when_a_gagefile_is_saved_and_not_at_a_keystroke() -> None:
    text = "[train]\nexec = b\n"
    overlooked = Document(text, "toml", read("[train]\nexec = 'b'\n", "toml"))
    typed = OpenDocument(URI, 1, text, "toml", "utf-16", document=overlooked)
    assert typed.problems == []
    [problem] = typed.within(NO_FACTS, NO_SETTINGS).problems
    assert problem.code == "second-opinion"


def test_what_a_strict_reader_agrees_with_is_no_news() -> None:
    workspace = Workspace()
    workspace.open(lsp.TextDocumentItem(uri=URI, language_id="toml", version=0, text="[train]\nexec = 'b'\n"))
    assert not workspace.learn(URI, NO_FACTS, NO_SETTINGS)
