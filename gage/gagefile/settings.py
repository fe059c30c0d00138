"""The settings of operations as nodes, in all forms that a gagefile may give them; leaves out what is half-typed."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree


def texts(node: Node | None) -> list[Scalar]:
    """The strings of a list, or the one string alone; blank ones are left out."""
    items = node.items if isinstance(node, Array) else [node]
    return [item for item in items if isinstance(item, Scalar) and item.kind == "string" and item.value.strip()]


def commands(tree: Tree) -> Iterator[Node]:
    """The commands of all operations and phases."""
    for _, entry in tree.operations_with("exec"):
        if isinstance(entry.value, Object):
            yield from (phase.value for phase in entry.value.entries)
        else:
            yield entry.value


def source_patterns(tree: Tree) -> Iterator[list[Scalar]]:
    """The patterns of each operation that has any."""
    for _, entry in tree.operations_with("sourcecode"):
        if patterns := texts(entry.value):
            yield patterns


def config_sections(tree: Tree) -> Iterator[list[list[Scalar]]]:
    """For each operation its config, as the paths of each section; strings that stand together form one section."""
    for _, entry in tree.operations_with("config"):
        items = entry.value.items if isinstance(entry.value, Array) else [entry.value]
        tables = [texts(item.get("keys")) for item in items if isinstance(item, Object)]
        sections = [section for section in (texts(entry.value), *tables) if section]
        if sections:
            yield sections


def config_paths(tree: Tree) -> Iterator[Scalar]:
    """All config paths."""
    for sections in config_sections(tree):
        for section in sections:
            yield from section


def dependencies(tree: Tree) -> Iterator[tuple[Entry, Object]]:
    """The dependencies, each with its operation."""
    for operation, entry in tree.operations_with("depends"):
        items = entry.value.items if isinstance(entry.value, Array) else [entry.value]
        yield from ((operation, item) for item in items if isinstance(item, Object))


def project_files(tree: Tree) -> Iterator[Scalar]:
    """The files and patterns of dependencies on files of the project."""
    for _, dependency in dependencies(tree):
        kind = dependency.get("type")
        named = kind.value if isinstance(kind, Scalar) else None
        if "run-select" not in dependency.by_key and (kind is None or named == "project-files"):
            yield from texts(dependency.get("files"))


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
