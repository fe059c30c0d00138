"""What a run has under a field's name, for filters and sorting; a name that nobody gave is no mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.summary import Scalar

Values = tuple[Scalar, ...]
"""The values that count as those of a field: none where it is missing, several such as the tags of a run."""

Kind = Literal["name", "text", "time", "duration", "free"]
"""Names and texts have no order that anyone asks for; the values of free fields are of any type."""

_FIELDS: dict[str, tuple[Kind, Callable[[Run], Values]]] = {
    "op": ("name", lambda run: (run.opref.name, f"{run.opref.namespace}:{run.opref.name}")),
    "status": ("name", lambda run: (run_status(run),)),
    "label": ("text", lambda run: _present(run.label)),
    "tag": ("name", lambda run: tuple(run.tags)),
    "id": ("name", lambda run: (run.id,)),
    "name": ("name", lambda run: (run.name, run.short_name)),
    "started": ("time", lambda run: _present(run.started)),
    "stopped": ("time", lambda run: _present(run.stopped)),
    "duration": ("duration", lambda run: _present(run.duration)),
}
_FIELDS["operation"] = _FIELDS["op"]
FIELDS = tuple(_FIELDS)
"""The names of the fields that every run has."""

GROUPS: dict[str, Callable[[Run], dict[str, Scalar]]] = {
    "config": lambda run: run.config,
    "metric": lambda run: run.summary.metrics,
    "attribute": lambda run: run.summary.attributes,
}


def field(name: str, is_quoted: bool = False) -> tuple[Kind, Callable[[Run], Values]]:
    """What a field is and how to get it from a run: times are microseconds since the epoch, durations seconds.

    A name in quotes is never one that every run has. Of equal names config wins over metrics, these over attributes;
    ``config:NAME``, ``metric:NAME`` and ``attribute:NAME`` ask for one of them.
    """
    if not is_quoted and name in _FIELDS:
        return _FIELDS[name]
    group, colon, inner = name.partition(":")
    if colon and group in GROUPS:
        return "free", lambda run: _present(GROUPS[group](run).get(inner))
    return "free", lambda run: _free(run, name)


def is_known(name: str, is_quoted: bool = False) -> bool:
    """Whether every run has a field of this name, with or without a value."""
    return not is_quoted and name in _FIELDS


def free_names(runs: Iterable[Run]) -> list[str]:
    """The names of config values, metrics and attributes that any of the runs has, each once, in that order."""
    found: dict[str, dict[str, None]] = {group: {} for group in GROUPS}
    for run in runs:
        for group, values_of in GROUPS.items():
            found[group].update(dict.fromkeys(values_of(run)))
    return list(dict.fromkeys(name for names in found.values() for name in names))


def _free(run: Run, name: str) -> Values:
    for values in (run.config, run.summary.metrics, run.summary.attributes):
        if name in values:
            return _present(values[name])
    return ()


def _present(value: Scalar) -> Values:
    return () if value is None else (value,)
