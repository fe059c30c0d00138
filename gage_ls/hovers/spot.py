"""What is hovered, and what may be asked of the project around it; a value that the cards are handed."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.model import Operation, operation_in
from gage.gagefile.node import Scalar
from gage.gagefile.node_at import NodeAt, node_at
from gage.gagefile.part import Part
from gage.gagefile.parts import Parts
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
        return operation_named(self.document.document.parts, self.at.top, self.placed)


def spot_at(document: OpenDocument, view: ProjectView | None, offset: int) -> Spot | None:
    """What is at an offset of a document, if it is a key or a value."""
    placed = document.document.parts.at(offset)
    ((_, start),) = placed.starts
    found = node_at(placed.part, offset - start)
    return Spot(document, view, placed, found, offset - start) if found else None


def operation_named(parts: Parts, name: str, near: Placed) -> Operation | None:
    """An operation by its name; of one that several parts speak of, what all of them say."""
    if name in parts.keys.repeated or name not in near.part.keys:
        found = (placed for placed in parts.where(_has_keys) if name in placed.part.keys)
        near = next(found, near)
    return operation_in(near.part, name)


def _has_keys(part: Part) -> bool:
    return bool(part.keys)
