"""What is shown of a run in tables, in words; reads nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from gage.runs import words
from gage.runs.known_project import KnownProject

RunObject = dict[str, Any]
"""A run as docs/interfaces.md describes it."""


def operation_name(run: RunObject, project: KnownProject) -> str:
    """The operation, with its namespace where the run is not of this project, and its version."""
    prefix = "" if project.made(run["namespace"], run["project_id"]) else f"{run['namespace']}:"
    version = f" v{run['version']}" if run["version"] else ""
    return f"{prefix}{run['operation']}{version}"


def description(run: RunObject, fields: Iterable[str]) -> str:
    """The label, then ``name=value`` of the fields asked for, or of all metrics, attributes and config values."""
    values = {**run["attributes"], **run["metrics"], **run["config"]}
    # Unasked, what a run found comes before what it was given.
    names = [name for name in fields if name in values] or [
        *sorted(run["metrics"]),
        *sorted(name for name in run["attributes"] if name not in run["metrics"]),
        *sorted(name for name in run["config"] if name not in run["metrics"] and name not in run["attributes"]),
    ]
    parts = [run["label"]] if run["label"] else []
    return " ".join(parts + [f"{name}={words.value(values[name])}" for name in names])


def ago(moment: str | None) -> str:
    """How long ago an ISO 8601 time was, in its largest unit; nothing for None."""
    if moment is None:
        return ""
    then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return words.ago((datetime.now(timezone.utc) - then).total_seconds())


def dependency_row(dependency: dict[str, Any]) -> tuple[str, str]:
    """What was asked for, and which run or address supplied what."""
    files = ", ".join(file["path"] for file in dependency["files"])
    runs = ", ".join(f"{run['name']} ({run['operation']})" for run in dependency["runs"])
    return f"{dependency['type']} {dependency['named']}", f"{files} from {runs}" if runs else files
