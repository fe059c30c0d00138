"""What of a part can be folded: whatever takes several lines, comments that stand together, and marked regions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.outline import Symbol, outline
from gage.gagefile.part import Part

FoldKind = Literal["region", "comment"] | None

_CLOSERS = re.compile(r"[\]})\s,]*(?:\"\"\"|''')?[\]})\s,]*")
_COMMENT = {"toml": re.compile(r"\s*#"), "yaml": re.compile(r"\s*#"), "json": re.compile(r"\s*(?://|/\*)")}
_REGION = re.compile(r"\s*(?:#|//)\s*#?(?P<which>region|endregion)\b")


class Fold(NamedTuple):
    """Lines of a part, both included, and how many other folds they lie in."""

    first: int
    last: int
    depth: int
    kind: FoldKind = None


class Folds(NamedTuple):
    """The folds of a part, and the lines that begin (True) or end (False) a region, which may reach beyond it."""

    folds: list[Fold]
    marks: list[tuple[int, bool]]


def folds(part: Part) -> Folds:
    """What can be folded in a part."""
    found = _KNOWN.get(part)
    if found is None:
        found = _KNOWN[part] = _folds(part)
    return found


_KNOWN: WeakKeyDictionary[Part, Folds] = WeakKeyDictionary()


def regions(marks: Iterable[tuple[int, bool]]) -> Iterator[Fold]:
    """The regions between marks in order of place; one that is never closed is none."""
    opened: list[int] = []
    for line, begins in marks:
        if begins:
            opened.append(line)
        elif opened:
            first = opened.pop()
            yield Fold(first, line, len(opened), "region")


def _folds(part: Part) -> Folds:
    symbols = outline(part)
    found = list({fold[:2]: fold for fold in reversed([*_of_symbols(part, symbols, 0)])}.values())
    comments = list(_comment_lines(part, symbols))
    marks = [(line, match["which"] == "region") for line, text in comments if (match := _REGION.match(text))]
    found += _comments([line for line, text in comments if not _REGION.match(text)])
    return Folds(found, marks)


def _of_symbols(part: Part, symbols: list[Symbol], depth: int) -> Iterator[Fold]:
    for symbol in symbols:
        yield from _lines(part, symbol.span.start, symbol.span.end, depth)
        yield from _of_symbols(part, symbol.children, depth + 1)


def _lines(part: Part, start: int, end: int, depth: int) -> Iterator[Fold]:
    """The lines of a stretch, without the last where it only closes what was opened."""
    first, last = part.lines.line_at(start), part.lines.line_at(end)
    if last > first and _CLOSERS.fullmatch(part.text, part.lines.line_span(last).start, end):
        last -= 1
    if last > first:
        yield Fold(first, last, depth)


def _comments(lines: list[int]) -> Iterator[Fold]:
    """Comments of several lines: lines that follow each other, or one that goes on to its end."""
    for _, group in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        first, *rest = [line for _, line in group]
        if rest:
            yield Fold(first, rest[-1], 0, "comment")


def _comment_lines(part: Part, symbols: list[Symbol]) -> Iterator[tuple[int, str]]:
    """The lines that are nothing but a comment, with their text."""
    if not any(mark in part.text for mark in ("#", "//", "/*")):
        return
    inside = set(_lines_in_texts(part, symbols))
    in_block = False
    for line in range(len(part.lines)):
        text = part.lines.line_text(line)
        if line in inside and not in_block:
            continue
        if in_block or _COMMENT[part.syntax].match(text):
            yield line, text
            opened = text.rfind("/*")
            if part.syntax == "json" and (in_block or text.lstrip().startswith("/*")):
                in_block = "*/" not in (text if in_block else text[opened + 2 :])


def _lines_in_texts(part: Part, symbols: list[Symbol]) -> Iterator[int]:
    """The lines behind the first of texts that go on over several."""
    ahead: list[Node | None] = []
    while symbols:
        ahead += [symbol.value for symbol in symbols]
        symbols = [child for symbol in symbols for child in symbol.children]
    while ahead:
        node = ahead.pop()
        if isinstance(node, Array) and not any(isinstance(item, Object) for item in node.items):
            ahead += node.items
        elif isinstance(node, Scalar):
            yield from range(part.lines.line_at(node.start) + 1, part.lines.line_at(node.end) + 1)
