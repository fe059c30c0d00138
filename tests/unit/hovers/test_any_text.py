"""Hovers and hints of any text at all, in a project that has files and runs: none raises, all stand in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_files import CASES
from hypothesis import given
from hypothesis import strategies as st
from ls.project_around import fill
from lsprotocol import types as lsp

from gage.gagefile.text import Span
from gage_ls.client import Client
from gage_ls.features.hover import hover
from gage_ls.features.inlay_hints import inlay_hints
from gage_ls.project_view import ProjectView, ProjectViews
from gage_ls.run_stores import RunStores
from gage_ls.workspace import OpenDocument, Workspace

SYNTAXES = ("toml", "yaml", "json")
WHOLE = {
    (folder, syntax): (CASES / folder / f"whole.{syntax}").read_text(encoding="utf-8").replace("▮", "")
    for folder in ("hover", "inlay-hints")
    for syntax in SYNTAXES
}
TYPED = st.text(alphabet=st.sampled_from("a\"'{}[]#:=-,. \n\r\t😀\u2028*&|>\0"), max_size=4)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("project")
    fill(directory)
    return directory


def opened(project: Path, syntax: str, text: str) -> tuple[OpenDocument, ProjectView | None]:
    documents = Workspace()
    uri = (project / f"gage.{syntax}").as_uri()
    documents.open(lsp.TextDocumentItem(uri=uri, language_id=syntax, version=1, text=text))
    document = documents.get(uri)
    assert document
    return document, ProjectViews(documents, RunStores()).of(document)


def hold(document: OpenDocument, view: ProjectView | None, offset: int) -> None:
    """Fails unless what is told at an offset, and around it, stands in the text."""
    identifier = lsp.TextDocumentIdentifier(uri=document.uri)
    place = document.places.offset(document.places.range(Span(offset, offset)).start)
    position = document.places.range(Span(place, place)).start
    told = hover(document, view, Client(), lsp.HoverParams(text_document=identifier, position=position))
    if told:
        assert isinstance(told.contents, lsp.MarkupContent)
        assert told.contents.value.strip()
        start, end = document.places.span(told.range)
        assert start <= place <= end <= len(document.text)
    whole = document.places.range(Span(0, len(document.text)))
    for hint in inlay_hints(document, view, lsp.InlayHintParams(text_document=identifier, range=whole)) or ():
        assert hint.label
        assert 0 < document.places.offset(hint.position) <= len(document.text)


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 2_000), TYPED, st.booleans())
def test_what_is_told_of_half_typed_text_stands_in_it(
    project: Path, case: tuple[str, str], place: int, typed: str, goes_on: bool
) -> None:
    whole = WHOLE[case]
    place %= len(whole)
    text = whole[:place] + typed + (whole[place:] if goes_on else "")
    hold(*opened(project, case[1], text), place)


@given(st.sampled_from(SYNTAXES), st.text(max_size=60), st.integers(0, 60))
def test_any_text_at_all_may_be_hovered(project: Path, syntax: str, text: str, place: int) -> None:
    hold(*opened(project, syntax, text), min(place, len(text)))


def test_at_every_place_of_the_cases(project: Path) -> None:
    for (_, syntax), text in WHOLE.items():
        document, view = opened(project, syntax, text)
        for offset in range(0, len(text), 7):
            hold(document, view, offset)
