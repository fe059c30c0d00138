"""The operations of all gagefiles of a workspace, read again only where a file changed; opens files and runs none."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gage.gagefile.document import Document
from gage.gagefile.load import LoadError, read_document
from gage.gagefile.outline import outline
from gage.gagefile.text import Encoding
from gage_ls.convert import Places
from gage_ls.gagefiles_of_workspace import find_gagefiles
from gage_ls.workspace import OpenDocument

_KEPT = 5.0
"""Seconds after which the folders are searched again: an editor asks at every keystroke in its search box."""


class FoundOperation(NamedTuple):
    """An operation, the file that declares it, and the place as LSP has it."""

    name: str
    uri: str
    project: str
    range: Any


class OperationsIndex:
    """What was found in the gagefiles of some folders."""

    def __init__(self) -> None:
        self._searched: tuple[tuple[Path, ...], float, list[Path]] = (), 0.0, []
        self._known: dict[Path, tuple[tuple[int, int], list[FoundOperation]]] = {}

    def operations(
        self, folders: Sequence[Path], opened: Sequence[OpenDocument], encoding: Encoding
    ) -> Iterator[FoundOperation]:
        """The operations of open gagefiles as they are shown, then of the others as they are saved."""
        shown = {document.path: document for document in opened if document.path}
        for path, document in shown.items():
            yield from _operations(document.document, document.places, document.uri, path)
        for path in self._gagefiles(tuple(folders)):
            if path not in shown:
                yield from self._saved(path, encoding)

    def _gagefiles(self, folders: tuple[Path, ...]) -> list[Path]:
        known, at, found = self._searched
        if known != folders or time.monotonic() - at > _KEPT:
            found = find_gagefiles(folders)
            self._searched = folders, time.monotonic(), found
            self._known = {path: self._known[path] for path in found if path in self._known}
        return found

    def _saved(self, path: Path, encoding: Encoding) -> list[FoundOperation]:
        try:
            status = path.stat()
            state = status.st_mtime_ns, status.st_size
            if path not in self._known or self._known[path][0] != state:
                document = read_document(path)
                found = list(_operations(document, Places(document.lines, encoding), path.as_uri(), path))
                self._known[path] = state, found
        except (OSError, LoadError):
            return []
        return self._known[path][1]


def _operations(document: Document, places: Places, uri: str, path: Path) -> Iterator[FoundOperation]:
    """Each operation once, where it is first spoken of."""
    project = path.parent.parent if path.parent.name == ".gage" else path.parent
    seen = set()
    for placed in document.parts.each():
        in_part = places.in_part(placed)
        for symbol in outline(placed.part):
            if symbol.role == "operation" and symbol.name.strip() and symbol.name not in seen:
                seen.add(symbol.name)
                yield FoundOperation(symbol.name, uri, project.name, in_part.range(symbol.name_span))
