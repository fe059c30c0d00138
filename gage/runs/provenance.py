"""What the record of a run says of its making: Git, Python, machine, source code, time; leaves out what is no sense."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gage.runs.record import Record

GIT, DIFF, PYTHON, MACHINE = "sys/git.json", "sys/git.diff", "sys/python.json", "sys/machine.json"
PLATFORM, DIGEST, USAGE = "sys/platform.json", "sourcecode/digest", "proc/usage.json"

_Fields = Mapping[str, type | tuple[type, ...]]
_GIT: _Fields = {"root": str, "commit": str, "branch": str, "dirty": bool, "note": str}
_PYTHON: _Fields = {"executable": str, "version": str, "environment": str, "packages": dict}
_MACHINE: _Fields = {"host": str, "user": str, "processors": int, "memory": int, "gpus": list}
_PHASE: _Fields = {"seconds": (int, float), "cpu_seconds": (int, float), "peak_memory": int}


def provenance(record: Record) -> dict[str, Any]:
    """The fields of docs/interfaces.md, null where nothing is recorded. Raises RecordError."""
    found = record.read_all((GIT, PYTHON, MACHINE, PLATFORM, DIGEST, USAGE))
    platform = _json(found.get(PLATFORM))
    python = _object(found.get(PYTHON), _PYTHON)
    if python:
        python["packages"] = {name: text for name, text in (python["packages"] or {}).items() if isinstance(text, str)}
    machine = _object(found.get(MACHINE), _MACHINE)
    if machine:
        machine["gpus"] = [name for name in machine["gpus"] or [] if isinstance(name, str)]
    return {
        "git": _object(found.get(GIT), _GIT),
        "source_digest": found[DIGEST][:100].decode("ascii", "replace").strip() if DIGEST in found else None,
        "platform": platform if isinstance(platform, str) else None,
        "machine": machine,
        "python": python,
        "phases": read_phases(found.get(USAGE)),
    }


def read_phases(data: bytes | None) -> dict[str, dict[str, Any]]:
    """What each phase took, in the order they came; of each only what is known."""
    phases = _json(data)
    if not isinstance(phases, dict):
        return {}
    known = ((name, _fields(figures, _PHASE)) for name, figures in phases.items() if isinstance(figures, dict))
    return {name: {key: value for key, value in figures.items() if value is not None} for name, figures in known}


def _object(data: bytes | None, fields: _Fields) -> dict[str, Any] | None:
    found = _json(data)
    return _fields(found, fields) if isinstance(found, dict) else None


def _fields(found: dict[str, Any], fields: _Fields) -> dict[str, Any]:
    """These fields of an object and no others, null where they are missing or of another type."""
    values = {name: found.get(name) for name in fields}
    return {
        name: value if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) else None
        for (name, value), kind in zip(values.items(), fields.values(), strict=True)
    }


def _json(data: bytes | None) -> Any:
    try:
        return None if data is None else json.loads(data)
    except (ValueError, RecursionError):
        return None
