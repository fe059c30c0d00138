"""What a part of a file holds, as symbols inside of symbols: operations, their keys, tables; shows no plain lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.part import Part
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

Role = Literal["operation", "setting", "key", "table", "item"]

_DEEPEST = 10
"""Levels that are shown; nobody looks deeper, and no gagefile that makes sense has more."""

_WIDTH = 60


class Symbol(NamedTuple):
    """A name and the text that belongs to it; ``name_span`` and the children lie inside of ``span``.

    ``detail`` is the value in short, of an operation its command.
    """

    name: str
    role: Role
    detail: str
    span: Span
    name_span: Span
    value: Node
    children: list[Symbol]


def outline(part: Part) -> list[Symbol]:
    """The symbols of a part, in order of place; those beside each other never overlap.

    What is spoken of again after something else is a symbol again: the places of both are one stretch of text each.
    """
    found = _KNOWN.get(part)
    if found is None:
        found = _KNOWN[part] = _outline(part)
    return found


_KNOWN: WeakKeyDictionary[Part, list[Symbol]] = WeakKeyDictionary()

_Step = Entry | Object  # a key, or a table in a list


class _Leaf(NamedTuple):
    """A stretch of text without a gap, and the keys that lead to it."""

    span: Span
    steps: tuple[_Step, ...]


class _Open:
    """A symbol of which the end is not known yet."""

    def __init__(self, step: _Step, leaf: _Leaf) -> None:
        self.step = step
        self.name_span = _name_span(step, leaf.span)
        self.start = min(leaf.span.start, self.name_span.start)
        self.end = max(leaf.span.end, self.name_span.end)
        self.children: list[Symbol] = []


def _outline(part: Part) -> list[Symbol]:
    top: list[Symbol] = []
    opened: list[_Open] = []
    for leaf in sorted(_leaves(part), key=lambda leaf: (leaf.span.start, -leaf.span.end, len(leaf.steps))):
        shared = _shared(opened, leaf)
        _close(opened, shared, leaf.span.start, top)
        for known in opened:
            known.end = max(known.end, leaf.span.end)
        opened += [_Open(step, leaf) for step in leaf.steps[shared:]]
    _close(opened, 0, len(part.text), top)
    return top


def _shared(opened: list[_Open], leaf: _Leaf) -> int:
    """How many of the open symbols a leaf belongs to."""
    count = 0
    for known, step in zip(opened, leaf.steps, strict=False):
        if known.step is not step:
            break
        count += 1
    return count


def _close(opened: list[_Open], count: int, end: int, top: list[Symbol]) -> None:
    """End all but so many open symbols; they reach no further than the text that comes next."""
    while len(opened) > count:
        last = opened.pop()
        span = Span(last.start, max(min(last.end, end), last.start))
        (opened[-1].children if opened else top).append(_symbol(last, span, len(opened)))


def _symbol(last: _Open, span: Span, depth: int) -> Symbol:
    start = min(max(last.name_span.start, span.start), span.end)
    name_span = Span(start, min(max(last.name_span.end, start), span.end))
    if isinstance(last.step, Object):
        named = _named(last.step)
        if named and span.start <= named.start and named.end <= span.end:
            name_span = named.span
        return Symbol(_shown(named) if named else "{}", "item", "", span, name_span, last.step, last.children)
    entry = last.step
    role: Role = "table" if isinstance(entry.value, Object) else "key"
    if depth == 0:
        role = "setting" if entry.key.startswith("$") else "operation"
    return Symbol(entry.key, role, _detail(entry), span, name_span, entry.value, last.children)


def _name_span(step: _Step, span: Span) -> Span:
    """The place that spells a key for the text at a span: of several the last one before it ends."""
    if isinstance(step, Object):
        return Span(step.start, step.end)
    behind = bisect_left(step.mentions, span.end, key=lambda place: place.start)
    return step.mentions[behind - 1] if behind else step.key_span


def _leaves(part: Part) -> Iterator[_Leaf]:
    """All stretches of text that have no gap, those inside of others as well."""
    if isinstance(part.root, Object):
        yield from _in_object(part, part.root, (), Span(0, len(part.text)))


def _in_object(part: Part, table: Object, steps: tuple[_Step, ...], inside: Span) -> Iterator[_Leaf]:
    for entry in table.entries if len(steps) < _DEEPEST else ():
        # What an alias stands for is written elsewhere.
        if not (inside.start <= entry.key_start <= inside.end):
            continue
        path = (*steps, entry)
        if part.syntax == "toml" and _is_scattered(part, entry.value):
            yield from _in_headers(part, entry.value, path)
        else:
            yield _Leaf(Span(entry.key_start, max(entry.value.end, entry.key_end)), path)
            yield from _in_value(part, entry.value, path)


def _in_value(part: Part, value: Node, path: tuple[_Step, ...]) -> Iterator[_Leaf]:
    """What is inside of a value that stands in one place."""
    if isinstance(value, Object):
        yield from _in_object(part, value, path, value.span)
    elif isinstance(value, Array):
        for item in value.items:
            if isinstance(item, Object) and value.start <= item.start <= value.end and len(path) < _DEEPEST:
                yield _Leaf(item.span, (*path, item))
                yield from _in_object(part, item, (*path, item), item.span)


def _is_scattered(part: Part, value: Node) -> bool:
    """Whether a TOML value is made by headers or dotted keys, which can be anywhere."""
    if isinstance(value, Object):
        return part.text[value.start : value.start + 1] != "{"
    return isinstance(value, Array) and any(
        isinstance(item, Object) and item.start <= value.start for item in value.items
    )


def _in_headers(part: Part, value: Node, path: tuple[_Step, ...]) -> Iterator[_Leaf]:
    """The headers of a table or of a list of tables, and what stands below them."""
    nodes = value.items if isinstance(value, Array) else [value]
    for table in [node for node in nodes if isinstance(node, Object)]:
        steps = path if table is value else (*path, table)
        if part.text[table.start : table.start + 1] == "[":
            yield _Leaf(table.span, steps)
        yield from _in_object(part, table, steps, Span(0, len(part.text)))


def _named(table: Object) -> Node | None:
    """What a table in a list says first of itself: it has no name but that."""
    named = [table.get("name"), *(entry.value for entry in table.entries)]
    return next((node for node in named if isinstance(node, Scalar | Array) and _shown(node)), None)


def _detail(entry: Entry) -> str:
    value = entry.value
    return (
        _command(value.get("exec"))
        if isinstance(value, Object)
        else _shown(value, " " if entry.key == "exec" else ", ")
    )


def _command(node: Node | None) -> str:
    """The command of an operation, that of its run if there are several."""
    while isinstance(node, Object):
        node = node.get("run") or node.get("default")
    return _shown(node, " ") if node else ""


def _shown(node: Node, joint: str = ", ") -> str:
    """A value in a few words, those of a list if it is one of plain values; else nothing."""
    if isinstance(node, Array):
        shown = [_shown(item) for item in node.items[:_WIDTH] if isinstance(item, Scalar)]
        return _short(joint.join(shown)) if len(shown) == len(node.items[:_WIDTH]) else ""
    value = node.value if isinstance(node, Scalar) and not node.is_gap else None
    return _short(str(value).lower() if isinstance(value, bool) else str("" if value is None else value))


def _short(text: str) -> str:
    return shorten(" ".join(text[: 4 * _WIDTH].split()), _WIDTH)
