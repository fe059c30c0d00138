"""What the dependencies of operations name, in all forms that a gagefile may give them; resolves none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.settings import span_within, texts
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree

Role = Literal["files", "path", "directory", "run-select", "runs-select", "operation", "url", "unknown"]
"""What a text names: patterns of project files, one path, runs, an operation, an address."""

_ROLES: dict[str, Role] = {
    "project-files": "files",
    "file": "path",
    "dvcfile": "path",
    "dir": "directory",
    "run-files": "run-select",
    "runs-summary": "runs-select",
}
KINDS = tuple(_ROLES)
"""What may stand before the colon of a dependency in one text."""

_KIND = re.compile(r"(?P<kind>[A-Za-z][\w-]+):(?!//)\s*")
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://")


class DependencyText(NamedTuple):
    """A text that names something an operation needs; it begins at ``offset`` of the value of ``node``."""

    operation: Entry
    role: Role
    kind: str
    text: str
    node: Scalar
    offset: int

    def span(self, tree: Tree, start: int = 0, end: int | None = None) -> Span:
        """The place of a part of the text, offsets in it; of the whole value where it is not written as it reads."""
        part = self.text[start:end]
        within = span_within(tree, self.node, self.offset + start, part) if part and part != self.node.value else None
        return within or self.node.span


def dependency_texts(tree: Tree) -> Iterator[DependencyText]:
    """Everything that dependencies name, in order."""
    for operation, entry in tree.operations_with("depends"):
        yield from needed_by(operation, entry.value)


def needed_by(operation: Entry, depends: Node) -> Iterator[DependencyText]:
    """Everything that the ``depends`` of one operation names, in order."""
    for item in depends.items if isinstance(depends, Array) else [depends]:
        if isinstance(item, Object):
            yield from _of_table(operation, item)
        else:
            yield from (_of_text(operation, node) for node in texts(item))


def _of_text(operation: Entry, node: Scalar) -> DependencyText:
    kind, offset = kind_in(node.value)
    named = node.value[offset:]
    role = "url" if kind == "url" and not offset else _ROLES.get(kind, "unknown")
    return DependencyText(operation, role, kind, named.rstrip() if offset else named, node, offset)


def kind_in(text: str) -> tuple[str, int]:
    """The kind of a dependency that is one text, and where in that begins what it names."""
    if _ADDRESS.match(text):
        return "url", 0
    if text.startswith("regex:"):
        return "project-files", 0
    found = _KIND.match(text)
    return (found["kind"], found.end()) if found else ("project-files", 0)


def _of_table(operation: Entry, table: Object) -> Iterator[DependencyText]:
    kind = _kind(table)
    named: list[tuple[str, Role]] = [
        ("run-select", "run-select"),
        ("runs-select", "runs-select"),
        ("operation", "operation"),
        ("url", "url"),
        ("path", "directory" if kind == "dir" else "path"),
    ]
    if kind == "project-files":
        named.append(("files", "files"))
    for key, role in named:
        for node in texts(table.get(key)):
            yield DependencyText(operation, role, kind, node.value, node, 0)


def _kind(table: Object) -> str:
    """The kind of a dependency, as its ``type`` says or its keys show."""
    named: Node | None = table.get("type")
    if isinstance(named, Scalar) and isinstance(named.value, str):
        return named.value
    return "run-files" if table.by_key.keys() & {"run-select", "operation"} else "project-files"


def project_files(tree: Tree) -> Iterator[DependencyText]:
    """The files, directories and patterns of the project that operations need."""
    return (each for each in dependency_texts(tree) if each.role in ("files", "path", "directory") and each.text)
