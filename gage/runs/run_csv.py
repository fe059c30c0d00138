"""Runs as rows of values: what every run has, and its config, metrics and attributes; writes no file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from gage.runs.summary import Scalar

_RunObject = dict[str, Any]
_GROUPS = {"config": "config", "metrics": "metric", "attributes": "attribute"}
"""Groups of a run object, and what the filter language calls a member of each."""


def run_rows(runs: Sequence[_RunObject]) -> Iterator[Sequence[Scalar]]:
    """Run objects below the names of their columns; values of groups have columns called as in expressions."""
    columns: list[tuple[str, Callable[[_RunObject], Scalar]]] = []
    for name in runs[0] if runs else ():
        if name in _GROUPS:
            keys = dict.fromkeys(key for run in runs for key in run[name])
            columns += [(f"{_GROUPS[name]}:{key}", partial(_member, name, key)) for key in keys]
        else:
            columns.append((name, partial(_own, name)))
    yield [name for name, _ in columns]
    yield from ([value_of(run) for _, value_of in columns] for run in runs)


def runs_csv(runs: Sequence[_RunObject]) -> bytes:
    """The same as CSV, as RFC 4180 has it: in UTF-8, lines that end in CR LF, values in full."""
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows([_cell(value) for value in row] for row in run_rows(runs))
    return text.getvalue().encode("utf-8", "backslashreplace")


def _member(group: str, key: str, run: _RunObject) -> Scalar:
    value: Scalar = run[group].get(key)
    return value


def _own(name: str, run: _RunObject) -> Scalar:
    value: Scalar | list[str] = run[name]
    return ",".join(value) if isinstance(value, list) else value


def _cell(value: Scalar) -> Scalar:
    return ("true" if value else "false") if isinstance(value, bool) else value
