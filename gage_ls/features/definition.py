"""Where what stands at a place comes from: an operation, a file, a key of a config file, a config value, an anchor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp

from gage.config.key_place import find_key
from gage.facts import project_directory
from gage.gagefile.config_names import config_entry, config_names
from gage.gagefile.file_names import FileName, file_name_at
from gage.gagefile.operation_mentions import mention_at, operation_mentions
from gage.gagefile.text import Lines, Span
from gage.gagefile.yaml_names import alias_at
from gage_ls.client import Client
from gage_ls.convert import Places
from gage_ls.project_paths import find_path
from gage_ls.workspace import OpenDocument

_MOST_FILES = 20
"""Files of one pattern that are offered to choose from."""

_START = lsp.Range(start=lsp.Position(line=0, character=0), end=lsp.Position(line=0, character=0))


class _Target(NamedTuple):
    """A place to go to from a span of the document."""

    origin: Span
    uri: str
    range: lsp.Range


def definition(
    document: OpenDocument, client: Client, params: lsp.DefinitionParams
) -> list[lsp.Location] | list[lsp.LocationLink] | None:
    """All places to go to, or null; links, which say what they are linked from, if the client takes them."""
    offset = document.places.offset(params.position)
    found = list(_targets(document, offset))
    if not found:
        return None
    if not client.definition_links:
        return [lsp.Location(uri=target.uri, range=target.range) for target in found]
    return [
        lsp.LocationLink(
            origin_selection_range=document.places.range(target.origin),
            target_uri=target.uri,
            target_range=target.range,
            target_selection_range=target.range,
        )
        for target in found
    ]


def _targets(document: OpenDocument, offset: int) -> Iterator[_Target]:
    """The targets of the most that an offset can mean: a name in braces stands in the text that names a file, too."""
    for sought in (_config_value, _anchor, _operation):
        if found := list(sought(document, offset)):
            yield from found
            return
    if document.path:
        yield from _file(document, project_directory(document.path), offset)


def _config_value(document: OpenDocument, offset: int) -> Iterator[_Target]:
    placed, within = document.document.parts.joined_at(offset)
    for named in config_names(placed.part):
        if named.span.start <= within <= named.span.end:
            if entry := config_entry(placed.part, named, document.facts.picked):
                yield _here(document, placed.span(named.span), placed.span(entry))
            return


def _anchor(document: OpenDocument, offset: int) -> Iterator[_Target]:
    placed = document.document.parts.at(offset)
    if found := alias_at(placed.part, offset - placed.start):
        alias, anchor = found
        yield _here(document, placed.span(alias), placed.span(anchor))


def _operation(document: OpenDocument, offset: int) -> Iterator[_Target]:
    """The first place that declares it: the other headers of a TOML table are its members."""
    at = mention_at(document.document, offset)
    if at is None:
        return
    placed, sought = at
    for place, name in operation_mentions(document.document):
        if name.is_declaration and name.name == sought.name:
            yield _here(document, placed.span(sought.span), place.span(name.span))
            if document.document.syntax == "toml":
                return


def _here(document: OpenDocument, origin: Span, target: Span) -> _Target:
    return _Target(origin, document.uri, document.places.range(target))


def _file(document: OpenDocument, directory: Path, offset: int) -> Iterator[_Target]:
    at = file_name_at(document.document, offset)
    if at is None:
        return
    placed, name = at
    origin = placed.span(name.span._replace(end=(name.key_span or name.span).end))
    for path in _paths(document, directory, name):
        yield _Target(origin, path.as_uri(), _key_range(document, path, name.key))


def _paths(document: OpenDocument, directory: Path, name: FileName) -> list[Path]:
    """The file that is named, or those that a config path with wildcards was seen to find."""
    path = find_path(directory, name)
    if path and not path.is_file():  # an editor cannot go to a directory
        return []
    if path is None and name.role == "config" and (known := document.facts.config_paths.get(name.value.value)):
        found = (find_path(directory, name._replace(text=file)) for file in known.files[:_MOST_FILES])
        return [path for path in found if path]
    return [path] if path else []


def _key_range(document: OpenDocument, path: Path, key: str) -> lsp.Range:
    found = find_key(path, key) if key else None
    return Places(Lines(found[0]), document.places.encoding).range(found[1]) if found else _START
