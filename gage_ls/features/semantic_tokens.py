"""What editors colour beyond syntax: names of operations and config values, keys, patterns, files, expressions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, get_args
from weakref import WeakKeyDictionary

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.highlighting import Token, TokenType, highlight
from gage.gagefile.part import Part
from gage.gagefile.text import Encoding
from gage_ls.client_abilities import ClientAbilities
from gage_ls.workspace import OpenDocument

_TYPES: tuple[TokenType, ...] = get_args(TokenType)
_MODIFIERS = ("declaration", "readonly")
LEGEND = lsp.SemanticTokensLegend(token_types=list(_TYPES), token_modifiers=list(_MODIFIERS))


def semantic_tokens(
    document: OpenDocument, _client: ClientAbilities, _params: lsp.SemanticTokensParams
) -> Iterator[str]:
    """All tokens of a document, as pieces of JSON: one at a time, as of many operations it takes long."""
    return _joined(_placed(document, 0, len(document.text)))


def semantic_tokens_range(
    document: OpenDocument, _client: ClientAbilities, params: lsp.SemanticTokensRangeParams
) -> Iterator[str]:
    """The same of the operations that a range touches."""
    return _joined(_placed(document, *document.places.span(params.range)))


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
        at = placed.starts[0][1]
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
    yield '{"data":['
    line, column, comma = 0, 0, ""
    for first_line, tokens in parts:
        here = first_line + tokens.line
        begins = tokens.column - column if here == line else tokens.column
        yield f"{comma}{here - line},{begins},{tokens.first}{tokens.others}"
        comma = ","
        line, column = first_line + tokens.last_line, tokens.last_column
    yield "]}"


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
        modifiers = 1 << _MODIFIERS.index(token.modifier) if token.modifier else 0
        rows.append((line, column, f"{length},{_TYPES.index(token.type)},{modifiers}"))
    others = [
        f",{line - before},{column - (before_column if line == before else 0)},{rest}"
        for (before, before_column, _), (line, column, rest) in pairwise(rows)
    ]
    (line, column, first), (last_line, last_column, _) = rows[0], rows[-1]
    return _Encoded(line, column, first, "".join(others), last_line, last_column)
