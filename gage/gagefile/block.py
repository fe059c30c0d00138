"""A few dozen parts that follow each other, and what was asked of all of them; made anew where one of them changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

from gage.gagefile.part import Part
from gage.gagefile.piece import Run

T = TypeVar("T")

SIZE = 64
"""Runs of a new block. An edit looks at all runs of one block and at all blocks."""


class Block:
    """Runs in order of place, their places counted from the start of the block. What they are never changes."""

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.parts = [run.part for run in runs]
        self.pieces = sum(len(run.pieces) for run in runs)
        *self.starts, self.length = accumulate([len(part.text) for part in self.parts], initial=0)
        self._chosen: dict[Callable[[Part], bool], list[int]] = {}
        self._told: dict[Callable[[Sequence[Part]], Any], Any] = {}
        self._settled: object = None  # the facts with which all parts have been checked
        self._wrong: list[int] = []  # the parts in which that found something

    def where(self, wanted: Callable[[Part], bool]) -> list[int]:
        """Which parts are wanted. They are asked once: the answer must be a function of their text."""
        found = self._chosen.get(wanted)
        if found is None:
            found = self._chosen[wanted] = [index for index, part in enumerate(self.parts) if wanted(part)]
        return found

    def of_all(self, asked: Callable[[Sequence[Part]], T]) -> T:
        """What is asked of all parts together; it too must be a function of their text."""
        if asked not in self._told:
            self._told[asked] = asked(self.parts)
        told: T = self._told[asked]
        return told

    def unchecked_or_wrong(self, facts: object) -> list[int]:
        """Which parts have problems, or have not been checked with these facts."""
        if self._settled is facts:
            return self._wrong
        found = [index for index, part in enumerate(self.parts) if part.facts is not facts or part.found]
        if all(self.parts[index].facts is facts for index in found):
            self._settled, self._wrong = facts, found
        return found

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys at the top."""
        return frozenset(key for part in self.parts for key in part.keys)

    @cached_property
    def first_lines(self) -> list[int]:
        """On which line each part begins, and last how many lines end in the block."""
        return [*accumulate([part.line_ends for part in self.parts], initial=0)]

    def at(self, offset: int) -> int:
        """The part that holds an offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def at_line(self, line: int) -> int:
        """The part that holds a line; the last one of a part that ends in a line end is the first of the next."""
        return min(max(bisect_right(self.first_lines, line) - 1, 0), len(self.parts) - 1)


def blocks_of(runs: list[Run]) -> Iterator[Block]:
    """The blocks of runs: of more than one holds, all are about as long."""
    count = max(round(len(runs) / SIZE), 1)
    for index in range(count):
        yield Block(runs[len(runs) * index // count : len(runs) * (index + 1) // count])
