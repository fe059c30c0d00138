"""The values of nodes as jschon takes them: without gaps, and not too deep; judges nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gage.gagefile.node import GAPS, Array, Node, Object, Scalar
from gage.gagefile.slices import Slice

if TYPE_CHECKING:
    from gage.gagefile.explain import Pointer

_DEEPEST = 12
"""Levels handed to jschon; the schema describes fewer, and jschon recurses."""

_NOT_JSON = {"": None}
"""Stands for what JSON does not have; no schema of ours accepts a table with an empty key."""


def plain(node: Node, levels: int = _DEEPEST) -> Any:
    """The value of a node, dates as a kind the schema never accepts."""
    if node.kind == "object":
        members = node.by_key.items() if levels and isinstance(node, Object) else ()
        return {key: plain(entry.value, levels - 1) for key, entry in members if entry.value.kind not in GAPS}
    if node.kind == "array":
        items = node.items if levels and isinstance(node, Array) else ()
        return [plain(item, levels - 1) for item in items if item.kind not in GAPS]
    return _of_scalar(node)


def plain_slice(node: Node, part: Slice, levels: int = _DEEPEST) -> Any:
    """The same of one slice of a value."""
    part.handed += 1
    if isinstance(node, Object):
        return {key: plain_slice(entry.value, part, levels - 1) for key, entry in part.members(node)} if levels else {}
    if isinstance(node, Array):
        return [plain_slice(item, part, levels - 1) for _, item in part.items(node)] if levels else []
    return _of_scalar(node)


def not_json(data: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    """The pointers to what JSON does not have: of what jschon says of the stand-in, only that it is wrong is true."""
    if data is _NOT_JSON:
        yield pointer
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(value, (dict, list)):
            yield from not_json(value, (*pointer, str(key)))


def _of_scalar(node: Node) -> Any:
    return _NOT_JSON if _is_not_json(node) else node.value if isinstance(node, Scalar) else None


def _is_not_json(node: Node) -> bool:
    """Whether a value is a date, or a number that is none."""
    if node.kind == "number":
        return isinstance(node, Scalar) and isinstance(node.value, float) and not math.isfinite(node.value)
    return node.kind == "datetime"
