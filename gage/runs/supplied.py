"""The member ``dependencies.json``: what a run was given by the project, by other runs or from elsewhere."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any, NamedTuple

MEMBER = "dependencies.json"

REFERENCE = ".ref"
"""What is added to the name of a link for the file that takes its place when the run is over."""


class SuppliedFile(NamedTuple):
    """A file in the run directory, at ``path``; ``source`` is the path or address it comes from, empty for none.

    ``origin`` is what it is a link to while the run is under way, empty where it is a file of its own.
    """

    path: str
    source: str
    sha256: str | None = None
    origin: str = ""
    writeable: bool = False


class Supplier(NamedTuple):
    """A run that supplied files, as it was when it did."""

    id: str
    name: str
    operation: str


class Supplied(NamedTuple):
    """What one dependency came to; ``named`` is what the gagefile asks for."""

    kind: str
    named: str
    runs: tuple[Supplier, ...]
    files: tuple[SuppliedFile, ...]

    def with_digests(self, digests: dict[str, str]) -> Supplied:
        """The same with the SHA-256 of files by path, where it is known."""
        return self._replace(
            files=tuple(file._replace(sha256=digests.get(file.path, file.sha256)) for file in self.files)
        )


def encode_supplied(supplied: tuple[Supplied, ...]) -> bytes:
    """The content of the member."""
    return json.dumps([_plain(each) for each in supplied], indent=2).encode()


def read_supplied(data: bytes | None) -> tuple[Supplied, ...]:
    """What the member says; entries that make no sense are passed over."""
    try:
        found = json.loads(data or b"[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(_supplied(each) for each in _objects(found))


def supplied_objects(supplied: tuple[Supplied, ...]) -> list[dict[str, Any]]:
    """The same as scripts read it, see docs/interfaces.md."""
    return [
        {
            "type": each.kind,
            "named": each.named,
            "runs": [run._asdict() for run in each.runs],
            "files": [{"path": file.path, "source": file.source or None, "sha256": file.sha256} for file in each.files],
        }
        for each in supplied
    ]


def _plain(each: Supplied) -> dict[str, Any]:
    return {
        **each._asdict(),
        "runs": [run._asdict() for run in each.runs],
        "files": [file._asdict() for file in each.files],
    }


def _supplied(entry: dict[str, Any]) -> Supplied:
    return Supplied(
        kind=_text(entry, "kind"),
        named=_text(entry, "named"),
        runs=tuple(
            Supplier(_text(run, "id"), _text(run, "name"), _text(run, "operation"))
            for run in _objects(entry.get("runs"))
        ),
        files=tuple(_file(file) for file in _objects(entry.get("files")) if _is_inside(_text(file, "path"))),
    )


def _file(entry: dict[str, Any]) -> SuppliedFile:
    return SuppliedFile(
        path=_text(entry, "path"),
        source=_text(entry, "source"),
        sha256=_text(entry, "sha256") or None,
        origin=_text(entry, "origin"),
        writeable=entry.get("writeable") is True,
    )


def _is_inside(path: str) -> bool:
    """Whether a path stays in the run directory: a record may come from anywhere."""
    pure = PurePosixPath(path)
    return bool(path) and "\0" not in path and not pure.is_absolute() and ".." not in pure.parts


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
