"""What editors colour beyond syntax: names of operations and config values, keys, patterns, files, expressions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterator
from itertools import count, pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.highlighting import Token, highlight
from gage.gagefile.part import Part
from gage.gagefile.text import Encoding
from gage_ls.token_legend import MODIFIERS, TYPES
from gage_ls.workspace import OpenDocument


def semantic_tokens(document: OpenDocument, _params: lsp.SemanticTokensParams) -> Iterator[str]:
    """All tokens of a document, as pieces of JSON: one at a time, as of many operations it takes long."""
    yield _whole((yield from _tell(document)))


def semantic_tokens_delta(document: OpenDocument, params: lsp.SemanticTokensDeltaParams) -> Iterator[str]:
    """What is new since an answer; all tokens if the answer is not remembered any more."""
    before = _TOLD.get(document.uri)
    told = yield from _tell(document)
    yield _difference(before, told) if before and before.id == params.previous_result_id else _whole(told)


def semantic_tokens_range(document: OpenDocument, params: lsp.SemanticTokensRangeParams) -> Iterator[str]:
    """The tokens of the operations that a range touches."""
    yield f'{{"data":[{",".join(_joined(_placed(document, *document.places.span(params.range))))}]}}'


class _Told(NamedTuple):
    """An answer: the tokens of each part as numbers in JSON."""

    id: str
    parts: list[str]


_IDS = map(str, count(1))
_TOLD: OrderedDict[str, _Told] = OrderedDict()
_MOST_TOLD = 16
"""Documents whose last answer is remembered."""


def _tell(document: OpenDocument) -> Generator[str, None, _Told]:
    """Make an answer and remember it; there is nothing to send before it is made."""
    told = _Told(next(_IDS), [])
    for numbers in _joined(_placed(document, 0, len(document.text))):
        told.parts.append(numbers)
        yield ""
    _TOLD[document.uri] = told
    _TOLD.move_to_end(document.uri)
    if len(_TOLD) > _MOST_TOLD:
        _TOLD.popitem(last=False)
    return told


def _whole(told: _Told) -> str:
    return f'{{"resultId":"{told.id}","data":[{",".join(told.parts)}]}}'


def _difference(before: _Told, after: _Told) -> str:
    """One edit from an answer to the next: all that is between the parts at both ends that are the same."""
    old, new = before.parts, after.parts
    least = min(len(old), len(new))
    start = next((index for index in range(least) if old[index] != new[index]), least)
    end = next((index for index in range(least - start) if old[-1 - index] != new[-1 - index]), least - start)
    removed, added = old[start : len(old) - end], new[start : len(new) - end]
    numbers = f'{{"start":{_count(old[:start])},"deleteCount":{_count(removed)},"data":[{",".join(added)}]}}'
    return f'{{"resultId":"{after.id}","edits":[{numbers if removed or added else ""}]}}'


def _count(parts: list[str]) -> int:
    return sum(part.count(",") + 1 for part in parts)


class _Encoded(NamedTuple):
    """The tokens of a part: the place of the first, what else it says, all others as JSON, the line of the last."""

    line: int
    column: int
    first: str
    others: str
    last_line: int
    last_column: int


def _placed(document: OpenDocument, start: int, end: int) -> Iterator[tuple[int, _Encoded]]:
    """The tokens of parts, each with the line the part begins on."""
    is_gagefile = document.document.kind is GAGEFILE
    first = document.document.parts.stretch(start).start
    for placed in document.document.parts.each():
        at = placed.start
        if at < first:
            continue
        if at > end:
            return
        places = document.places.in_part(placed)
        encoded = _encoded(placed.part, places.encoding, is_gagefile)
        if encoded:
            yield places.position(0).line, encoded


def _joined(parts: Iterator[tuple[int, _Encoded]]) -> Iterator[str]:
    """The tokens of parts one behind the other: places are counted from the token before, so only first ones change."""
    line, column = 0, 0
    for first_line, tokens in parts:
        here = first_line + tokens.line
        begins = tokens.column - column if here == line else tokens.column
        yield f"{here - line},{begins},{tokens.first}{tokens.others}"
        line, column = first_line + tokens.last_line, tokens.last_column


_KNOWN: WeakKeyDictionary[Part, tuple[Encoding, _Encoded | None]] = WeakKeyDictionary()


def _encoded(part: Part, encoding: Encoding, is_gagefile: bool) -> _Encoded | None:
    known = _KNOWN.get(part)
    if known is None or known[0] != encoding:
        known = _KNOWN[part] = encoding, _encode(part, highlight(part, is_gagefile), encoding)
    return known[1]


def _encode(part: Part, tokens: list[Token], encoding: Encoding) -> _Encoded | None:
    if not tokens:
        return None
    rows: list[tuple[int, int, str]] = []
    for token in tokens:
        line, column = part.lines.position(token.span.start, encoding)
        length = part.lines.position(token.span.end, encoding).column - column
        modifiers = 1 << MODIFIERS.index(token.modifier) if token.modifier else 0
        rows.append((line, column, f"{length},{TYPES.index(token.type)},{modifiers}"))
    others = [
        f",{line - before},{column - (before_column if line == before else 0)},{rest}"
        for (before, before_column, _), (line, column, rest) in pairwise(rows)
    ]
    (line, column, first), (last_line, last_column, _) = rows[0], rows[-1]
    return _Encoded(line, column, first, "".join(others), last_line, last_column)
