"""The runs of a directory as they are at a moment, for whoever looks again and again; draws nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from gage.engine.progress import Steps
from gage.engine.run_progress import run_progress
from gage.errors import GageError
from gage.runs.main_metric import Metric, main_metric
from gage.runs.run import Run
from gage.runs.series import SERIES
from gage.runs.series_sample import sampled_series
from gage.runs.status import Status, run_status
from gage.runs.store import ACTIVE, RunStore

_SAMPLE = 1 << 16
"""Bytes of a run's series that are read for a small plot, each time there are more."""

_UNDER_WAY = ("pending", "running")


class LiveRun(NamedTuple):
    """A run, where it stands in the list, and what it is at now. ``elapsed`` is in seconds."""

    run: Run
    position: int
    status: Status
    elapsed: float | None
    progress: Steps | None
    metric: Metric | None
    values: Sequence[float | None]


class _Plotted(NamedTuple):
    """What was read of a series when it had so many bytes, and whether no more will come."""

    size: int
    is_last: bool
    values: list[float | None]


class Look(NamedTuple):
    """The runs that were asked for, and how many there are under way and in all."""

    runs: list[LiveRun]
    under_way: int
    total: int


class LiveRuns:
    """Looks at the runs of a directory; what cannot have changed since is not read again."""

    def __init__(self, store: RunStore, listing: Mapping[str, Sequence[str]]) -> None:
        """``listing`` names the fields that each operation wants shown, of which the main metric is the first."""
        self._store = store
        self._listing = listing
        self._plotted: dict[tuple[str, str], _Plotted] = {}

    def under_way(self) -> list[Run]:
        """The runs that are prepared, or that go on, newest first."""
        from gage.runs.index_where import index_where

        condition = index_where(f"status in [{', '.join(_UNDER_WAY)}]")
        return [run for run in self._store.load(self._store.find(ACTIVE, condition)) if run_status(run) in _UNDER_WAY]

    def look(self, most: int) -> Look:
        """At most so many runs: first those under way, then the newest others."""
        under_way = self.under_way()
        ids = self._store.find()
        positions = {run_id: position for position, run_id in enumerate(ids, start=1)}
        first = [run for run in under_way if run.id in positions]
        others = [run_id for run_id in ids[:most] if run_id not in {run.id for run in first}]
        runs = [*first, *self._store.load(others[: max(0, most - len(first))])][:most]
        found = [self._live(run, positions[run.id]) for run in runs if run.id in positions]
        shown = {run.id for run in runs}
        self._plotted = {key: kept for key, kept in self._plotted.items() if key[0] in shown}
        return Look(found, len(first), len(ids))

    def _live(self, run: Run, position: int) -> LiveRun:
        status = run_status(run)
        metric = main_metric(run, self._listing.get(run.opref.name, ()))
        steps, values = None, []
        # Whatever of it cannot be read, or went meanwhile, is not shown.
        with suppress(GageError, OSError):
            steps = run_progress(run) if status == "running" else None
            values = self._values(run, metric.name) if metric else []
        return LiveRun(run, position, status, _elapsed(run, status), steps, metric, values)

    def _values(self, run: Run, name: str) -> list[float | None]:
        """The values that a metric had, as far as a small plot needs them."""
        # In this order: a record that is packed has all points that there will be.
        is_last = run.record.is_sealed
        before = self._plotted.get((run.id, name))
        if before and before.is_last:
            return before.values
        size = run.record.sizes([SERIES]).get(SERIES, 0)
        if before is None or size != before.size:
            points = sampled_series(run, _SAMPLE).get(name, [])
            before = _Plotted(size, is_last, [point.value for point in points])
        self._plotted[run.id, name] = before._replace(is_last=is_last)
        return before.values


def _elapsed(run: Run, status: Status) -> float | None:
    if status == "running" and run.started is not None:
        return time.time() - run.started / 1_000_000
    return run.duration
