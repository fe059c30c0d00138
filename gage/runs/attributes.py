"""What people say of a run: a log of small files that is only ever added to, so that copies of it merge."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gage.runs.ids import entry_ms, is_id, make_id
from gage.runs.record import write_whole


def read_attributes(user_dir: Path) -> dict[str, Any]:
    """The current values by name: all entries folded in the order of their names, unreadable ones passed over."""
    values: dict[str, Any] = {}
    for name in _entry_names(user_dir):
        entry = _read_entry(user_dir / name)
        removed = entry.get("delete")
        for key in removed if isinstance(removed, list) else ():
            values.pop(str(key), None)
        added = entry.get("set")
        values.update(added if isinstance(added, dict) else {})
    return values


def append_attributes(user_dir: Path, values: Mapping[str, Any], removed: Iterable[str] = ()) -> None:
    """Add one entry that sets and removes names. Raises OSError.

    The entry is never older than the newest one there, whatever the clock says: an edit made on a machine whose
    clock is behind still wins over what its author saw.
    """
    newest = max((entry_ms(name) for name in _entry_names(user_dir)), default=-1)
    path = user_dir / f"{make_id(newest + 1)}.json"
    entry = {"author": _author(), "set": dict(values), "delete": list(removed)}
    write_whole(path, json.dumps(entry).encode())
    path.chmod(0o444)


def comments(attributes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The comments among attributes, oldest first, each with ``id``, ``message`` and ``time`` (ms since the epoch)."""
    found = []
    for name, value in attributes.items():
        kind, _, comment_id = name.partition(":")
        if kind == "comment" and isinstance(value, dict) and isinstance(value.get("msg"), str):
            stamp = value.get("timestamp")
            found.append({"id": comment_id, "message": value["msg"], "time": stamp if isinstance(stamp, int) else 0})
    return sorted(found, key=lambda comment: (comment["time"], comment["id"]))


def _entry_names(user_dir: Path) -> list[str]:
    try:
        names = os.listdir(user_dir)
    except OSError:
        return []
    return sorted(name for name in names if name.endswith(".json") and is_id(name[: -len(".json")]))


def _read_entry(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _author() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # No login name is to be had: a container with a bare numeric user.
        return "__unknown__"
