"""How wide the columns of a table are, so that it fits where it is shown; knows nothing of what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SHORTEST = 8
"""Of a text that is cut, so much says still what it is."""

_NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?%?")


class Column(NamedTuple):
    """The columns of the terminal that a column of a table needs for all that is in it, and for what must be seen."""

    needed: int
    least: int


def column(cells: Sequence[str], widths: Sequence[int]) -> Column:
    """What a column needs; ``widths`` are those of its header, then of the cells. A number is never cut."""
    needed = max(widths)
    widest = max(widths[1:], default=0)
    if widest > _SHORTEST and all(not cell or _NUMBER.fullmatch(cell) for cell in cells):
        return Column(needed, widest)
    return Column(needed, min(needed, _SHORTEST))


def fitted(columns: Sequence[Column], room: int, wide: int | None = None) -> list[int]:
    """The width of each column; the last ones are left out where there is no room for the least of all.

    The one at ``wide`` is cut before the others, then the widest ones. One column is always there.
    """
    count = len(columns)
    while count > 1 and drawn(column.least for column in columns[:count]) > room:
        count -= 1
    shown = columns[:count]
    left = room - drawn(0 for _ in shown)
    widths = [column.needed for column in shown]
    if wide is not None and wide < count:
        widths[wide] = max(shown[wide].least, min(widths[wide], left - sum(widths) + widths[wide]))
    if sum(widths) > left:
        widths = _leveled(widths, [column.least for column in shown], left)
    return widths


def drawn(widths: Iterable[int]) -> int:
    """Columns of the terminal that a table takes, with its lines and the blanks beside them."""
    each = list(widths)
    return sum(each) + 3 * len(each) + 1


def _leveled(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths with the widest ones cut to the same, as far as they may be."""
    low, high = 1, max(1, room)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(_cut(widths, least, middle)) <= room:
            low = middle
        else:
            high = middle - 1
    found = _cut(widths, least, low)
    for index, width in enumerate(widths):  # what is left over, a column each
        if sum(found) < room and found[index] < width:
            found[index] += 1
    return found if sum(found) <= room else [max(1, room), *found[1:]]


def _cut(widths: Sequence[int], least: Sequence[int], most: int) -> list[int]:
    return [min(width, max(most, small)) for width, small in zip(widths, least, strict=True)]
