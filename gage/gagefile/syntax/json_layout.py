"""What lines and indentation say about the brackets of broken JSON; asked only where the letter has failed."""

from __future__ import annotations

from typing import Literal

from gage.gagefile.node import Array, Object
from gage.gagefile.syntax import json_text

Verdict = Literal["goes on", "left open", "stray closer"]


class Level:
    """A collection being read. ``indent`` is that of the line it opens in, ``first`` that of its first member's line.

    ``bare`` means that its opening brace was forgotten.
    """

    __slots__ = ("bare", "closer", "first", "indent", "node")

    def __init__(self, node: Object | Array, indent: int, bare: bool = False) -> None:
        self.node = node
        self.closer = "}" if isinstance(node, Object) else "]"
        self.indent = indent
        self.first: int | None = None
        self.bare = bare


def verdict(text: str, at: int, column: int, levels: list[Level]) -> Verdict:
    """What a token that is the first of its line, at ``column``, means for the innermost collection."""
    level = levels[-1]
    char = text[at]
    if char == level.closer:
        if level.first is None:
            return "goes on"
        if column < level.indent:
            return "left open"
        return "stray closer" if column >= level.first > level.indent and not level.bare else "goes on"
    if char in "]}":
        return "goes on"
    if level.closer == "]":
        return "left open" if json_text.member_ahead(text, at) else "goes on"
    outside = column <= level.indent and (level.first is None or column < level.first)
    return "left open" if outside and len(levels) > 1 else "goes on"


def closes_wrongly(text: str, at: int, levels: list[Level]) -> bool:
    """Whether a closer of the wrong kind was meant for the innermost collection: it shares its line with the opener,
    and the collection it fits opens on another line.
    """
    inner = levels[-1].node.start
    outer = next((level.node.start for level in reversed(levels[:-1]) if level.closer == text[at]), None)
    return outer is not None and text.find("\n", inner, at) < 0 <= text.find("\n", outer, inner)
