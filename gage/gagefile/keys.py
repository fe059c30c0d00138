"""Which parts of a gagefile speak of the same keys at the top, and are read together; looks at no other keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from gage.gagefile.block import Block
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed

Place = tuple[int, int]
"""A block and a part in it."""


class Keys(NamedTuple):
    """How many parts speak of each key at the top, and the keys that several speak of."""

    counts: dict[str, int]
    repeated: frozenset[str]

    def changed(self, removed: list[Part], added: list[Part]) -> Keys:
        """The same after parts have come and gone."""
        removed, added = _differing(removed, added)
        counts, repeated = self.counts.copy(), set(self.repeated)
        for key in chain.from_iterable(part.keys for part in removed):
            counts[key] -= 1
            if counts[key] == 1:
                repeated.discard(key)
            elif not counts[key]:
                del counts[key]
        for key in chain.from_iterable(part.keys for part in added):
            counts[key] = counts.get(key, 0) + 1
            if counts[key] == 2:
                repeated.add(key)
        return Keys(counts, frozenset(repeated))


def _differing(one: list[Part], other: list[Part]) -> tuple[list[Part], list[Part]]:
    """Two lists without what they begin and end with in common."""
    least = min(len(one), len(other))
    start = next((index for index in range(least) if one[index] is not other[index]), least)
    end = next((index for index in range(least - start) if one[-1 - index] is not other[-1 - index]), least - start)
    return one[start : len(one) - end], other[start : len(other) - end]


def read_together(blocks: list[Block], offsets: list[int], repeated: frozenset[str]) -> dict[tuple[Place, ...], Placed]:
    """The parts that share repeated keys with each other, each group as one part, by their places in order."""
    together = {}
    for places in _groups(blocks, repeated):
        parts = [blocks[block].parts[part] for block, part in places]
        *begins, _ = accumulate([len(part.text) for part in parts], initial=0)
        starts = [offsets[block] + blocks[block].starts[part] for block, part in places]
        shifts = tuple((begin, start - begin) for begin, start in zip(begins, starts, strict=True))
        together[tuple(places)] = Placed(_as_one(parts), shifts)
    return together


def _as_one(parts: Sequence[Part]) -> Part:
    first, last = parts[0], parts[-1]
    text = "".join([part.text for part in parts])
    if first.with_others is None or first.with_others[0] != text or first.with_others[1].last != last.last:
        first.with_others = text, Part(text, first.syntax, first.first, last.last)
    return first.with_others[1]


def _groups(blocks: list[Block], repeated: frozenset[str]) -> list[list[Place]]:
    """Disjoint sets of parts by the keys they share, with paths halved."""
    leader: dict[Place, Place] = {}

    def root(place: Place) -> Place:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    owner: dict[str, Place] = {}
    for index, block in enumerate(blocks):
        if repeated.isdisjoint(block.keys):
            continue
        for number, part in enumerate(block.parts):
            for key in part.keys:
                if key in repeated:
                    place = leader.setdefault((index, number), (index, number))
                    one, other = sorted((root(owner.setdefault(key, place)), root(place)))
                    leader[other] = one
    groups: dict[Place, list[Place]] = {}
    for place in leader:
        groups.setdefault(root(place), []).append(place)
    return list(groups.values())
