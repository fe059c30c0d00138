"""Runs in words: which, how it went, how long ago, and what it measured; reads only what the run object has."""

from __future__ import annotations

import time
from collections.abc import Sequence

from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.words import ago, value
from gage_ls.hovers.markdown import code, items, words

_MOST_METRICS = 8
_FEW_METRICS = 3


def run_line(run: Run, metrics: int = _FEW_METRICS) -> str:
    """A run on one line of a list, with so many of its metrics."""
    measured = ", ".join(_metrics(run)[:metrics])
    return " · ".join(part for part in (f"{code(run.short_name)} {_how_it_went(run)}", measured) if part)


def last_run_card(runs: Sequence[Run], shown: Sequence[str]) -> list[str]:
    """The latest of the runs of an operation, as paragraphs; ``shown`` are metrics that come before others."""
    if not runs:
        return ["It has not been run yet."]
    run, count = runs[0], len(runs)
    label = f" · {words(run.label)}" if run.label else ""
    of = f" of {count:,}" if count > 1 else ""
    told = [f"**Last run{of}** {code(run.short_name)} {_how_it_went(run)}{label}"]
    if measured := _metrics(run, shown):
        told.append(items(measured, _MOST_METRICS, str))
    return told


def age(microseconds: int) -> str:
    """How long ago a time was."""
    return ago(time.time() - microseconds / 1_000_000)


def _how_it_went(run: Run) -> str:
    status = run_status(run)
    moment = run.stopped or run.started or run.staged or run.initialized
    if status == "running" and run.started is not None:
        return f"running, started {age(run.started)}"
    ended = f" {age(moment)}" if moment is not None else ""
    failed = f" with exit code {run.exit_code}" if status == "error" else ""
    return f"{status}{failed}{ended}"


def _metrics(run: Run, shown: Sequence[str] = ()) -> list[str]:
    """The metrics of a run in words."""
    measured = run.summary.metrics
    names = dict.fromkeys([*(name for name in shown if name in measured), *measured])
    return [f"{words(name)} {value(metric)}" for name in names if (metric := measured[name]) is not None]
