"""What stands at a place of a text: a key or a value, and the way to it; nothing at white space and brackets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gage.gagefile.node import Array, Entry, Node, Object, Route, Scalar
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree, mentions


class NodeAt(NamedTuple):
    """A key or a value that is not a table or list. ``span`` is where it stands, offsets in the text of the tree.

    ``route`` leads to the value, ``entry`` is the one whose key it is; None at a value.
    """

    route: Route
    span: Span
    node: Node
    entry: Entry | None

    @property
    def top(self) -> str:
        """The key at the top: an operation's name, or a ``$`` setting."""
        return str(self.route[0])


def node_at(tree: Tree, offset: int) -> NodeAt | None:
    """The key or value that the character at an offset belongs to, else the one that ends there.

    Every mention of a key counts, so each segment of a dotted key or header is found. What half-typed text leaves out
    is found where it belongs.
    """
    top = tree.entry_at(offset)
    ending = None
    for found in _of_entry(top, (), tree, offset) if top else ():
        if offset < found.span.end:
            return found
        ending = ending or found
    return ending


def _of_entry(entry: Entry, route: Route, tree: Tree, offset: int) -> Iterator[NodeAt]:
    """What of an entry has the offset in it, or ends at it."""
    route = (*route, entry.key)
    for span in mentions(entry):
        if span.start <= offset <= span.end:
            yield NodeAt(route, span, entry.value, entry)
    yield from _of_value(entry.value, route, tree, offset)


def _of_value(node: Node, route: Route, tree: Tree, offset: int) -> Iterator[NodeAt]:
    within = node.start <= offset <= node.end
    if isinstance(node, Scalar):
        if within:
            yield NodeAt(route, node.span, node, None)
    elif within or tree.syntax == "toml":  # where a table's own place is its header alone
        for entry in node.entries if isinstance(node, Object) else ():
            yield from _of_entry(entry, route, tree, offset)
        for index, item in enumerate(node.items if isinstance(node, Array) else ()):
            yield from _of_value(item, (*route, index), tree, offset)
