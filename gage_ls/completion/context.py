"""What is known where something is being typed: the cursor, its document, and the project around it; offers nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from gage.config.fresh_files import FreshFiles
from gage.facts import project_directory
from gage.gagefile.cursor import Cursor
from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.tree import Tree
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument


@dataclass(frozen=True)
class Context:
    """A cursor in a value."""

    open: OpenDocument
    view: ProjectView | None
    cursor: Cursor

    @property
    def typed(self) -> str:
        """The text before the cursor, as it reads."""
        return self.cursor.typed

    def as_if_typed(self, text: str) -> Context:
        """The same with another text before the cursor."""
        return replace(self, cursor=self.cursor._replace(typed=text))

    @property
    def directory(self) -> Path | None:
        """The directory that paths of the gagefile begin in, saved or not."""
        return project_directory(self.open.path) if self.open.path else None

    @property
    def files(self) -> FreshFiles | None:
        """The files that config can name; those of the project's view if that is in the same directory."""
        if self.view and self.view.directory == self.directory:
            return self.view.files
        return FreshFiles(self.directory) if self.directory else None

    @property
    def operation(self) -> Object | None:
        """The operation that the cursor is in, as far as this part of the document has it."""
        node = self.cursor.tree.node(self.cursor.route[:1])
        return node if isinstance(node, Object) else None

    @property
    def whole(self) -> Tree:
        """A tree that has all of the operation; one that goes on elsewhere is read as the document has it."""
        document, name = self.open.document, self.operation_name
        is_repeated = name in document.parts.keys.repeated
        return (document.part_with(name) if is_repeated else None) or self.cursor.tree

    @property
    def operation_name(self) -> str:
        """The name of this operation."""
        return str(self.cursor.route[0])

    @property
    def operation_names(self) -> list[str]:
        """The names of all operations of the gagefile, in no order that people rely on."""
        counts = self.open.document.parts.keys.counts
        return [name for name, count in counts.items() if count and name and name[0] != "$"]

    @cached_property
    def taken(self) -> frozenset[str]:
        """The other texts of the list that the cursor is in."""
        items = self.cursor.container.items if isinstance(self.cursor.container, Array) else []
        return frozenset(text for item in items if (text := self.text(item)))

    def beside(self, key: str) -> str:
        """The text of another key of the table that the cursor is in, or nothing."""
        node = self.cursor.container.get(key) if isinstance(self.cursor.container, Object) else None
        if node is None:
            table = self.cursor.tree.node(self.cursor.route[:-2])
            node = table.get(key) if isinstance(table, Object) else None
        return self.text(node)

    def text(self, node: Node | None) -> str:
        """The text that a node is, unless it is being typed."""
        is_text = isinstance(node, Scalar) and node.kind == "string" and self.cursor.mark not in node.value
        return str(node.value) if is_text and isinstance(node, Scalar) else ""
