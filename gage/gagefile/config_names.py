"""The config values that commands name as ``{name}``, and the entries of ``config`` that give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gage.gagefile.file_names import FileName
from gage.gagefile.file_names import names_in as files_in
from gage.gagefile.node import Entry, Object, Scalar
from gage.gagefile.part import Part
from gage.gagefile.settings import named_sections, named_values, operation_commands, texts
from gage.gagefile.text import Span
from gage.gagefile.written import written

NAME = re.compile(r"(?<![{$])\{(?P<name>[A-Za-z_][\w.-]*)\}(?!\})")
"""A name in braces; doubled braces are braces, and ``${name}`` is the shell's."""


class ConfigName(NamedTuple):
    """A config value named in a command of an operation; ``span`` has the braces."""

    name: str
    span: Span
    operation: Entry


def config_names(part: Part) -> Iterator[ConfigName]:
    """The names in the commands of a part, in order; those in scripts (``#!``) are the script's own."""
    for operation, commands in operation_commands(part):
        for node in (node for command in commands for node in texts(command)):
            if "{" in node.value and not node.value.startswith("#!") and (places := written(part, node)):
                for match in NAME.finditer(node.value):
                    yield ConfigName(match["name"], Span(places[match.start()], places[match.end()]), operation)


Picked = Mapping[tuple[str, ...], Mapping[str, Sequence[str]]]


def config_entry(part: Part, named: ConfigName, picked: Picked) -> Span | None:
    """The place in ``config`` that gives a value its name: an entry with it, else the path that picks it.

    ``picked`` has for the paths of a section the keys that they find in each file, as far as that is known.
    """
    config = named.operation.value.get("config") if isinstance(named.operation.value, Object) else None
    for name, table in named_values(config):
        node = table.get("name")
        if name == named.name and node:
            return node.span
    by_value = {id(path.value): path for path in files_in(part) if path.role == "config"}
    for section, naming in named_sections(config):
        found = picked.get(tuple(node.value for node in section), {})
        paths = [by_value[id(node)] for node in section if id(node) in by_value]
        # What paths name themselves is known before anyone has looked into the files.
        named_by_paths = [path.key for path in paths if path.key]
        keys = {name: key for each in (*found.values(), named_by_paths) for key, name in naming.names(each).items()}
        key = keys.get(named.name, named.name)
        if path := _path_of(key, paths, [file for file, keys_of_file in found.items() if key in keys_of_file]):
            return path.span._replace(end=(path.key_span or path.span).end)
    return None


def _path_of(name: str, paths: Sequence[FileName], files: Sequence[str]) -> FileName | None:
    """The path that names a key itself, else one of a file that has it, else one with wildcards."""
    exact = [path for path in paths if path.key == name]
    of_file = [path for path in paths if path.text in files and path.key in ("", "*")]
    wild = [path for path in paths if files and (path.is_pattern or "*" in path.key)]
    return next((path for path in (*exact, *of_file, *wild) if not path.is_excluded), None)


def name_nodes(part: Part) -> Iterator[tuple[Entry, Scalar]]:
    """The names that entries of ``config`` give, each with its operation."""
    for operation, entry in part.operations_with("config"):
        for _, table in named_values(entry.value):
            yield from ((operation, node) for node in texts(table.get("name")))
