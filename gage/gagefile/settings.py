"""The settings of operations as nodes, in all forms that a gagefile may give them; leaves out what is half-typed."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.config_naming import Naming
from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree


def texts(node: Node | None) -> list[Scalar]:
    """The strings of a list, or the one string alone; blank ones are left out."""
    items = node.items if isinstance(node, Array) else [node]
    return [item for item in items if isinstance(item, Scalar) and item.kind == "string" and item.value.strip()]


def commands(tree: Tree) -> Iterator[Node]:
    """The commands of all operations, phases and platforms."""
    for _, found in operation_commands(tree):
        yield from found


def operation_commands(tree: Tree) -> Iterator[tuple[Entry, list[Node]]]:
    """For each operation the commands of its phases and platforms."""
    for operation, entry in tree.operations_with("exec"):
        phases = [phase.value for phase in entry.value.entries] if isinstance(entry.value, Object) else [entry.value]
        platforms = (each.entries if isinstance(each, Object) else [each] for each in phases)
        yield operation, [each.value if isinstance(each, Entry) else each for some in platforms for each in some]


def source_patterns(tree: Tree) -> Iterator[list[Scalar]]:
    """The patterns of each operation that has any."""
    for _, entry in tree.operations_with("sourcecode"):
        if patterns := texts(entry.value):
            yield patterns


def output_patterns(tree: Tree) -> Iterator[tuple[str, Scalar]]:
    """The regular expressions that operations search output with, and what each is called in messages."""
    for _, entry in tree.operations_with("output-summary"):
        yield from (("'output-summary'", node) for node in texts(entry.value) if node is entry.value)
    for _, entry in tree.operations_with("output-metrics"):
        for metric in entry.value.entries if isinstance(entry.value, Object) else []:
            yield from ((f"{metric.key!r} of 'output-metrics'", node) for node in texts(metric.value))


def config_sections(tree: Tree) -> Iterator[list[list[Scalar]]]:
    """For each operation its config, as the paths of each section."""
    for _, entry in tree.operations_with("config"):
        if sections := section_paths(entry.value):
            yield sections


def section_paths(config: Node | None) -> list[list[Scalar]]:
    """The paths of each section of a config; strings that stand together form one section."""
    return [paths for paths, _ in named_sections(config)]


def named_sections(config: Node | None) -> list[tuple[list[Scalar], Naming]]:
    """The paths of each section of a config, and what it calls the values that they pick."""
    tables = [(texts(item.get("keys")), _naming(item)) for item in _items(config) if isinstance(item, Object)]
    return [section for section in ((texts(config), Naming()), *tables) if section[0]]


def _naming(table: Object) -> Naming:
    found = (texts(table.get(key))[:1] for key in ("prefix", "strip-prefix", "rename"))
    return Naming(*("".join(node.value for node in nodes) for nodes in found))


def config_values(tree: Tree) -> Iterator[list[tuple[str, Object]]]:
    """For each operation its named config values, as their names and tables."""
    for _, entry in tree.operations_with("config"):
        if named := named_values(entry.value):
            yield named


def named_values(config: Node | None) -> list[tuple[str, Object]]:
    """The named values of a config."""
    tables = [item for item in _items(config) if isinstance(item, Object)]
    return [(node.value, table) for table in tables for node in texts(table.get("name"))]


def _items(node: Node | None) -> list[Node]:
    """The items of a list, or the one value alone."""
    return node.items if isinstance(node, Array) else [node] if node else []


def config_paths(tree: Tree) -> Iterator[Scalar]:
    """All config paths."""
    for sections in config_sections(tree):
        for section in sections:
            yield from section


def variables(tree: Tree) -> Iterator[Entry]:
    """The environment variables of all operations."""
    for _, entry in tree.operations_with("env"):
        if isinstance(entry.value, Object):
            yield from entry.value.entries


def is_plain(text: str) -> bool:
    """Whether a text can stand between any quotes as it is."""
    return text.isprintable() and not any(mark in text for mark in "\"'\\")


def span_within(tree: Tree, node: Scalar, offset: int, part: str) -> Span | None:
    """Where a part of a string stands in the text; None where it is not written there as it reads."""
    source = tree.text[node.start : node.end]
    if source[1:-1] == node.value and source[0] in "'\"":
        start = node.start + 1 + offset
    elif source == node.value:
        start = node.start + offset
    elif source.count(part) == 1:
        start = node.start + source.index(part)
    else:
        return None
    return Span(start, start + len(part))
