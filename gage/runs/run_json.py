"""The member ``run.json`` of a finished run: all that lists show of it in one small object; nothing that may change."""

from __future__ import annotations

import json
from typing import NamedTuple

from gage.runs.opref import Opref, OprefError, decode
from gage.runs.run import FACTS, Run, load_json, moment
from gage.runs.summary import Scalar, read_summary, scalar

_SCHEMA = 1
_TIMES = ("initialized", "staged", "started", "stopped")
_TOLD = frozenset(("opref", *_TIMES, "proc/exit", "config.json", "summary.json"))
"""The members that have fields of their own."""


class Told(NamedTuple):
    """What lists show of a run; times are microseconds since the epoch, ``label`` is what the run calls itself.

    ``more`` are facts that have no field here, by member, as they are stored.
    """

    opref: Opref
    initialized: int | None
    staged: int | None
    started: int | None
    stopped: int | None
    exit_code: int | None
    label: str | None
    config: dict[str, Scalar]
    metrics: dict[str, Scalar]
    attributes: dict[str, Scalar]
    more: dict[str, str]


def told(run: Run) -> Told:
    """What a record tells that was read member by member."""
    return Told(
        run.opref,
        run.initialized,
        run.staged,
        run.started,
        run.stopped,
        run.exit_code,
        run.summary.label,
        run.config,
        run.summary.metrics,
        run.summary.attributes,
        _more(run),
    )


def encode(run: Run) -> bytes | None:
    """The content of the member; None for a run that has no end, or that text cannot tell of."""
    if run.exit_code is None:
        return None
    try:
        fields = {"schema": _SCHEMA, **told(run)._asdict(), "opref": run.opref.encode().decode()}
        return json.dumps(fields, ensure_ascii=False).encode()
    except (OprefError, UnicodeError):
        return None


def read(data: bytes) -> Told | None:
    """What a stored member tells; None where it is not as `encode` writes it."""
    run = load_json(data)
    if not isinstance(run, dict) or run.get("schema") != _SCHEMA:
        return None
    exit_code, label, opref, config, more = (run.get(name) for name in _FIELDS)
    if type(exit_code) is not int or not isinstance(opref, str) or not isinstance(config, dict):
        return None
    initialized, staged, started, stopped = (moment(run.get(name)) for name in _TIMES)
    summary = read_summary(run)
    try:
        return Told(
            decode(opref.encode()),
            initialized,
            staged,
            started,
            stopped,
            exit_code,
            label if isinstance(label, str) else None,
            {key: scalar(value) for key, value in config.items()},
            summary.metrics,
            summary.attributes,
            {name: text for name, text in more.items() if isinstance(text, str)} if isinstance(more, dict) else {},
        )
    except (OprefError, UnicodeError):
        return None


_FIELDS = ("exit_code", "label", "opref", "config", "more")


def _more(run: Run) -> dict[str, str]:
    """Facts of a process that is over, such as which it was, are no longer asked for."""
    names = [name for name in FACTS if name not in _TOLD and not name.startswith("proc/")]
    return {name: run.facts[name].decode("utf-8", "surrogateescape") for name in names if name in run.facts}
