"""The last run of each operation and a few words that say how it went; tells nothing that would change by itself."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from gage.runs.main_metric import main_metric
from gage.runs.run import Run
from gage.runs.status import Status
from gage.runs.words import ago, time_span, value
from gage_ls.project_view import ProjectView

_MARKS: dict[Status, str] = {"completed": "✓", "error": "✗", "terminated": "✗", "running": "●"}


def last_runs(view: ProjectView | None) -> Mapping[str, Run]:
    """The latest run of each operation of a project, by its name."""
    latest: dict[str, Run] = {}
    for run in view.own_runs if view else ():
        latest.setdefault(run.opref.name, run)
    return latest


def last_run(view: ProjectView | None, operation: str) -> Run | None:
    """The latest run of one operation."""
    return next(iter(view.runs_of(operation)), None) if view else None


def how_it_went(run: Run, status: Status, shown: Sequence[str] = (), now: float | None = None) -> str:
    """Status, age and main metric, such as ``✓ completed 3 minutes ago · loss 0.125``.

    ``shown`` are the fields that the listing of the operation shows: the first of them that is a metric is the main
    one. ``now`` is in seconds since the epoch.
    """
    now = time.time() if now is None else now
    moment = run.stopped or run.started or run.staged or run.initialized
    words = [_MARKS.get(status, ""), status]
    if moment is not None and status == "running":
        words.append(f"for {time_span(now - (run.started or moment) / 1_000_000) or 'a moment'}")
    elif moment is not None:
        words.append(ago(now - moment / 1_000_000))
    return " · ".join(filter(None, [" ".join(filter(None, words)), _main_metric(run, shown)]))


def _main_metric(run: Run, shown: Sequence[str]) -> str:
    metric = main_metric(run, shown)
    return f"{metric.name} {value(metric.value)}" if metric else ""
