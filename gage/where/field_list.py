"""Names of fields in a list, such as `loss,-started`, as options and views write them; knows no field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gage.where.tokens import Token, WhereError, tokens

SORTED_BY = "the name of a field to sort by, such as started or a metric"
SHOWN = "the name of a field to show, such as started or a metric"
"""What is expected in lists."""


class FieldName(NamedTuple):
    """A field of a list: its name, whether it stands in quotes, and whether the sign stands before it."""

    text: str
    is_quoted: bool
    is_signed: bool


def field_list(text: str, sign: str, wanted: str) -> list[FieldName]:
    """The fields of a list; quotes hold spaces and commas, and may have the sign before them, too.

    ``wanted`` are the words for what is missing where there is no name.

    Raises:
        WhereError: it cannot be read; says where.
    """
    pieces = list(tokens(text))
    found: list[FieldName] = []
    at = 0
    while len(pieces) > 1:
        field, at = _field(pieces, at, sign, wanted)
        found.append(field)
        piece = pieces[at]
        if piece.kind == "end":
            break
        if piece.kind != "comma":
            raise WhereError("expected a comma between two fields", piece.start, piece.end)
        at += 1
    return found


def _field(pieces: Sequence[Token], at: int, sign: str, wanted: str) -> tuple[FieldName, int]:
    piece = pieces[at]
    is_signed = piece.kind == "word" and piece.text.startswith(sign)
    if is_signed and piece.text == sign:
        at += 1
        piece = pieces[at]
    if piece.kind not in ("word", "quoted") or not piece.text:
        raise WhereError(f"expected {wanted}", piece.start, piece.end)
    is_quoted = piece.kind == "quoted"
    name = piece.text if is_quoted else piece.text.removeprefix(sign)
    return FieldName(name, is_quoted, is_signed), at + 1
