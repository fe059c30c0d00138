"""Runs side by side: what each has under every name, and which names tell them apart; reads no files of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gage.runs.known_project import KnownProject
from gage.runs.run import Run
from gage.runs.run_object import run_object
from gage.runs.summary import Scalar


class Row(NamedTuple):
    """One name: a value for each run, None where it has none, and whether the runs differ in it.

    A value of null and a missing one are different things, though both stand as None.
    """

    name: str
    values: list[Scalar]
    differs: bool


class Comparison(NamedTuple):
    """The rows of each group, in the order in which the runs, first to last, have the names."""

    config: list[Row]
    metrics: list[Row]
    attributes: list[Row]


def compare_runs(runs: Sequence[Run]) -> Comparison:
    """Several runs side by side, in the order given."""
    return Comparison(
        config=_rows([run.config for run in runs]),
        metrics=_rows([run.summary.metrics for run in runs]),
        attributes=_rows([run.summary.attributes for run in runs]),
    )


def comparison_object(runs: Sequence[Run], project: KnownProject | None = None) -> dict[str, Any]:
    """Runs side by side as scripts and editors read them (see docs/interfaces.md)."""
    groups = compare_runs(runs)._asdict()
    rows = {name: [row._asdict() for row in group] for name, group in groups.items()}
    return {"runs": [run_object(run, project) for run in runs], **rows}


def _rows(columns: Sequence[Mapping[str, Scalar]]) -> list[Row]:
    names = dict.fromkeys(name for column in columns for name in column)
    return [
        Row(name, [column.get(name) for column in columns], len({_identity(column, name) for column in columns}) > 1)
        for name in names
    ]


def _identity(column: Mapping[str, Scalar], name: str) -> tuple[Any, ...]:
    """What two values share that are the same: 1 and 1.0 are, 1 and true are not."""
    if name not in column:
        return ()
    value = column[name]
    return isinstance(value, bool), value
