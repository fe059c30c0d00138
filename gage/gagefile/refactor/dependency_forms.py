"""The two forms of a dependency, one text and a table, as plain values; which say the same, and what is at a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gage.gagefile.dependencies import KINDS, kind_in
from gage.gagefile.node import Array, Entry, Node
from gage.gagefile.refactor.here import Here

_KEYS = {
    "project-files": "files",
    "run-files": "run-select",
    "runs-summary": "runs-select",
    "url": "url",
    **dict.fromkeys(("file", "dir", "dvcfile"), "path"),
}
"""The key of a table that holds what a text of the kind names."""

_IMPLIED = frozenset({"project-files", "run-files", "url"})
"""Kinds that a table has without saying so, by its key."""


def as_table(text: str) -> dict[str, str] | None:
    """The least table that says what a text says; None where its kind is unknown or it names nothing."""
    kind, offset = kind_in(text)
    named = text[offset:].strip()
    if kind not in (*KINDS, "url") or not named or (kind == "url" and offset):
        return None
    return {**({} if kind in _IMPLIED else {"type": kind}), _KEYS[kind]: named}


def as_text(table: Mapping[str, Any]) -> str | None:
    """The text that says what a table says; None where that takes more than a kind and a name."""
    rest = {key: value for key, value in table.items() if key != "type"}
    if len(rest) != 1:
        return None
    (key, named), kind = next(iter(rest.items())), table.get("type")
    kind = kind or next((one for one in _IMPLIED if _KEYS[one] == key), None)
    if _KEYS.get(str(kind)) != key or not isinstance(named, str) or named != named.strip():
        return None
    plain = kind_in(named)
    text = named if kind == "url" or (kind == "project-files" and plain == (kind, 0)) else f"{kind}:{named}"
    return text if kind_in(text)[0] == kind and as_table(text) else None


def meaning(dependency: Any) -> Any:
    """The same value for all forms that say the same."""
    table = as_table(dependency) if isinstance(dependency, str) else dependency
    if not isinstance(table, dict):
        return dependency
    implied = next((kind for kind in _IMPLIED if _KEYS[kind] in table), None)
    return {**({"type": implied} if implied else {}), **table}


def dependency_at(here: Here) -> tuple[Entry, Entry, Node] | None:
    """The dependency that a place is in or on a line with, with its operation and the entry `depends`."""
    found = here.setting("depends")
    if found is None:
        return None
    operation, entry = found
    items = entry.value.items if isinstance(entry.value, Array) else [entry.value]
    lines = here.tree.lines
    line = lines.line_at(here.offset)
    near = [item for item in items if lines.line_at(item.start) <= line <= lines.line_at(item.end)]
    inside = [item for item in near if item.start <= here.offset <= item.end]
    chosen = inside or near
    return (operation, entry, chosen[0]) if len(chosen) == 1 else None
