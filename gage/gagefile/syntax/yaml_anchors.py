"""Anchors, aliases and merge keys of YAML: shares nodes instead of copying them, and refuses what would not end."""

from __future__ import annotations

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem, Related
from gage.gagefile.syntax.nesting import MOST_LEVELS, too_deep
from gage.gagefile.syntax.yaml_scalars import quote
from gage.gagefile.text import Span

MOST_EXPANDED = 100_000
"""Nodes that all aliases of a document may stand for together; a few hundred bytes can ask for billions."""


class Anchor:
    """What ``&name`` stands before: its node, how many nodes that unfolds to and how many levels it has."""

    __slots__ = ("height", "node", "size", "span")

    def __init__(self, span: Span) -> None:
        self.span = span
        self.node: Node | None = None  # as long as its own text is being read
        self.size = 0
        self.height = 0


class Anchors:
    """The anchors of a document by name. The first of a name counts; PyYAML refuses the second."""

    def __init__(self) -> None:
        self._by_name: dict[str, Anchor] = {}
        self._expanded = 0
        self._kept = (0, 0)

    def keep(self) -> None:
        """What is set by now stays; ``forget`` takes back what comes after."""
        self._kept = len(self._by_name), self._expanded

    def forget(self) -> None:
        """Forget what was set since ``keep``: the text is read again."""
        kept, self._expanded = self._kept
        while len(self._by_name) > kept:
            self._by_name.popitem()

    def define(self, name: str, span: Span) -> tuple[Anchor, Problem | None]:
        """A new anchor, and what is wrong with it."""
        anchor = Anchor(span)
        first = self._by_name.setdefault(name, anchor)
        if first is anchor:
            return anchor, None
        message = f"the anchor &{name} is already set above; give this one another name"
        related = (Related(f"&{name} stands here first", first.span),)
        return anchor, Problem("yaml-anchor", message, span, related=related)

    def resolve(self, name: str, span: Span, depth: int) -> Anchor | Problem:
        """What the alias ``*name`` at a span, ``depth`` levels down, stands for."""
        anchor = self._by_name.get(name)
        if anchor is None:
            return unknown_alias("*" + name, span)
        related = (Related(f"&{name} stands here", anchor.span),)
        if anchor.node is None:
            message = f"*{name} stands inside of &{name} itself, so it would never end"
            return Problem("yaml-alias", message, span, related=related)
        if depth + anchor.height > MOST_LEVELS:
            return too_deep(span.start)
        if self._expanded + anchor.size > MOST_EXPANDED:
            message = f"the aliases up to here unfold to more than {MOST_EXPANDED:,} values; this one is not read"
            return Problem("yaml-alias-expansion", message, span, related=related)
        self._expanded += anchor.size
        return anchor


def unknown_alias(found: str, span: Span) -> Problem:
    """The problem of a text that YAML takes for an alias and that names no anchor: mostly a pattern like ``*.py``."""
    quoted = quote(found)
    fix = Fix(f"Put {quoted} in quotes", (Edit(span, quoted),))
    return Problem("yaml-alias", f"'{found}' is read as a YAML alias; quote it: {quoted}", span, fixes=(fix,))


def seen_at(node: Node, start: int, end: int) -> Node:
    """A node as an alias shows it: itself at the place of the alias, what it holds at the place of the anchor."""
    if isinstance(node, Object):
        view = Object(start, end)
        view.entries, view.by_key = node.entries, node.by_key
        return view
    if isinstance(node, Array):
        items = Array(start, end)
        items.items = node.items
        return items
    return Scalar(node.kind, start, end, node.value if isinstance(node, Scalar) else None)


def merged(sources: list[Node], own: dict[str, Entry]) -> dict[str, Entry]:
    """The entries that count in a mapping with merge keys, in the order PyYAML gives them.

    A list of mappings gives way from left to right; the mapping's own entries come before all of them.
    """
    entries: dict[str, Entry] = {}
    for source in sources:
        mappings = reversed(source.items) if isinstance(source, Array) else (source,)
        for each in [mapping.by_key for mapping in mappings if isinstance(mapping, Object)]:
            entries.update(each)
    return entries | own
