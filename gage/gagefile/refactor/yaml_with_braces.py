"""Writes a YAML mapping that is in lines on one line with braces."""

from __future__ import annotations

from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import yaml_lines
from gage.gagefile.refactor.here import Here
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree

WIDEST = 100
"""Characters of the longest line that is made."""


def rewrite(here: Here) -> Fix | None:
    """Offered on the line that names the mapping, if its values are on one line each and the line is not too long."""
    tree = here.tree
    entry = _named_on_line(here, tree.root) if tree.syntax == "yaml" else None
    mapping = entry.value if entry else None
    if entry is None or not isinstance(mapping, Object) or not yaml_lines.is_bare(tree, entry):
        return None
    members = [_member(tree, one) for one in mapping.entries]
    line = f" {{{', '.join(filter(None, members))}}}"
    if None in members or yaml_lines.column(tree, entry.key_end) + 1 + len(line) > WIDEST:
        return None
    return Fix(f"Write '{entry.key}' in braces", (Edit(Span(yaml_lines.past_colon(tree, entry), mapping.end), line),))


def _named_on_line(here: Here, node: Node) -> Entry | None:
    """The entry with a mapping in lines whose key is on the line of the place."""
    line = here.tree.lines.line_at(here.offset)
    if not isinstance(node, Object) or not yaml_lines.is_in_lines(here.tree, node):
        return None
    for entry in node.entries:
        value = entry.value
        if isinstance(value, Object) and value.entries and yaml_lines.is_in_lines(here.tree, value):
            if here.tree.lines.line_at(entry.key_start) == line:
                return entry
            if found := _named_on_line(here, value):
                return found
    return None


def _member(tree: Tree, entry: Entry) -> str | None:
    """A key and its value as written, if that can stand in braces."""
    value = tree.text[entry.value.start : entry.value.end]
    if not value or "\n" in value or "\r" in value or yaml_lines.value_on_next_line(tree, entry):
        return None
    if isinstance(entry.value, Scalar):
        fits = value[:1] in ("'", '"') or not any(mark in value for mark in "{}[],")
    else:
        fits = yaml_lines.is_in_brackets(tree, entry.value)
    return f"{tree.text[entry.key_start : entry.key_end]}: {value}" if fits else None
