"""What is hovered, and what may be asked of the project around it; a value that the cards are handed."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.model import Operation, operation_in
from gage.gagefile.node import Scalar
from gage.gagefile.node_at import NodeAt, node_at
from gage.gagefile.placed import Placed
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument


class Spot(NamedTuple):
    """A key or value of an open document; ``offset`` is in the text of the part, as are the spans of ``at``."""

    document: OpenDocument
    view: ProjectView | None
    placed: Placed
    at: NodeAt
    offset: int

    @property
    def text(self) -> str:
        """The text of the value at the spot; nothing where it is a key or no text."""
        node = self.at.node
        return node.value if self.at.entry is None and isinstance(node, Scalar) and node.kind == "string" else ""

    def operation(self) -> Operation | None:
        """The operation that the spot is in, all that the document says of it."""
        part = self.document.document.part_with(self.at.top, self.placed.part)
        return operation_in(part, self.at.top) if part else None


def spot_at(document: OpenDocument, view: ProjectView | None, offset: int) -> Spot | None:
    """What is at an offset of a document, if it is a key or a value."""
    placed = document.document.parts.at(offset)
    within = offset - placed.start
    found = node_at(placed.part, within)
    return Spot(document, view, placed, found, within) if found else None
