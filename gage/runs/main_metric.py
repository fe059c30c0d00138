"""Which metric is told of a run where there is room for one; puts none into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gage.runs.run import Run


class Metric(NamedTuple):
    """A metric of a run."""

    name: str
    value: int | float


def main_metric(run: Run, names: Sequence[str] = ()) -> Metric | None:
    """The metric to tell of a run where there is room for one; None where it reported none.

    It is the first of ``names`` that the run has (what `listing.description` of the gagefile names), else its first.
    """
    metrics = run.summary.metrics
    for name in [*names, *metrics]:
        value = metrics.get(name)
        if isinstance(value, int | float):
            return Metric(name, value)
    return None
