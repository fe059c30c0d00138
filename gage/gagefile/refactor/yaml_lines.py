"""How YAML is laid out in lines: columns, indentation, and text that moves to another column; parses nothing."""

from __future__ import annotations

import re

from gage.gagefile.node import Entry, Node, Object
from gage.gagefile.tree import Tree

USUAL = 2
"""Columns of one level where a text has none to go by."""


def is_in_lines(tree: Tree, node: Node) -> bool:
    """Whether a mapping or list is written here, without brackets; an alias stands for one written elsewhere."""
    return not tree.text.startswith(("{", "[", "*"), node.start)


def is_in_brackets(tree: Tree, node: Node) -> bool:
    """Whether a mapping or list is written here, with brackets."""
    return tree.text.startswith(("{", "["), node.start)


def is_alias(tree: Tree, node: Node) -> bool:
    """Whether a value is written elsewhere."""
    return tree.syntax == "yaml" and tree.text.startswith("*", node.start)


def column(tree: Tree, offset: int) -> int:
    """The column of an offset, from 0; a byte-order mark takes none."""
    start = tree.lines.line_span(tree.lines.line_at(offset)).start
    return offset - start - tree.text.startswith("\ufeff", start)


def level(tree: Tree) -> int:
    """How many columns further in the keys of an operation stand than its name."""
    for operation in tree.entries:
        value = operation.value
        if isinstance(value, Object) and value.entries and is_in_lines(tree, value):
            return max(column(tree, value.entries[0].key_start) - column(tree, operation.key_start), 1)
    return USUAL


def past_colon(tree: Tree, entry: Entry) -> int:
    """The offset behind the colon of a key."""
    return tree.text.index(":", entry.key_end) + 1


def moved(text: str, by: int) -> str:
    """A text whose lines, but for the first, begin so many columns further in, or out where that is negative."""
    if by >= 0:
        return re.sub(r"(\r\n|\n|\r)(?=[^\r\n])", lambda end: end[0] + " " * by, text)
    return re.sub(rf"(\r\n|\n|\r) {{1,{-by}}}", r"\1", text)


def value_on_next_line(tree: Tree, entry: Entry) -> bool:
    """Whether the value of a key begins on a line below it."""
    lines = tree.lines
    return lines.line_at(entry.value.start) > lines.line_at(entry.key_start)


def is_bare(tree: Tree, entry: Entry) -> bool:
    """Whether nothing but blanks, or a comment where the value stands below, is between a key's colon and its value."""
    between = tree.text[past_colon(tree, entry) : entry.value.start]
    if value_on_next_line(tree, entry):
        return not re.sub(r"(?m)(^|[ \t])#.*$", "", between).strip()
    return not between.strip()
