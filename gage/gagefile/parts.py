"""A gagefile as parts that are read by themselves, each at its place; an edit makes anew only the parts it touches.

How a part is read is a function of its text alone, so what an edit leaves of the text keeps its parts as they are, and
the result is the same as if the whole were read anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from gage.gagefile.cut import MOST_PIECES, can_recut, cut
from gage.gagefile.part import Members, Part
from gage.gagefile.placed import Placed
from gage.gagefile.text import Span
from gage.gagefile.tree import Syntax

_MOST_JOINED = 8
"""Pieces tried together when one of them does not close."""


class Piece:
    """A text between two cuts, and how it is read alone or joined with those that follow it."""

    __slots__ = ("_alone", "_joined", "syntax", "text")

    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text = text
        self.syntax = syntax
        self._alone: Part | None = None
        self._joined: dict[str, Part] = {}

    @property
    def alone(self) -> Part:
        """The piece as a part of its own."""
        if self._alone is None:
            self._alone = Part(self.text, self.syntax)
        return self._alone

    def joined(self, text: str) -> Part:
        """The part of this piece and the text that follows it."""
        if text not in self._joined:
            self._joined = {
                **dict(list(self._joined.items())[-_MOST_JOINED:]),
                text: Part(self.text + text, self.syntax),
            }
        return self._joined[text]


class _Keys(NamedTuple):
    """How many parts speak of each key at the top, and of how many keys several do."""

    counts: dict[str, int]
    repeated: int

    def changed(self, removed: list[Part], added: list[Part]) -> _Keys:
        """The same after parts have come and gone."""
        counts, repeated = self.counts.copy(), self.repeated
        for part in removed:
            for key in part.keys:
                counts[key] -= 1
                repeated -= counts[key] == 1
                if not counts[key]:
                    del counts[key]
        for part in added:
            for key in part.keys:
                counts[key] = counts.get(key, 0) + 1
                repeated += counts[key] == 2
        return _Keys(counts, repeated)


class Parts:
    """The pieces of a text and the parts they make. Immutable.

    ``runs`` are the parts in order of place; ``sizes`` of how many pieces each was made, ``offsets`` where each begins.
    """

    def __init__(
        self, pieces: list[Piece], runs: list[Part], lengths: list[int], sizes: list[int], keys: _Keys
    ) -> None:
        self.pieces = pieces
        self.runs = runs
        self.lengths = lengths
        self.sizes = sizes
        self.keys = keys
        self.members: dict[tuple[str, bool, bool], Members] = {}
        self.offsets = [0, *accumulate(lengths)]

    def unchecked_or_wrong(self, facts: object) -> Iterator[Placed]:
        """The parts that have problems, or have not been checked with these facts, each at its place."""
        if self.keys.repeated:
            yield from (placed for placed in self._together if placed.part.facts is not facts or placed.part.found)
        else:
            runs = self.runs
            for index in [index for index, part in enumerate(runs) if part.facts is not facts or part.found]:
                yield Placed(runs[index], ((0, self.offsets[index] - runs[index].own_start),))

    def where(self, wanted: Callable[[Part], bool]) -> Iterator[Placed]:
        """The parts that are wanted, each at its place."""
        if self.keys.repeated:
            yield from (placed for placed in self._together if wanted(placed.part))
        else:
            for index in [index for index, part in enumerate(self.runs) if wanted(part)]:
                yield Placed(self.runs[index], ((0, self.offsets[index] - self.runs[index].own_start),))

    def edited(self, span: Span, replacement: str) -> Parts | None:
        """The parts after an edit, or None where the whole text must be cut anew."""
        pieces, syntax = self.pieces, self.pieces[0].syntax
        starts = (
            self.offsets if len(self.runs) == len(pieces) else [0, *accumulate([len(piece.text) for piece in pieces])]
        )
        # The neighbours are cut again too: what was two operations may have become one, or the other way round.
        first = max(bisect_right(starts, span.start) - 2, 0)
        last = min(bisect_right(starts, span.end) + 1, len(pieces))
        before = "".join([piece.text for piece in pieces[first:last]])
        start, end = span.start - starts[first], span.end - starts[first]
        after = before[:start] + replacement + before[end:]
        if not can_recut(before, after, syntax):
            return None
        old = {piece.text: piece for piece in pieces[first:last]}
        new = [old.get(text) or Piece(text, syntax) for text in cut(after, syntax)]
        if len(pieces) - (last - first) + len(new) > MOST_PIECES:
            return None
        return self._rejoined([*pieces[:first], *new, *pieces[last:]], first, len(pieces) - last)

    def _rejoined(self, pieces: list[Piece], untouched: int, untouched_behind: int) -> Parts:
        """The parts of pieces of which so many at the start and at the end are as they were."""
        # How a piece is read may depend on a few that follow it.
        kept, begin = self._runs_within(max(untouched - _MOST_JOINED, 0))
        runs, sizes = _join(pieces, begin, len(pieces) - untouched_behind)
        dropped, behind = kept, begin
        end = len(self.pieces) - (len(pieces) - begin - sum(sizes))
        if len(self.runs) == len(self.pieces):
            dropped = end
        else:
            while behind < end:
                behind += self.sizes[dropped]
                dropped += 1
            if behind != end:  # a run now ends inside another of before
                return read_pieces(pieces)
        return Parts(
            pieces,
            [*self.runs[:kept], *runs, *self.runs[dropped:]],
            [*self.lengths[:kept], *[len(part.own_text) for part in runs], *self.lengths[dropped:]],
            [*self.sizes[:kept], *sizes, *self.sizes[dropped:]],
            self.keys.changed(self.runs[kept:dropped], runs),
        )

    def _runs_within(self, pieces: int) -> tuple[int, int]:
        """How many runs the first so many pieces make whole, and of how many pieces these are."""
        if len(self.runs) == len(self.pieces):
            return pieces, pieces
        count = begin = 0
        while begin + self.sizes[count] <= pieces:
            begin += self.sizes[count]
            count += 1
        return count, begin

    @cached_property
    def _together(self) -> list[Placed]:
        """All parts, those that speak of the same key read as one, since none of them could know of the others."""
        placed = []
        for members in self._groups().values():
            texts = [self.runs[member].text for member in members]
            part = self.runs[members[0]] if len(members) == 1 else Part("".join(texts), self.runs[members[0]].syntax)
            begins = [0, *accumulate(map(len, texts))]
            shifts = ((begin, self.offsets[member] - begin) for begin, member in zip(begins, members, strict=False))
            placed.append(Placed(part, tuple(shifts)))
        return placed

    def _groups(self) -> dict[int, list[int]]:
        """The runs that share keys with each other, by the first of them (disjoint sets, with paths halved)."""
        first = list(range(len(self.runs)))

        def root(index: int) -> int:
            while first[index] != index:
                first[index] = index = first[first[index]]
            return index

        owner: dict[str, int] = {}
        for index, part in enumerate(self.runs):
            for key in part.keys:
                one, other = sorted((root(owner.setdefault(key, index)), root(index)))
                first[other] = one
        groups: dict[int, list[int]] = {}
        for index in range(len(self.runs)):
            groups.setdefault(root(index), []).append(index)
        return groups


def read(text: str, syntax: Syntax, before: Parts | None = None) -> Parts:
    """The parts of a text; those of an earlier one are used again where they fit."""
    texts = cut(text, syntax)
    if syntax != "json":
        return read_pieces([Piece(piece, syntax) for piece in texts])
    known = before.members if before else {}
    members = {
        key: known.get(key) or Members(*key)
        for key in ((piece, index == 0, index == len(texts) - 1) for index, piece in enumerate(texts))
    }
    runs: list[Part] = list(members.values())
    if len(texts) > 1 and len(runs) == len(texts) and not any(part.problems for part in runs):
        pieces = [Piece(piece, syntax) for piece in texts]
        parts = Parts(pieces, runs, [*map(len, texts)], [1] * len(texts), _Keys({}, 0).changed([], runs))
        if not parts.keys.repeated:
            parts.members = members
            return parts
    # Commas and braces belong to the object around the members: what is broken is read as a whole.
    parts = read_pieces([Piece(text, syntax)])
    parts.members = members
    return parts


def read_pieces(pieces: list[Piece]) -> Parts:
    """The parts that pieces make."""
    runs, sizes = _join(pieces, 0, len(pieces))
    return Parts(pieces, runs, [len(part.own_text) for part in runs], sizes, _Keys({}, 0).changed([], runs))


def _join(pieces: list[Piece], begin: int, end: int) -> tuple[list[Part], list[int]]:
    """The parts of pieces from one to before another, or further; joined where one closes only with those that follow.

    Also of how many pieces each is.
    """
    runs, sizes = list[Part](), list[int]()
    while begin < end:
        part, size = pieces[begin].alone, 1
        if part.may_go_on:
            for stop in range(begin + 2, min(begin + 1 + _MOST_JOINED, len(pieces)) + 1):
                joined = pieces[begin].joined("".join([piece.text for piece in pieces[begin + 1 : stop]]))
                if joined.is_whole:
                    part, size = joined, stop - begin
                    break
        runs.append(part)
        sizes.append(size)
        begin += size
    return runs, sizes
