"""Long lists and tables in slices, since jschon's work grows with the square of their length; judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from gage.gagefile import schema
from gage.gagefile.node import Array, Entry, Node, Object

LONGEST = 50
"""Items and keys of a slice. What people write is shorter, and judged as a whole."""

_MOST_HANDED = 1000
"""Values that jschon is given of all slices together, but for the last."""


_Whole = tuple[list[Any], list[Any]]  # what there is of a list or table to choose from, and what is always chosen


class Slice:
    """One slice of every list and table in a value that is longer; the first of those that have no such slice.

    A list has with it the first item of each kind, for what is wrong in a list of several kinds; a table has the keys
    of which the schema knows, for what is wrong in a table without them.
    """

    def __init__(self, number: int = 0, whole: dict[int, _Whole] | None = None) -> None:
        self._number = number
        self._whole = {} if whole is None else whole
        self.handed = 0  # values that were given to jschon

    def items(self, node: Array) -> list[tuple[int, Node]]:
        """The items of a list with their numbers; gaps are not among them, nor counted."""
        if id(node) not in self._whole:
            items = [*enumerate(item for item in node.items if not item.is_gap)]
            kinds = {item.kind: index for index, item in reversed(items)}
            self._whole[id(node)] = items, [*kinds.values()]
        items, first = self._whole[id(node)]
        if len(items) <= LONGEST:
            return items
        part = self._part(len(items))
        return [*items[part], *(items[index] for index in first if not part.start <= index < part.stop)]

    def members(self, node: Object) -> list[tuple[str, Entry]]:
        """The entries of a table that count; those without a value are not among them."""
        if len(node.by_key) <= LONGEST:
            return [(key, entry) for key, entry in node.by_key.items() if not entry.value.is_gap]
        if id(node) not in self._whole:
            members = [(key, entry) for key, entry in node.by_key.items() if not entry.value.is_gap]
            known = [member for member in members if member[0] in _known_keys()]
            self._whole[id(node)] = [member for member in members if member[0] not in _known_keys()], known
        others, known = self._whole[id(node)]
        return [*known, *others[self._part(len(others))]]

    def _part(self, length: int) -> slice:
        start = self._number * LONGEST
        return slice(start, start + LONGEST) if start < length else slice(LONGEST)


def is_short(node: Node) -> bool:
    """Whether a value is one slice."""
    return _longest(node) <= LONGEST


def slices(node: Node) -> Iterator[Slice]:
    """The slices of a value, as many as are to be judged."""
    longest, handed, whole = _longest(node), 0, dict[int, _Whole]()
    for number in range(max(1, -(-longest // LONGEST))):
        one = Slice(number, whole)
        yield one
        handed += one.handed
        if handed > _MOST_HANDED:
            break


def _longest(node: Node) -> int:
    """How many items or keys the longest list or table in a value has."""
    longest, ahead = 0, [node]
    while ahead:
        node = ahead.pop()
        if isinstance(node, Object):
            ahead += [entry.value for entry in node.by_key.values()]
            longest = max(longest, len(node.by_key))
        elif isinstance(node, Array):
            ahead += node.items
            longest = max(longest, len(node.items))
    return longest


@cache
def _known_keys() -> frozenset[str]:
    """Every key that the schema describes somewhere."""
    return frozenset(_keys(schema.load()))


def _keys(described: Any) -> Iterator[str]:
    if isinstance(described, dict):
        yield from described.get("properties", ())
        described = [*described.values()]
    if isinstance(described, list):
        for part in described:
            yield from _keys(part)
