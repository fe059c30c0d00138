"""What leads through a gagefile stays in its text, in order and apart, whatever the text is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from counted_calls import steps
from hostile_texts import Hostile, hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from navigation_texts import damaged

from gage.gagefile import config_names, file_names, operation_mentions
from gage.gagefile.document import Document, Syntax
from gage.gagefile.folds import folds
from gage.gagefile.highlighting import highlight
from gage.gagefile.node import Scalar, walk
from gage.gagefile.outline import Symbol, outline
from gage.gagefile.part import Part
from gage.gagefile.surroundings import surroundings
from gage.gagefile.text import Span
from gage.gagefile.written import written
from gage.gagefile.yaml_names import alias_at

MOST_STEPS = 200
"""Calls a character, where each line is an operation of one letter; quadratic work takes thousands."""

TEXTS = list(hostile())
NAMES = [f"{text.syntax}-{(text.head[-8:] + '|' + text.unit)!r}" for text in TEXTS]


def hold(text: str, syntax: Syntax) -> None:
    for placed in Document(text, syntax).parts.each():
        part = placed.part
        symbols_are_nested(outline(part), Span(0, len(part.text)))
        tokens_are_apart(part)
        for fold in folds(part).folds:
            assert 0 <= fold.first < fold.last < len(part.lines)
        for offset in {0, len(part.text) // 3, len(part.text) // 2, len(part.text)}:
            selections_grow(part, offset)
        names_are_in(part)
        for _, node in walk(part.root):
            if isinstance(node, Scalar) and node.kind == "string":
                is_written(part, node)


def symbols_are_nested(symbols: list[Symbol], inside: Span) -> None:
    start = inside.start
    for symbol in symbols:
        assert start <= symbol.span.start <= symbol.name_span.start
        assert symbol.name_span.start <= symbol.name_span.end <= symbol.span.end <= inside.end
        symbols_are_nested(symbol.children, symbol.span)
        start = symbol.span.end


def tokens_are_apart(part: Part) -> None:
    end = 0
    for token in highlight(part, is_gagefile=True):
        assert end <= token.span.start < token.span.end <= len(part.text)
        assert part.lines.line_at(token.span.start) == part.lines.line_at(token.span.end - 1)
        assert not set("\r\n") & set(part.text[slice(*token.span)])
        end = token.span.end


def selections_grow(part: Part, offset: int) -> None:
    spans = surroundings(part, offset)
    for inner, outer in zip([Span(offset, offset), *spans], spans, strict=False):
        assert outer.start <= inner.start <= inner.end <= outer.end
        assert inner != outer or inner == Span(offset, offset)
    assert all(0 <= span.start <= span.end <= len(part.text) for span in spans)


def names_are_in(part: Part) -> None:
    spans = [name.span for name in operation_mentions.mentions_in(part)]
    spans += [name.span for name in file_names.names_in(part)]
    spans += [name.key_span for name in file_names.names_in(part) if name.key_span]
    spans += [name.span for name in config_names.config_names(part)]
    assert all(0 <= span.start <= span.end <= len(part.text) for span in spans)
    for name in operation_mentions.mentions_in(part):
        source = part.text[slice(*name.span)]
        if name.is_whole and not name.in_expression and not set("\\\n“'") & set(source):
            assert source.rstrip() == name.name.rstrip()  # white space behind what is not closed has no place
    alias_at(part, len(part.text) // 2)


def is_written(part: Part, node: Scalar) -> None:
    places = written(part, node)
    if places is not None:
        assert len(places) == len(node.value) + 1
        assert all(one <= other for one, other in pairwise(places))
        assert node.start <= places[0] <= places[-1] <= max(node.end, places[0])


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
@settings(max_examples=300)
@given(st.data())
def test_everything_stays_in_its_place_in_damaged_texts(syntax: Syntax, data: st.DataObject) -> None:
    hold(data.draw(damaged(syntax)), syntax)


@pytest.mark.parametrize("endless", TEXTS, ids=NAMES)
def test_an_endless_text_takes_steps_by_its_length(endless: Hostile) -> None:
    hold(endless.text(500), endless.syntax)
    document = Document(endless.text(2_000), endless.syntax)
    assert steps(lambda: look(document)) < MOST_STEPS * len(document.text) + 5_000


def look(document: Document) -> None:
    for placed in document.parts.each():
        outline(placed.part)
        highlight(placed.part, True)
        folds(placed.part)
        surroundings(placed.part, len(placed.part.text) // 2)
        alias_at(placed.part, len(placed.part.text) // 2)
