"""A gagefile as parts that are read by themselves, each at its place; an edit makes anew only the parts it touches.

How a part is read is a function of its text and a few pieces behind it, so what an edit leaves of the text keeps its
parts as they are, and the result is the same as if the whole were read anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import TypeVar

from gage.gagefile.block import Block, blocks_of
from gage.gagefile.cut import MOST_PIECES, can_recut, cut, first_member
from gage.gagefile.keys import Keys, read_together
from gage.gagefile.no_garbage import no_garbage
from gage.gagefile.part import Part
from gage.gagefile.piece import MOST_JOINED, Piece, Run, join, pieces_of
from gage.gagefile.placed import Placed
from gage.gagefile.text import Span
from gage.gagefile.tree import Syntax

T = TypeVar("T")

_RUNS_OF_A_STEP = 32


class Parts:
    """The parts of a text in blocks. Immutable.

    ``offsets`` are where the blocks begin, ``pieces`` how many pieces they have. ``indent`` is that of the members of a
    JSON text; where all of it must be read as one part, ``apart`` are the parts that it would have.
    """

    def __init__(
        self, syntax: Syntax, blocks: list[Block], keys: Keys, indent: str = "", apart: Parts | None = None
    ) -> None:
        self.syntax = syntax
        self.blocks = blocks
        self.keys = keys
        self.indent = indent
        self.apart = apart
        *self.offsets, _ = accumulate([block.length for block in blocks], initial=0)

    @property
    def only(self) -> Part | None:
        """The part that the text is, if it is one."""
        return self.blocks[0].parts[0] if len(self.blocks) == 1 and len(self.blocks[0].parts) == 1 else None

    def at(self, offset: int) -> Placed:
        """The part that is read in the text that holds an offset; of those that are read together it is one."""
        index = bisect_right(self.offsets, offset) - 1
        return self._placed(index, self.blocks[index].at(offset - self.offsets[index]))

    def joined_at(self, offset: int) -> tuple[Placed, int]:
        """The part that holds an offset, with those that it is read together with, and the offset in it."""
        index = bisect_right(self.offsets, offset) - 1
        place = index, self.blocks[index].at(offset - self.offsets[index])
        for places, placed in self._together.items():
            if place in places:
                return placed, offset - placed.starts[places.index(place)][1]
        placed = self._placed(*place)
        return placed, offset - placed.start

    def stretch(self, offset: int) -> Span:
        """The text of the part that holds an offset."""
        part, ((_, start),) = self.at(offset)
        return Span(start, start + len(part.text))

    def around(self, offset: int, most: int) -> list[Placed]:
        """The parts around a place, the nearest first; looks no further than to the next blocks."""
        if self._together:
            parts = list(self.joined())
        else:
            block = bisect_right(self.offsets, offset) - 1
            near = range(max(block - 1, 0), min(block + 2, len(self.blocks)))
            parts = [self._placed(index, part) for index in near for part in range(len(self.blocks[index].parts))]
        middle = bisect_right([placed.start for placed in parts], offset) - 1
        nearest = range(max(middle - most // 2, 0), min(middle + most // 2, len(parts)))
        return [parts[index] for index in sorted(nearest, key=lambda index: abs(index - middle))]

    def where(self, wanted: Callable[[Part], bool]) -> Iterator[Placed]:
        """The parts that are wanted, in order of place. What is wanted must be a function of the part's text."""
        return self._chosen(lambda block: block.where(wanted), wanted)

    def joined(self) -> Iterator[Placed]:
        """All parts in order of place, of those that are read together the one that they make."""
        return self.where(_is_any)

    def each(self) -> Iterator[Placed]:
        """All parts in order of place, those that are read together each by itself."""
        return (
            self._placed(index, part) for index, block in enumerate(self.blocks) for part in range(len(block.parts))
        )

    def by_block(self, asked: Callable[[Sequence[Part]], T]) -> list[T]:
        """What is asked of the parts of each block; of a block that an edit left alone, the same object as before."""
        if self._together:
            return [asked([placed.part]) for placed in self.joined()]
        return [block.of_all(asked) for block in self.blocks]

    def unchecked_or_wrong(self, facts: object) -> Iterator[Placed]:
        """The parts that have problems, or have not been checked with these facts, in order of place."""
        return self._chosen(
            lambda block: block.unchecked_or_wrong(facts), lambda part: part.facts is not facts or bool(part.found)
        )

    def _chosen(self, of: Callable[[Block], list[int]], wanted: Callable[[Part], bool]) -> Iterator[Placed]:
        together = self._together
        if not together:
            for index, block in enumerate(self.blocks):
                for part in of(block):
                    yield self._placed(index, part)
            return
        joint = {place for places in together for place in places}
        chosen = [
            place
            for index, block in enumerate(self.blocks)
            for part in of(block)
            if (place := (index, part)) not in joint
        ]
        found = [(place, self._placed(*place)) for place in chosen]
        found += [(places[0], placed) for places, placed in together.items() if wanted(placed.part)]
        for _, placed in sorted(found, key=lambda pair: pair[0]):
            yield placed

    def _placed(self, block: int, part: int) -> Placed:
        found = self.blocks[block]
        return Placed(found.parts[part], ((0, self.offsets[block] + found.starts[part]),))

    @cached_property
    def _together(self) -> dict[tuple[tuple[int, int], ...], Placed]:
        """The parts that speak of the same keys, read as one, since none of them could know of the others."""
        return read_together(self.blocks, self.offsets, self.keys.repeated) if self.keys.repeated else {}

    def edited(self, span: Span, replacement: str, text: str) -> Parts | None:
        """The parts of ``text``, which an edit has made of the one before; None where it must be cut anew."""
        if self.apart:
            return self.apart.edited(span, replacement, text)
        first, last = self._around(span)
        while True:
            old = [run for block in self.blocks[first : last + 1] for run in block.runs]
            pieces = self._recut(old, Span(*[offset - self.offsets[first] for offset in span]), replacement, text)
            if pieces is None:
                return None
            ahead = (piece for block in self.blocks[last + 1 :] for run in block.runs for piece in run.pieces)
            new = list(join([*pieces, *islice(ahead, MOST_JOINED)], len(pieces)))
            if sum(len(run.pieces) for run in new) == len(pieces):
                break
            last += 1  # what is read as one now was read apart before
        changed = [*self.blocks[:first], *blocks_of(new), *self.blocks[last + 1 :]]
        if sum(block.pieces for block in changed) > MOST_PIECES:
            return None
        keys = self.keys.changed([run.part for run in old], [run.part for run in new])
        return _settled(Parts(self.syntax, changed, keys, self.indent), text)

    def _around(self, span: Span) -> tuple[int, int]:
        """The first and last block of which parts may be read otherwise after an edit."""
        # The neighbours are cut again too: what was two operations may have become one, or the other way round.
        # And how a piece is read may depend on those that follow it.
        first = bisect_right(self.offsets, span.start) - 1
        runs_before = self.blocks[first].at(span.start - self.offsets[first])
        while first and runs_before <= MOST_JOINED + 1:
            first -= 1
            runs_before += len(self.blocks[first].runs)
        last = bisect_right(self.offsets, span.end) - 1
        runs_behind = len(self.blocks[last].runs) - self.blocks[last].at(span.end - self.offsets[last]) - 1
        while last + 1 < len(self.blocks) and runs_behind <= 1:
            last += 1
            runs_behind += len(self.blocks[last].runs)
        return first, last

    def _recut(self, runs: list[Run], span: Span, replacement: str, text: str) -> list[Piece] | None:
        """The pieces of runs after an edit, whose span begins to count where they do; None where cuts have changed."""
        pieces = [piece for run in runs for piece in run.pieces]
        starts = [*accumulate([len(piece.text) for piece in pieces], initial=0)]
        first = max(bisect_right(starts, span.start) - 2, 0)
        last = min(bisect_right(starts, span.end) + 1, len(pieces))
        touched = pieces[first:last]
        before = "".join([piece.text for piece in touched])
        after = before[: span.start - starts[first]] + replacement + before[span.end - starts[first] :]
        if not can_recut(before, after, self.syntax):
            return None
        at_start, at_end = touched[0].first, touched[-1].last
        member, indent = first_member(text) if self.syntax == "json" and at_start else (0, self.indent)
        if indent != self.indent or member > len(after):
            return None
        known = {(piece.text, piece.first, piece.last): piece for piece in touched}
        new = pieces_of(cut(after, self.syntax, member, indent), self.syntax, at_start, at_end)
        return [
            *pieces[:first],
            *(known.get((piece.text, piece.first, piece.last), piece) for piece in new),
            *pieces[last:],
        ]


class Reading:
    """A text on its way to parts, in steps of a few milliseconds; a text that cannot be cut is one step."""

    def __init__(self, text: str, syntax: Syntax) -> None:
        self._steps = _read(text, syntax)
        self.parts: Parts | None = None

    def go_on(self) -> None:
        """Take one step."""
        try:
            next(self._steps)
        except StopIteration as end:
            self.parts = end.value

    def finish(self) -> Parts:
        """Take all steps that are left."""
        while self.parts is None:
            self.go_on()
        return self.parts


def _read(text: str, syntax: Syntax) -> Generator[None, None, Parts]:
    first, indent = first_member(text) if syntax == "json" else (0, "")
    pieces = pieces_of(cut(text, syntax, first, indent), syntax)
    yield
    runs = list[Run]()
    for run in join(pieces, len(pieces)):
        runs.append(run)
        if len(runs) % _RUNS_OF_A_STEP == 0:
            yield
    keys = Keys({}, frozenset()).changed([], [run.part for run in runs])
    yield
    return _settled(Parts(syntax, list(blocks_of(runs)), keys, indent), text)


def read(text: str, syntax: Syntax) -> Parts:
    """The parts of a text."""
    with no_garbage():
        return Reading(text, syntax).finish()


def _settled(parts: Parts, text: str) -> Parts:
    """The same parts; of JSON the text as one part if, cut at the wrong places, it seems broken and is not.

    A text is cut where its lines look like members. If these were inside of another member, or a comment, then pieces
    do not balance and all together do.
    """
    if parts.syntax != "json" or parts.only or not _may_be_whole(parts, text):
        return parts
    whole = Piece(text, "json")
    if whole.alone.problems:
        return parts
    run = Run(whole.alone, (whole,))
    return Parts("json", [Block([run])], Keys({}, frozenset()).changed([], [run.part]), parts.indent, parts)


def _may_be_whole(parts: Parts, text: str) -> bool:
    """Whether the brackets of all parts balance though those of some do not."""
    excess = [placed.part.excess for placed in parts.where(_may_go_on)]
    if None in excess:
        return any(mark in text for mark in ("*/", "\\\n", "\\\r"))
    return bool(excess) and sum(one or 0 for one in excess) == 0


def _is_any(_: Part) -> bool:
    return True


def _may_go_on(part: Part) -> bool:
    return part.may_go_on
