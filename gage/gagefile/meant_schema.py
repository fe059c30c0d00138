"""What a schema says of a value in a text: of alternatives only those that the tables around it look like."""

from __future__ import annotations

from gage.gagefile.node import Array, Node, Object, Route, Scalar, Segment
from gage.gagefile.schema import Schema, alternatives, dereference, member
from gage.gagefile.tree import Tree


def schemas_at(schema: Schema, tree: Tree, route: Route) -> list[Schema]:
    """All that a schema of a whole text says of the value at a route, which need not be there yet."""
    found = [schema]
    node: Node | None = tree.root
    for segment in route:
        branches = [branch for each in found for branch in alternatives(each)]
        if isinstance(node, Object):
            branches = _meant(branches, node, segment)
        found = [inner for each in branches if (inner := member(each, str(segment))) is not None]
        node = _below(node, segment)
    return found


def _below(node: Node | None, segment: Segment) -> Node | None:
    if isinstance(node, Object) and isinstance(segment, str):
        return node.get(segment)
    if isinstance(node, Array) and isinstance(segment, int) and segment < len(node.items):
        return node.items[segment]
    return None


def _meant(branches: list[Schema], table: Object, besides: Segment) -> list[Schema]:
    """The alternatives that a table looks like without one of its keys: it has no wrong kind, and most of its keys."""
    keys = [key for key in table.by_key if key != besides]
    fitting = [branch for branch in branches if all(_fits(branch, key, table.by_key[key].value) for key in keys)]
    known = [sum(key in branch.get("properties", {}) for key in keys) for branch in fitting]
    return [branch for branch, count in zip(fitting, known, strict=True) if count == max(known)] or branches


def _fits(branch: Schema, key: str, value: Node) -> bool:
    """Whether a value is among those by which a key tells an alternative from the others, such as ``type``."""
    described = dereference(branch.get("properties", {}).get(key, {}))
    options = described.get("enum") or ([described["const"]] if "const" in described else [])
    return not options or not isinstance(value, Scalar) or value.is_gap or value.value in options
