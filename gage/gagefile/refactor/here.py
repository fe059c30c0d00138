"""The place a refactoring is asked for, in the part of a document that holds it; a part is all that it may change."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.node import Entry, Object
from gage.gagefile.refactor.places import is_on
from gage.gagefile.tree import Tree


class Here(NamedTuple):
    """A tree, an offset in it, and whether it begins where the document does."""

    tree: Tree
    offset: int
    at_top: bool = True

    def setting(self, key: str) -> tuple[Entry, Entry] | None:
        """The operation that the place is in, and its entry of a key, if the place is on a line of that."""
        operation = self.tree.operation_at(self.offset)
        entry = operation.value.by_key.get(key) if operation and isinstance(operation.value, Object) else None
        return (operation, entry) if operation and entry and is_on(self.tree, entry, self.offset) else None
