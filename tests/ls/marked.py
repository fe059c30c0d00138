"""Texts with marks in them: ``‸`` is a cursor, and what stands between ``⟦`` and ``⟧`` is a range."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from lsprotocol import types as lsp

FRESH = itertools.count()


class Marked(NamedTuple):
    """A text without its marks, and where they were, in units of UTF-16."""

    text: str
    cursors: list[lsp.Position]
    ranges: list[lsp.Range]

    @property
    def cursor(self) -> lsp.Position:
        (only,) = self.cursors
        return only


def marked(source: str) -> Marked:
    """Take the marks out of a text; ranges come in the order in which they begin."""
    text, cursors, opened, ranges = "", [], [], []
    for piece in re.split("([‸⟦⟧])", source):
        if piece == "‸":
            cursors.append(_position(text))
        elif piece == "⟦":
            ranges.append(lsp.Range(start=_position(text), end=_position(text)))
            opened.append(ranges[-1])
        elif piece == "⟧":
            opened.pop().end = _position(text)
        else:
            text += piece
    return Marked(text, cursors, ranges)


def _position(before: str) -> lsp.Position:
    lines = re.split("\r\n|\n|\r", before)
    return lsp.Position(line=len(lines) - 1, character=len(lines[-1].encode("utf-16-le")) // 2)


def text_in(text: str, range_: lsp.Range) -> str:
    """What a range covers."""
    return text[offset(text, range_.start) : offset(text, range_.end)]


def offset(text: str, position: lsp.Position) -> int:
    """The place of a position that is not past the end of its line."""
    starts = [0, *(match.end() for match in re.finditer("\r\n|\n|\r", text))]
    line = text[starts[position.line] :]
    return starts[position.line] + len(line.encode("utf-16-le")[: 2 * position.character].decode("utf-16-le"))


def uri(name: str = "gage.toml") -> str:
    """An address no other test uses; there is no such file."""
    return f"file:///nowhere/{next(FRESH)}/{name}"


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """The text after edits, made the way an editor makes them."""
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        text = text[: offset(text, edit.range.start)] + edit.new_text + text[offset(text, edit.range.end) :]
    return text
