"""Links from the names in a gagefile to what they name: files of the project that exist, and addresses of the web."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types as lsp

from gage.facts import project_directory
from gage.gagefile.dependencies import dependency_texts
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.file_names import FileName, names_in
from gage.gagefile.node import Scalar
from gage.gagefile.part import Part
from gage.gagefile.text import Span
from gage.gagefile.written import written
from gage_ls.json_text import JsonText
from gage_ls.project_paths import find_path
from gage_ls.workspace import OpenDocument

MOST_FILES = 5_000
"""Names that are looked for in one file; what it names beyond them is not linked."""


def document_links(document: OpenDocument, _params: lsp.DocumentLinkParams) -> JsonText:
    """Links in order of place, as JSON. Each file is looked for once, however often it is named."""
    is_gagefile = document.document.kind is GAGEFILE
    files = _Files(project_directory(document.path)) if document.path and is_gagefile else None
    links = []
    for placed in document.document.parts.each():
        found = {**dict(_addresses(placed.part, is_gagefile)), **(dict(files.links(placed.part)) if files else {})}
        places = document.places.in_part(placed)
        links += [{"range": places.range(span), "target": target} for span, target in sorted(found.items())]
    return JsonText(json.dumps(links))


class _Files:
    """The files of a project that were looked for."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._known: dict[tuple[str, bool], str | None] = {}

    def links(self, part: Part) -> Iterator[tuple[Span, str]]:
        for name in names_in(part):
            asked = name.text, name.role == "module"
            if asked not in self._known and len(self._known) < MOST_FILES:
                self._known[asked] = self._address(name)
            if target := self._known.get(asked):
                yield name.span, target

    def _address(self, name: FileName) -> str | None:
        """Of a directory there is none: editors open files."""
        path = find_path(self._directory, name)
        return path.as_uri() if path and path.is_file() else None


def _addresses(part: Part, is_gagefile: bool) -> Iterator[tuple[Span, str]]:
    for node in _texts(part, is_gagefile) if "https://" in part.text else ():
        places = written(part, node)
        if places and node.value.startswith("https://"):
            yield Span(places[0], places[-1]), node.value


def _texts(part: Part, is_gagefile: bool) -> Iterator[Scalar]:
    """The texts that may be addresses: the schema of the file, and what operations depend on."""
    schema = part.node(("$schema",))
    if isinstance(schema, Scalar) and schema.kind == "string":
        yield schema
    if is_gagefile:
        yield from (each.node for each in dependency_texts(part) if each.role == "url")
