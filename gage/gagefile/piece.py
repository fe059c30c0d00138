"""A text between two cuts, and how pieces make parts: alone, or joined with those that follow; knows no document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gage.gagefile.part import Part, fails_at
from gage.gagefile.tree import Syntax

MOST_JOINED = 8
"""Pieces tried together when one of them does not close: how one is read depends on no more that follow it."""


class Piece:
    """A piece and the parts that begin with it. ``first`` and ``last`` matter in JSON, as with ``Part``."""

    __slots__ = ("_alone", "_joined", "first", "last", "syntax", "text")

    def __init__(self, text: str, syntax: Syntax, first: bool = True, last: bool = True) -> None:
        self.text = text
        self.syntax = syntax
        self.first = first
        self.last = last
        self._alone: Part | None = None
        self._joined: dict[str, Part] = {}

    @property
    def alone(self) -> Part:
        """The piece as a part of its own."""
        if self._alone is None:
            self._alone = Part(self.text, self.syntax, self.first, self.last)
        return self._alone

    def joined(self, others: Sequence[Piece]) -> Part:
        """The part of this piece and those that follow it."""
        text = "".join([piece.text for piece in others])
        last = others[-1].last
        key = f"{text}{last}"
        if key not in self._joined:
            self._joined = {
                **dict(list(self._joined.items())[-MOST_JOINED:]),
                key: Part(self.text + text, self.syntax, self.first, last),
            }
        return self._joined[key]


class Run(NamedTuple):
    """A part and the pieces it was made of."""

    part: Part
    pieces: tuple[Piece, ...]


def pieces_of(texts: list[str], syntax: Syntax, first: bool = True, last: bool = True) -> list[Piece]:
    """New pieces; only in JSON does it matter whether they are the first and the last ones."""
    if syntax != "json":
        return [Piece(text, syntax) for text in texts]
    end = len(texts) - 1
    return [Piece(text, syntax, first and index == 0, last and index == end) for index, text in enumerate(texts)]


def join(pieces: Sequence[Piece], end: int) -> Iterator[Run]:
    """The runs that begin in the first so many pieces; one that closes only with those that follow is joined with them.

    The last run may go further than ``end``. Pieces are read as runs are asked for.
    """
    begin = 0
    while begin < end:
        run = Run(pieces[begin].alone, (pieces[begin],))
        if run.part.problems and run.part.may_go_on and run.part.stop is None:
            run = _closed(pieces[begin : begin + MOST_JOINED + 1]) or run
        yield run
        begin += len(run.pieces)


def _closed(pieces: Sequence[Piece]) -> Run | None:
    """The run of a piece and as few of the others as make it whole, if that is possible."""
    for stop in range(2, len(pieces) + 1):
        fails = _fails_at(pieces[:stop])
        if fails is None:
            joined = pieces[0].joined(pieces[1:stop])
            if joined.is_whole:
                return Run(joined, tuple(pieces[:stop]))
        elif fails < sum(len(piece.text) for piece in pieces[: stop - 1]):
            return None  # a mistake that the last piece did not mend is not mended by those behind it
    return None


def _fails_at(pieces: Sequence[Piece]) -> int | None:
    """How far pieces are read as one, at least, before mistakes are looked for: that takes far longer.

    None where it is worth it. In JSON as many brackets must close as open.
    """
    text = "".join([piece.text for piece in pieces])
    if pieces[0].syntax != "json":
        return fails_at(text, pieces[0].syntax)
    excess = [piece.alone.excess for piece in pieces]
    return None if None in excess or sum(one or 0 for one in excess) == 0 else len(text)
