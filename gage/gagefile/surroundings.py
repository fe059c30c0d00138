"""What lies around a place, from the word to the whole text, one stretch inside of the next; knows no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.outline import Symbol, outline
from gage.gagefile.part import Part
from gage.gagefile.text import Span
from gage.gagefile.written import written

_WORD = re.compile(r"[^\s\"'`,;:=#|&<>(){}\[\]]+")
_NAME = re.compile(r"\w+")


def surroundings(part: Part, offset: int) -> list[Span]:
    """The stretches of a part around an offset, the smallest first; each lies in the next and is shorter."""
    line = part.lines.line_span(part.lines.line_at(offset))
    found = [*_of_symbols(part, outline(part), offset)]
    for pattern in (_NAME, _WORD):
        matches = pattern.finditer(part.text, line.start, line.end)
        found += [Span(*match.span()) for match in matches if match.start() <= offset <= match.end()]
    begin = part.text[line.start : line.end]
    found.append(Span(line.start + len(begin) - len(begin.lstrip()), line.start + len(begin.rstrip())))
    return _nested(found, offset)


def _nested(found: list[Span], offset: int) -> list[Span]:
    """Those stretches around an offset that lie inside of each other; what crosses a larger one is left out."""
    inner: list[Span] = []
    for span in sorted(set(found), key=lambda span: (span.start - span.end, span.start)):
        outer = inner[-1] if inner else None
        if span.start <= offset <= span.end and (outer is None or outer.start <= span.start <= span.end <= outer.end):
            inner.append(span)
    return inner[::-1]


def _of_symbols(part: Part, symbols: list[Symbol], offset: int) -> Iterator[Span]:
    for symbol in symbols:
        if symbol.span.start <= offset <= symbol.span.end:
            yield symbol.span
            yield symbol.name_span
            yield from _of_value(part, symbol.value, offset)
            yield from _of_symbols(part, symbol.children, offset)


def _of_value(part: Part, value: Node, offset: int) -> Iterator[Span]:
    """A value, its items, and the content of a text without its quotes. Of a TOML table the header is left out."""
    if not (value.start <= offset <= value.end):
        return
    if not isinstance(value, Object):
        yield value.span
    if isinstance(value, Array):
        for item in value.items:
            yield from _of_value(part, item, offset)
    elif isinstance(value, Scalar) and value.kind == "string" and (places := written(part, value)):
        yield Span(places[0], places[-1])
