"""Runs as CSV, a row for each: what every run has, then its config, metrics and attributes; writes no file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

_COLUMNS = ("id", "name", "operation", "namespace", "version", "status", "exit_code", "label", "tags")
_TIMES = ("started", "stopped", "duration")
_GROUPS = {"config": "config", "metrics": "metric", "attributes": "attribute"}
"""Groups of a run object, and what the filter language calls a member of each."""


def runs_csv(runs: Sequence[dict[str, Any]]) -> str:
    """Run objects as lines of CSV; columns of values are called as in the filter language, such as ``metric:loss``."""
    columns = [*_COLUMNS, *_TIMES]
    for group, word in _GROUPS.items():
        columns += [f"{word}:{name}" for name in dict.fromkeys(name for run in runs for name in run[group])]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(_row(run) for run in runs)
    return text.getvalue()


def _row(run: dict[str, Any]) -> dict[str, Any]:
    values = {f"{word}:{name}": _cell(value) for group, word in _GROUPS.items() for name, value in run[group].items()}
    return {**{name: run[name] for name in (*_COLUMNS, *_TIMES)}, "tags": " ".join(run["tags"]), **values}


def _cell(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value
