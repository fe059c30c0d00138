"""What the past runs of an operation tell of it: the latest one, its config, the names of its metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gage.runs.run import Run
from gage.runs.summary import Scalar


class Metric(NamedTuple):
    """A metric of a run."""

    name: str
    value: int | float


def latest_run(runs: Iterable[Run], operation: str) -> Run | None:
    """The first run of an operation in a list that has the latest first, whatever became of it."""
    return next((run for run in runs if run.opref.name == operation), None)


def latest_config(runs: Iterable[Run], operation: str) -> dict[str, Scalar]:
    """The values that the latest run of an operation was made with."""
    run = latest_run(runs, operation)
    return run.config if run else {}


def metric_names(runs: Iterable[Run], operation: str) -> list[str]:
    """The names of all metrics that runs of an operation reported; those of the latest run first, each in its order."""
    of_operation = (run for run in runs if run.opref.name == operation)
    return list(dict.fromkeys(name for run in of_operation for name in run.summary.metrics))


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
