"""Finds the values of a JSON, TOML or YAML file, each with its dotted key and place; constructs no objects."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from gage.config.config_file import ConfigFileError, decode_utf8, is_scalar
from gage.config.data_literal import spell
from gage.config.project_config import Literal
from gage.config.project_config import Scalar as Value
from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Lines
from gage.gagefile.tree import Syntax

_SYNTAXES: dict[str, Syntax] = {"JSON": "json", "TOML": "toml", "YAML": "yaml"}

_HARMLESS = {
    "json": frozenset({"duplicate-key"}),
    "toml": frozenset[str](),
    "yaml": frozenset({"duplicate-key", "yaml-key-type"}),
}
"""Problems of a gagefile that are none of such a file: its readers take the last of two keys, and keys of any type."""

_ANCHOR = re.compile(r"&([^\s,\[\]{}&]+)\s+(?:![^\s!]*\s+)?")

_WORDS = {"yaml-several-documents": "a second document begins here; values are read from files of one"}
_KINDS = frozenset({"string", "number", "boolean", "null"})


class DataFile(NamedTuple):
    """The text of a file without its byte order mark, and the values in it by key, in order of place."""

    text: str
    syntax: Syntax
    mark: bytes
    literals: dict[str, Literal]

    def encode(self, text: str) -> bytes:
        """Another text as bytes of this file."""
        return self.mark + text.encode()

    def spell(self, literal: Literal, value: Value) -> str:
        """What to write in the place of a literal for another value."""
        spelled = spell(value, self.text[literal.start : literal.end], self.syntax)
        is_empty = literal.start == literal.end  # `key:` of YAML, for null
        return f" {spelled}" if is_empty and not self.text[literal.start - 1].isspace() else spelled


def parse_data(data: bytes, kind: str) -> DataFile:
    """Read the bytes of a file of a kind: ``JSON``, ``TOML`` or ``YAML``. Raises ConfigFileError."""
    mark, text = decode_utf8(data)
    syntax = _SYNTAXES[kind]
    root, problems = _parse(text, syntax)
    for problem in problems:
        if problem.severity is Severity.ERROR and problem.code not in _HARMLESS[syntax]:
            place = Lines(text).position(problem.span.start)
            raise ConfigFileError(_WORDS.get(problem.code, problem.message), place)
    found = {key: Literal(node.start, node.end, node.value) for key, node in _values("", root)}
    if syntax == "yaml":
        found = _at_anchors(text, found)
    return DataFile(text, syntax, mark, dict(sorted(found.items(), key=lambda item: item[1].start)))


def _parse(text: str, syntax: Syntax) -> tuple[Node, list[Problem]]:
    if syntax == "json":
        from gage.gagefile.syntax import json_syntax

        return json_syntax.parse(text)
    if syntax == "toml":
        from gage.gagefile.syntax import toml_syntax

        return toml_syntax.parse(text)
    from gage.gagefile.syntax import yaml_syntax

    return yaml_syntax.parse(text)


def _values(key: str, node: Node) -> Iterator[tuple[str, Scalar]]:
    """The values below a node. Recursive: parsers refuse nesting that would exhaust the stack."""
    before = f"{key}." if key else ""
    if isinstance(node, Object):
        for entry in node.by_key.values():
            yield from _values(before + entry.key, entry.value)
    elif isinstance(node, Array):
        for index, item in enumerate(node.items):
            yield from _values(f"{before}{index}", item)
    elif key and isinstance(node, Scalar) and node.kind in _KINDS and is_scalar(node.value):
        yield key, node


def _at_anchors(text: str, found: dict[str, Literal]) -> dict[str, Literal]:
    """The values of YAML with aliases (``*name``) at the place of what they stand for, which they share."""
    if "*" not in text:
        return found
    anchors: dict[str, list[int]] = {}
    for match in _ANCHOR.finditer(text):
        anchors.setdefault(match[1], []).append(match.end())
    by_start = {literal.start: literal for literal in found.values()}
    placed = {}
    for key, literal in found.items():
        if text.startswith("*", literal.start):
            places = anchors.get(text[literal.start + 1 : literal.end], [])
            before = bisect_left(places, literal.start)
            if not before or places[before - 1] not in by_start:
                continue
            literal = by_start[places[before - 1]]
        placed[key] = literal
    return placed
