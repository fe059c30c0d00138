"""What people say of a run: a log of small files that is only ever added to, so that copies of it merge."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gage.runs.ids import entry_ms, is_id, make_id
from gage.runs.read_file import open_file
from gage.runs.record import write_whole

COMMENT = "comment:"
"""Begins the name of a comment, which its id follows; its value has ``msg`` and ``timestamp`` (ms since the epoch)."""

TAG = "tag:"
"""Begins the name of a tag, which the tag follows: tags added on several machines then all stay when logs merge."""

_LARGEST_ENTRY = 1 << 20
_NOBODY = "__unknown__"


class UserAttribute(NamedTuple):
    """What someone said under a name, and when, in milliseconds since the epoch."""

    value: Any
    author: str
    time: int


def read_attributes(user_dir: Path) -> dict[str, UserAttribute]:
    """What is said now, by name: all entries folded in the order of their names, unreadable ones passed over."""
    said: dict[str, UserAttribute] = {}
    for added, removed, author, time in _entries(user_dir):
        for key in removed:
            said.pop(key, None)
        for key, value in added.items():
            said[key] = UserAttribute(value, author, time)
    return said


def changes_of(user_dir: Path, name: str) -> list[UserAttribute]:
    """All that was ever said under a name, oldest first; its value is None where that was taken back."""
    changes = []
    for added, removed, author, time in _entries(user_dir):
        if name in removed or name in added:
            changes.append(UserAttribute(added.get(name), author, time))
    return changes


def _entries(user_dir: Path) -> Iterator[tuple[dict[str, Any], list[str], str, int]]:
    """What each entry adds and removes, by whom and when, in the order of their names."""
    for name in _entry_names(user_dir):
        entry = _read_entry(user_dir / name)
        added, removed, author = entry.get("set"), entry.get("delete"), entry.get("author")
        yield (
            added if isinstance(added, dict) else {},
            [str(key) for key in removed] if isinstance(removed, list) else [],
            author if isinstance(author, str) else _NOBODY,
            entry_ms(name),
        )


def label_of(said: Mapping[str, UserAttribute], own: str | None) -> str | None:
    """The label that was given, else the run's own."""
    label = said["label"].value if "label" in said else own
    return label if isinstance(label, str) else None


def tags_of(said: Mapping[str, UserAttribute]) -> list[str]:
    """The tags, sorted."""
    return sorted(name[len(TAG) :] for name in said if name.startswith(TAG))


def comments_of(said: Mapping[str, UserAttribute]) -> list[dict[str, Any]]:
    """The comments, oldest first, each with ``id``, ``message``, ``author`` and ``time`` (ms since the epoch)."""
    found = []
    for name, (value, author, said_at) in said.items():
        if name.startswith(COMMENT) and isinstance(value, dict) and isinstance(value.get("msg"), str):
            stamp = value.get("timestamp")
            time = stamp if isinstance(stamp, int) else said_at
            found.append({"id": name[len(COMMENT) :], "message": value["msg"], "author": author, "time": time})
    return sorted(found, key=lambda comment: (comment["time"], comment["id"]))


def append_attributes(
    user_dir: Path, values: Mapping[str, Any], removed: Iterable[str] = (), entry_id: str | None = None
) -> None:
    """Add one entry that sets and removes names. Raises OSError."""
    path = user_dir / f"{entry_id or next_entry(user_dir)}.json"
    user_dir.mkdir(parents=True, exist_ok=True)
    entry = {"author": login_name(), "set": dict(values), "delete": list(removed)}
    write_whole(path, json.dumps(entry).encode())
    path.chmod(0o444)


def next_entry(log_dir: Path) -> str:
    """An id for a new entry of a log, whose files are named after their entries.

    It is never older than the newest entry there, whatever the clock says: an edit made on a machine whose clock is
    behind still wins over what its author saw.
    """
    newest = max((entry_ms(name) for name in _names(log_dir) if is_id(name[:36])), default=-1)
    return make_id(newest + 1)


def _entry_names(user_dir: Path) -> list[str]:
    return sorted(name for name in _names(user_dir) if name.endswith(".json") and is_id(name[: -len(".json")]))


def _names(directory: Path) -> list[str]:
    try:
        return os.listdir(directory)
    except OSError:
        return []


def _read_entry(path: Path) -> dict[str, Any]:
    try:
        with open_file(path) as stream:
            data = json.loads(stream.read(_LARGEST_ENTRY))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def login_name() -> str:
    """Who is at work; a name that nobody has where there is none to be had."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # No login name is to be had: a container with a bare numeric user.
        return _NOBODY
