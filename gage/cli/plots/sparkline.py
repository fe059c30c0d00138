"""A series as a row of small bars, for a cell of a table; draws no axes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gage.cli.plots.marks import BRAILLE, Marks
from gage.cli.plots.scale import Scale, finite, scale_of


def sparkline(values: Sequence[float | None], width: int, marks: Marks = BRAILLE) -> str:
    """A bar for each value or, if there are more than ``width``, for each of as many stretches of equal length.

    A bar is as high as the middle of what its stretch spans; where nothing is a finite number there is a space.
    """
    known = finite(values)
    scale = scale_of(known)
    count = min(width, len(known))
    if scale is None:
        return " " * count
    ends = [index * len(known) // count for index in range(count + 1)]
    return "".join(_bar(known[start:end], scale, marks.bars) for start, end in pairwise(ends))


def _bar(stretch: Sequence[float | None], scale: Scale, bars: str) -> str:
    within = scale_of(stretch)
    if within is None:
        return " "
    height = (scale.at(within.low) + scale.at(within.high)) / 2
    return bars[min(int(height * len(bars)), len(bars) - 1)]
