"""Cuts a filter expression into words, operators and brackets with their places; understands none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["word", "quoted", "operator", "bracket", "comma", "end"]

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<operator>===|!==|==|!=|<>|><|<=|>=|=<|=>|<<|>>|!~|=~|~=|~~|~!|=!|&&|\|\||[=<>~!&|≤≥≠])
    |(?P<bracket>[()\[\]])
    |(?P<comma>,)
    |(?P<word>[^\s()\[\],=!<>~"'&|≤≥≠]+)
    |(?P<unclosed>["'].*)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of an expression; ``text`` is what it means, so a quoted text is without its quotes."""

    kind: Kind
    text: str
    start: int
    end: int


class WhereError(Exception):
    """An expression cannot be understood.

    ``start`` and ``end`` say where (offsets in the expression; both its length when something is missing at its end),
    ``replacement`` what to write there instead, if that is plain. Raised as a value to be shown, never as a crash.
    """

    def __init__(self, message: str, start: int, end: int, replacement: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.replacement = replacement


def tokens(expression: str) -> Iterator[Token]:
    """The pieces of an expression, at last one of kind ``end``.

    Raises:
        WhereError: a quote has no partner.
    """
    for found in _TOKEN.finditer(expression):
        kind, text = found.lastgroup, found.group()
        if kind == "unclosed":
            raise WhereError(f"this {text[0]} has no closing {text[0]}", found.start(), found.end())
        if kind == "quoted":
            yield Token("quoted", re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL), *found.span())
        elif kind != "space":
            yield Token(kind, text, *found.span())  # type: ignore[arg-type]  # the groups are named after the kinds
    yield Token("end", "", len(expression), len(expression))
