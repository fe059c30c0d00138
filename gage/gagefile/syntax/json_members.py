"""Some members of the object at the top of a JSON text, read without the others; refuses to look beyond them."""

from __future__ import annotations

from functools import partial

from gage.gagefile.node import Node, Object
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import json_text
from gage.gagefile.syntax.json_layout import Level
from gage.gagefile.syntax.json_syntax import Parser, read_twice
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.text import Span


def parse_members(text: str, first: bool, last: bool) -> tuple[Node, list[Problem]]:
    """The members of a text, which begins with the opening brace if it has the first one, and ends behind the last."""
    return read_twice(partial(_Members, first=first, last=last), text)


def balance(text: str) -> int | None:
    """How many more brackets open than close; None where a comment or string goes on behind the end of the text."""
    depth, last = 0, ""
    for token in json_text.brackets(text):
        depth += (token in "[{") - (token in "]}")
        last = token
    return None if last and text.endswith(last) and _goes_on(last) else depth


def _goes_on(token: str) -> bool:
    if token[0] in "\"'":
        return token.endswith(("\\\n", "\\\r"))
    return token.startswith("/*") and not (token.endswith("*/") and len(token) >= len("/**/"))


class _Members(Parser):
    """One reading of members. Unless they have the last one, nothing closes the object they are in."""

    def __init__(
        self, text: str, by_layout: bool = False, patience: int = MOST_PROBLEMS, *, first: bool, last: bool
    ) -> None:
        super().__init__(text, by_layout, patience)
        self._first = first
        self._last = last
        self.beyond = "" if last else '"'

    def _document(self) -> None:
        """Read these members as an object."""
        self.skip()
        node = Object(self.at, self.at + 1) if self._first else Object(0, 0)
        self.at += self._first
        level = Level(node, self.line_indent if self._first else -1, bare=not self._first)
        # A token of these members stands where they stand, even where the first of them is broken.
        level.first = None if self._first else self.column
        if not self._last:
            level.closer = ""
        else:
            # The cursor is at the end of the text where nothing closed the object.
            level.bare = False
        separated = self._members(level)
        if self._last:
            self._rest()
        elif not separated and self.unread is None:
            self.missing_comma("members")

    def _left_open(self, level: Level) -> bool:
        if level is not self.levels[0]:
            return super()._left_open(level)
        self.at = level.node.end = self.behind
        if self._last and self.unread is None:
            close = Fix("Add the closing }", (Edit(Span(self.at, self.at), "\n}"),))
            message = "the { at the top of the file has no closing }"
            self.report("json-unclosed", max(self.at - 1, 0), self.at, message, close)
        return True
