"""Makes of a dependency in one text the table that says the same, to which more can be added."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from gage.gagefile.node import Array, Entry, Scalar
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import yaml_lines
from gage.gagefile.refactor.dependency_forms import as_table, dependency_at
from gage.gagefile.refactor.here import Here
from gage.gagefile.settings import is_plain
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree
from gage.gagefile.words import kind

_PLAIN = re.compile(r"[A-Za-z0-9_./][\w./=<>+-]*(?: [\w./=<>+-]+)*")
"""Texts that YAML reads as they stand, but for numbers and words that mean something; those are no such names."""


def rewrite(here: Here) -> Fix | None:
    """Offered on the line of the dependency."""
    found = dependency_at(here)
    node = found[2] if found else None
    if found is None or not isinstance(node, Scalar) or node.kind != "string" or node.end == node.start:
        return None
    tree, table = here.tree, as_table(node.value)
    if table is None or yaml_lines.is_alias(tree, node):
        return None
    if tree.syntax == "yaml" and (layout := _block(tree, found[1], node)):
        start, before, between = layout
        text = before + between.join(f"{key}: {_spelt(tree, node, value)}" for key, value in table.items())
    else:
        start, text = node.start, _braces(tree, node, table)
    return Fix(f"Change the dependency to {kind('object', tree.syntax)}", (Edit(Span(start, node.end), text),))


def _braces(tree: Tree, node: Scalar, table: dict[str, str]) -> str:
    quote, sign = _key_quote(tree, table), " = " if tree.syntax == "toml" else ": "
    members = ", ".join(f"{quote}{key}{quote}{sign}{_spelt(tree, node, value)}" for key, value in table.items())
    return f"{{{members}}}" if tree.syntax == "yaml" else f"{{ {members} }}"


def _key_quote(tree: Tree, keys: Iterable[str]) -> str:
    """The quotes that keys of the text have; JSON5 takes keys without, if they have no dash."""
    if tree.syntax != "json":
        return ""
    first = tree.text[tree.entries[0].key_start]
    return first if first in "'\"" else '"' if any("-" in key for key in keys) else ""


def _block(tree: Tree, depends: Entry, node: Scalar) -> tuple[int, str, str] | None:
    """Where a mapping in lines of its own begins, what comes before its first key, and between its keys."""
    is_item = isinstance(depends.value, Array)
    if is_item and yaml_lines.is_in_lines(tree, depends.value):
        return node.start, "", f"{tree.line_end}{' ' * yaml_lines.column(tree, node.start)}"
    if is_item or not yaml_lines.is_bare(tree, depends) or _is_in_braces(tree, depends):
        return None
    column = yaml_lines.column(tree, depends.key_start) + yaml_lines.level(tree)
    line = f"{tree.line_end}{' ' * column}"
    return yaml_lines.past_colon(tree, depends), line, line


def _is_in_braces(tree: Tree, depends: Entry) -> bool:
    operation = tree.operation_at(depends.key_start)
    return operation is None or not yaml_lines.is_in_lines(tree, operation.value)


def _spelt(tree: Tree, node: Scalar, value: str) -> str:
    """A text in the quotes of the text that it was part of."""
    first = tree.text[node.start]
    if first not in "'\"" and tree.syntax == "yaml" and _PLAIN.fullmatch(value):
        return value
    if first in "'\"" and is_plain(value):
        return f"{first}{value}{first}"
    return json.dumps(value, ensure_ascii=False)
