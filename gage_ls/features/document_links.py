"""Links from the names in a gagefile to what they name: files of the project that exist, and addresses of the web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types as lsp

from gage.gagefile.dependencies import dependency_texts
from gage.gagefile.document import Document
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.file_names import file_names
from gage.gagefile.node import Scalar
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.text import Span
from gage.gagefile.written import written
from gage_ls.client_abilities import ClientAbilities
from gage_ls.project_paths import find_path
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument


def document_links(
    document: OpenDocument, view: ProjectView | None, _client: ClientAbilities, _params: lsp.DocumentLinkParams
) -> list[lsp.DocumentLink]:
    """Links in order of place. Each file is looked for once, however often it is named."""
    found = [*_addresses(document.document), *(_files(document.document, view.directory) if view else ())]
    return [
        lsp.DocumentLink(range=document.places.range(span), target=target)
        for span, target in sorted(dict(found).items())
    ]


def _files(document: Document, directory: Path) -> Iterator[tuple[Span, str]]:
    known: dict[tuple[str, bool], Path | None] = {}
    for placed, name in file_names(document):
        asked = name.text, name.role == "module"
        if asked not in known:
            known[asked] = find_path(directory, name)
        path = known[asked]
        # An editor opens a file; of a directory some say that they cannot.
        if path and path.is_file():
            yield placed.span(name.span), path.as_uri()


def _addresses(document: Document) -> Iterator[tuple[Span, str]]:
    for placed in document.parts.where(_may_have_address):
        for node in _texts(placed, is_gagefile=document.kind is GAGEFILE):
            places = written(placed.part, node)
            if places and node.value.startswith("https://"):
                yield placed.span(Span(places[0], places[-1])), node.value


def _texts(placed: Placed, is_gagefile: bool) -> Iterator[Scalar]:
    """The texts that may be addresses: the schema of the file, and what operations depend on."""
    schema = placed.part.node(("$schema",))
    if isinstance(schema, Scalar) and schema.kind == "string":
        yield schema
    if is_gagefile:
        yield from (each.node for each in dependency_texts(placed.part) if each.role == "url")


def _may_have_address(part: Part) -> bool:
    return "https://" in part.text
