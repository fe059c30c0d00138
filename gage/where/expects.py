"""What may come next in a filter expression that is being typed; judges nothing that stands before."""

from __future__ import annotations

from typing import Literal, NamedTuple

from gage.where.tokens import Token, WhereError, tokens

Expected = Literal["field", "operator", "list", "value", "joint"]

_JOINTS = frozenset({"and", "or", "&&", "||", "&", "|"})
_NEGATIONS = frozenset({"not", "!"})


class Expectation(NamedTuple):
    """What the word at the end of a text can be.

    ``field`` is the one that a value is compared with; ``start`` is where the word begins, ``quote`` what it begins
    with, if that is a quote.
    """

    what: Expected
    field: str
    start: int
    quote: str = ""


def expected_at_end(text: str) -> Expectation:
    """What may come at the end of a text; of a word that is being typed, what it may become."""
    pieces, quote_at = _pieces(text)
    last = pieces[-1] if pieces else None
    start = len(text)
    quote = ""
    if quote_at is not None:
        start, quote = quote_at, text[quote_at]
    elif last and last.end == len(text) and last.kind == "word":
        start = last.start
        pieces.pop()
    what, field = _state(pieces)
    return Expectation(what, field, start, quote)


def _pieces(text: str) -> tuple[list[Token], int | None]:
    """The pieces of a text, and where a quote opens that does not close."""
    pieces: list[Token] = []
    try:
        pieces.extend(piece for piece in tokens(text) if piece.kind != "end")
    except WhereError as error:
        return pieces, error.start
    return pieces, None


def _state(pieces: list[Token]) -> tuple[Expected, str]:
    what: Expected = "field"
    field, in_list = "", False
    for piece in pieces:
        word = piece.text.lower() if piece.kind != "quoted" else ""
        if what == "field":
            if word in _NEGATIONS or piece.text == "(":
                continue
            what, field = "operator", piece.text
        elif what == "operator":
            if word in _JOINTS:
                what = "field"
            elif word in ("in", "not-in"):
                what = "list"
            elif piece.kind == "operator" or word in ("after", "before"):
                what = "value"
            elif piece.text == ")":
                what = "joint"
        elif what == "list":
            what, in_list = "value", True
        elif what == "value":
            what = "joint"
        elif word in _JOINTS:
            what, in_list = "field", False
        elif in_list and piece.kind == "comma":
            what = "value"
        elif piece.text in ("]", ")"):
            in_list = False
    return what, field
