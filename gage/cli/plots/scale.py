"""Where values stand between the least and the greatest of them; what is no finite number has no place."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple


class Scale(NamedTuple):
    """From the least to the greatest value, both finite."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """From 0 for the least to 1 for the greatest; 0.5 where all are equal. Greater values never stand lower."""
        span = self.high - self.low
        if math.isinf(span):
            # By halves, as the difference of two numbers may be greater than any number.
            return (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return (value - self.low) / span if span else 0.5


def finite(values: Iterable[float | None]) -> list[float | None]:
    """Values as floats; None for what is no finite number."""
    return [_finite(value) for value in values]


def scale_of(values: Iterable[float | None]) -> Scale | None:
    """The scale of values that `finite` gave; None where there is none among them."""
    known = [value for value in values if value is not None]
    return Scale(min(known), max(known)) if known else None


def _finite(value: float | None) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except OverflowError:  # JSON knows whole numbers of any length
        return None
    return number if math.isfinite(number) else None
