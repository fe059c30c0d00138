"""Values that know where they stand in the text: one tree for the three syntaxes; knows no syntax itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from gage.gagefile.text import Span

Kind = Literal["object", "array", "string", "number", "boolean", "null", "datetime", "missing", "error"]
GAPS: frozenset[Kind] = frozenset({"missing", "error"})
Segment = str | int
Route = tuple[Segment, ...]
"""The keys and indexes that lead from the root of a document to a value."""


class Node:
    """A value and its place. ``kind`` uses JSON Schema's names, and three more:

    ``datetime``: a date or time, which JSON does not have; ``missing``: no text where a value belongs (``start`` ==
    ``end``); ``error``: text that is no value. The last two are *gaps*: they carry no data.
    """

    __slots__ = ("end", "kind", "start")

    def __init__(self, kind: Kind, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end

    @property
    def span(self) -> Span:
        """The code points the value takes; of a TOML table, its header."""
        return Span(self.start, self.end)

    @property
    def is_gap(self) -> bool:
        """Whether a value belongs here and none could be read."""
        return self.kind in GAPS

    def __repr__(self) -> str:
        return f"<{self.kind} {self.start}:{self.end}>"


class Scalar(Node):
    """A string, number, boolean, null or date; of a gap, ``value`` is the text found."""

    __slots__ = ("value",)

    def __init__(self, kind: Kind, start: int, end: int, value: Any = None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.value = value


class Array(Node):
    """A list of values, gaps included."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int) -> None:
        super().__init__("array", start, end)
        self.items: list[Node] = []


class Entry:
    """One ``key = value``. ``mentions`` are all places that spell the key: several headers may name one TOML table."""

    __slots__ = ("key", "key_end", "key_start", "mentions", "value")

    def __init__(self, key: str, key_start: int, key_end: int, value: Node) -> None:
        self.key = key
        self.key_start = key_start
        self.key_end = key_end
        self.value = value
        self.mentions: Sequence[Span] = ()

    def mention(self, span: Span) -> None:
        """Note another place that spells the key."""
        if isinstance(self.mentions, list):
            self.mentions.append(span)
        else:
            self.mentions = [*self.mentions, span]

    @property
    def key_span(self) -> Span:
        """The code points of the key as written, quotes included."""
        return Span(self.key_start, self.key_end)

    def __repr__(self) -> str:
        return f"<{self.key!r} {self.key_start}:{self.key_end} {self.value!r}>"


class Object(Node):
    """A table, mapping or object. ``entries`` are all of them in order of place; ``by_key`` leaves duplicates out.

    ``by_key`` holds the entry that counts: the first in TOML (where the second is an error), the last in YAML and
    JSON, as their readers have it.
    """

    __slots__ = ("by_key", "entries")

    def __init__(self, start: int, end: int) -> None:
        super().__init__("object", start, end)
        self.entries: list[Entry] = []
        self.by_key: dict[str, Entry] = {}

    def add(self, entry: Entry) -> None:
        """Append an entry; it is the one that counts if the key is new."""
        self.entries.append(entry)
        self.by_key.setdefault(entry.key, entry)

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        entry = self.by_key.get(key)
        return entry.value if entry else None


def to_data(node: Node) -> Any:
    """The plain value of a node, gaps left out.

    Recursive: parsers refuse nesting that would exhaust the stack.
    """
    if isinstance(node, Object):
        return {key: to_data(entry.value) for key, entry in node.by_key.items() if not entry.value.is_gap}
    if isinstance(node, Array):
        return [to_data(item) for item in node.items if not item.is_gap]
    return node.value if isinstance(node, Scalar) else None


def walk(node: Node, route: Route = ()) -> Iterator[tuple[Route, Node]]:
    """A node and everything below it, each with its route, in document order."""
    ahead = [(route, node)]
    while ahead:
        route, node = ahead.pop()
        yield route, node
        if isinstance(node, Object):
            ahead += [((*route, entry.key), entry.value) for entry in reversed(node.entries)]
        elif isinstance(node, Array):
            ahead += [((*route, index), item) for index, item in reversed([*enumerate(node.items)])]
