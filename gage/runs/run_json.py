"""The member ``run.json`` of a finished run: all that lists show of it in one small object; nothing that may change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from gage.runs.opref import Opref, OprefError, decode
from gage.runs.summary import Scalar, read_summary, scalar

MEMBER = "run.json"
"""It stands first in the packed record, where one small read at a known place finds it."""

_TIMES = ("initialized", "staged", "started", "stopped")

SOURCES = ("opref", *_TIMES, "proc/exit", "config.json", "summary.json")
"""The members that it is made of."""

LAST_MICROSECOND = 253_402_300_799 * 1_000_000
"""The end of the year 9999: no later time can be shown."""

_SCHEMA = 1


class Told(NamedTuple):
    """What a record tells of a run; times are microseconds since the epoch, ``label`` is what it calls itself."""

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


def told(members: Mapping[str, bytes]) -> Told:
    """What these members tell, of which ``opref`` must be one. Raises OprefError."""
    config = load_json(members.get("config.json"))
    summary = read_summary(load_json(members.get("summary.json")))
    initialized, staged, started, stopped = (moment(whole_number(members.get(name))) for name in _TIMES)
    return Told(
        decode(members["opref"]),
        initialized,
        staged,
        started,
        stopped,
        whole_number(members.get("proc/exit")),
        summary.label,
        {key: scalar(value) for key, value in config.items()} if isinstance(config, dict) else {},
        summary.metrics,
        summary.attributes,
    )


def encode(members: Mapping[str, bytes]) -> bytes | None:
    """The content of the member; None for a record that has no end, or whose names are no text."""
    try:
        run = told(members)
        if run.exit_code is None:
            return None
        fields = {"schema": _SCHEMA, **run._asdict(), "opref": run.opref.encode().decode()}
        return json.dumps(fields, ensure_ascii=False).encode()
    except (KeyError, OprefError, UnicodeError):
        return None


def read(data: bytes) -> Told | None:
    """What a stored member tells; None where it is not as `encode` writes it."""
    run = load_json(data)
    if not isinstance(run, dict) or run.get("schema") != _SCHEMA:
        return None
    config, summary = run.get("config"), read_summary(run)
    exit_code, label, opref = run.get("exit_code"), run.get("label"), run.get("opref")
    if not isinstance(config, dict) or type(exit_code) is not int or not isinstance(opref, str):
        return None
    initialized, staged, started, stopped = (moment(run.get(name)) for name in _TIMES)
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
        )
    except (OprefError, UnicodeError):
        return None


def moment(value: object) -> int | None:
    """A time as lists can show it, or None."""
    return value if type(value) is int and 0 <= value <= LAST_MICROSECOND else None


def whole_number(data: bytes | None) -> int | None:
    """The decimal number a member holds, or None."""
    if data is None or len(data) > 20:
        return None
    try:
        return int(data)
    except ValueError:
        return None


def load_json(data: bytes | None) -> Any:
    """The value a JSON member holds, or None where there is none or it cannot be read."""
    if data is None:
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
