"""What each dependency of an operation asks for, typed and lenient; what cannot be read keeps its place as unknown."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from gage.gagefile.dependencies import KINDS, kind_in

_CREDENTIALS = re.compile(r"//[^/?#]*@")


class Dependency(NamedTuple):
    """One thing that an operation needs; ``kind`` is empty where it cannot be told.

    ``named`` is what it asks for, in one text: a path, an address, an expression, or the patterns. ``files`` are the
    patterns, empty where none are given; ``select`` is the expression for runs.
    """

    kind: str
    named: str
    files: tuple[str, ...] = ()
    select: str = ""
    operation: str | None = None
    sha256: str | None = None
    summary_filename: str = "runs.json"
    writeable: bool = False
    description: str | None = None

    @property
    def shown(self) -> str:
        """What it asks for, as messages and records have it: of an address no name and password."""
        return _CREDENTIALS.sub("//", self.named, count=1) if self.kind == "url" else self.named

    @property
    def text(self) -> str:
        """How messages name it: kind and what it asks for, as in the form of one text."""
        return self.shown if self.kind in ("url", "") else f"{self.kind}:{self.shown}"


def read_dependencies(depends: Any) -> tuple[Dependency, ...]:
    """The dependencies of a plain ``depends``, in order: none is left out, as an operation would run without it."""
    if depends is None:
        return ()
    return tuple(_dependency(item) for item in (depends if isinstance(depends, list) else [depends]))


def _dependency(item: Any) -> Dependency:
    if isinstance(item, dict):
        return _of_table(item)
    return _of_text(item) if isinstance(item, str) and item.strip() else Dependency("", str(item))


def _of_text(text: str) -> Dependency:
    kind, offset = kind_in(text)
    named = text[offset:].strip()
    if kind not in (*KINDS, "url") or not named:
        return Dependency("", text)
    files = (named,) if kind == "project-files" else ()
    return Dependency(kind, named, files=files, select=named if kind.startswith("run") else "")


def _of_table(table: dict[str, Any]) -> Dependency:
    kind = _kind(table)
    operation = _text(table.get("operation"))
    files = _texts(table.get("files"))
    select = _text(table.get("runs-select" if kind == "runs-summary" else "run-select"))
    named = {
        "project-files": ", ".join(files),
        "run-files": " and ".join(part for part in (operation and f"op = {operation}", select) if part),
        "runs-summary": select,
        "url": _text(table.get("url")),
    }.get(kind, _text(table.get("path")))
    return Dependency(
        kind=kind if named else "",
        named=named or str(table),
        files=files,
        select=select or "",
        operation=operation,
        sha256=(_text(table.get("sha256")) or "").lower() or None,
        summary_filename=_text(table.get("summary-filename")) or "runs.json",
        writeable=table.get("writeable") is True,
        description=_text(table.get("description")),
    )


def _kind(table: dict[str, Any]) -> str:
    """As ``type`` says or the keys show; empty for a type that there is not."""
    if "type" in table:
        named = table["type"]
        return named if isinstance(named, str) and named in (*KINDS, "url") else ""
    if "run-select" in table or "operation" in table:
        return "run-files"
    if "runs-select" in table:
        return "runs-summary"
    return "url" if "url" in table else "project-files"


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(text for item in found if (text := _text(item)))
