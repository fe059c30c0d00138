"""Writes a YAML mapping that is in braces as lines, one for each key."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.node import Array, Entry, Node, Object
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import yaml_lines
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.places import is_on
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree


def rewrite(here: Here) -> Fix | None:
    """Offered on the line of the mapping, of the outermost one that is in braces."""
    tree = here.tree
    if tree.syntax != "yaml":
        return None
    found = [entry for entry in _in_braces(tree, tree.root) if is_on(tree, entry, here.offset)]
    if len(found) != 1 or not yaml_lines.is_bare(tree, found[0]):
        return None
    entry, mapping = found[0], found[0].value
    assert isinstance(mapping, Object)
    indent = " " * (yaml_lines.column(tree, entry.key_start) + yaml_lines.level(tree))
    lines = "".join(f"{tree.line_end}{indent}{_line(tree, one)}" for one in mapping.entries)
    edit = Edit(Span(yaml_lines.past_colon(tree, entry), mapping.end), lines)
    return Fix(f"Write '{entry.key}' on lines of its own", (edit,))


def _in_braces(tree: Tree, node: Node) -> Iterator[Entry]:
    """The entries of mappings in lines whose value is a mapping in braces with anything in it."""
    if isinstance(node, Array) and yaml_lines.is_in_lines(tree, node):
        for item in node.items:
            yield from _in_braces(tree, item)
    if not isinstance(node, Object) or not yaml_lines.is_in_lines(tree, node):
        return
    for entry in node.entries:
        if isinstance(entry.value, Object) and entry.value.entries and yaml_lines.is_in_brackets(tree, entry.value):
            yield entry
        else:
            yield from _in_braces(tree, entry.value)


def _line(tree: Tree, entry: Entry) -> str:
    value = tree.text[entry.value.start : entry.value.end]
    return f"{tree.text[entry.key_start : entry.key_end]}:{' ' * bool(value)}{value}"
