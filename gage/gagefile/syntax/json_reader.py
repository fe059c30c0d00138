"""A cursor in a JSON5 text that reads spaces, keys and scalars and notes mistakes; leaves structure to its heir."""

from __future__ import annotations

from typing import Literal

from gage.gagefile.node import Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import json_text
from gage.gagefile.syntax.json_text import any_space, plain_space, quote, rest_of_line
from gage.gagefile.syntax.wording import MOST_PROBLEMS, shorten
from gage.gagefile.text import Span

_CONSTANTS: dict[str, tuple[Literal["boolean", "null"], bool | None]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
}
_OTHER_SPELLINGS = {"none": "null", "nil": "null", "yes": "true", "no": "false", "on": "true", "off": "false"}


class OutOfPatienceError(Exception):
    """More problems were met than the reader was asked to bear."""


class Reader:
    """``at`` is the offset of the next token, ``behind`` the end of the last one.

    ``column`` is where the next token stands if it is the first of its line, ``line_indent`` the indentation of the
    line the cursor is in; both are kept only where layout matters.
    """

    def __init__(self, text: str, by_layout: bool, patience: int = MOST_PROBLEMS) -> None:
        self.text = text
        self.patience = patience
        self.by_layout = by_layout
        self.problems: list[Problem] = []
        self.at = self.behind = int(text.startswith("\ufeff"))
        self.column: int | None = None
        self.line_indent = 0
        self._comments_told = 0

    def report(self, code: str, start: int, end: int, message: str, *fixes: Fix) -> None:
        """Note a problem at a span of code points."""
        self.note(Problem(code, message, Span(start, max(start, end)), fixes=fixes))

    def note(self, problem: Problem) -> None:
        """Keep a problem, up to MOST_PROBLEMS; raises OutOfPatienceError where fewer are to be borne."""
        if len(self.problems) >= self.patience < MOST_PROBLEMS:
            raise OutOfPatienceError
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def skip(self) -> str:
        """Pass over spaces and comments; the character after them, empty at the end."""
        text = self.text
        self.behind = self.at
        at = self.at
        char = text[at : at + 1]
        if char in " \n\r\t":
            at = plain_space(text, at).end()
            char = text[at : at + 1]
        if char and (char in "/#\v\f" or char > "\x7f"):
            at = self._comments_end(at)
            char = text[at : at + 1]
        self.at = at
        if self.by_layout:
            self.column = self._column()
            if self.column is not None:
                self.line_indent = self.column
        return char

    def _comments_end(self, at: int) -> int:
        """Pass over comments and rare spaces, and over what was meant as a comment and is none."""
        text = self.text
        while True:
            at = any_space(text, at).end()
            char = text[at : at + 1]
            if text.startswith("/*", at):
                close = Fix("Close the comment", (Edit(Span(len(text), len(text)), " */"),))
                self._no_comment(at, at + 2, "this comment is never closed; end it with */", close)
                return len(text)
            if char == "#":
                slashes = Fix("Write // instead", (Edit(Span(at, at + 1), "//"),))
                self._no_comment(at, at + 1, "a comment begins with //, not with #", slashes)
                at = rest_of_line(text, at).end()
            elif char == "/":
                self._no_comment(at, at + 1, "a lone / means nothing here; a comment begins with //")
                at += 1
            else:
                return at

    def _no_comment(self, at: int, end: int, message: str, *fixes: Fix) -> None:
        if at >= self._comments_told:  # the same spaces may be passed more than once
            self._comments_told = end
            self.report("json-comment", at, end, message, *fixes)

    def _column(self) -> int | None:
        gap = self.text[self.behind : self.at]
        line = max(gap.rfind("\n"), gap.rfind("\r"))
        if line < 0 and self.behind > int(self.text.startswith("\ufeff")):
            return None
        indent = gap[line + 1 :]
        return len(indent) if not indent.strip() else None

    def string(self) -> Scalar:
        """The string whose opening quote the cursor is on."""
        start = self.at
        value, self.at, closed = json_text.string(self.text, start, self.note)
        if not closed:
            value = self._unclosed_string(start, value)
        return Scalar("string", start, self.at, value)

    def _unclosed_string(self, start: int, value: str) -> str:
        """End an unclosed string where its line ends, short of what looks like the text after it."""
        found = self.text[start + 1 : self.at]
        kept = found.rstrip(" \t,}]")
        if self.by_layout and kept != found:
            # A lone quote before the closers of the line: `"a": "}`.
            self.at = start + 1 + len(kept)
            value = kept
        quote_char = self.text[start]
        close = Fix(f"Add the closing {quote_char}", (Edit(Span(self.at, self.at), quote_char),))
        message = f"this string has no closing {quote_char}"
        self.report("json-unterminated-string", start, self.at, message, close)
        return value

    def number(self) -> Scalar | None:
        """The number at the cursor, or None."""
        match = json_text.number(self.text, self.at)
        if not match:
            return None
        start, self.at = self.at, match.end()
        value = json_text.to_number(match[0])
        if value is not None:
            return Scalar("number", start, self.at, value)
        most = json_text.LONGEST_INTEGER
        message = f"this number has more than {most} digits; if it is meant as text, put it in quotes"
        self.report("json-number", start, self.at, message)
        return Scalar("error", start, self.at, match[0])

    def constant(self) -> Scalar | None:
        """``true``, ``false`` or ``null`` at the cursor, or None."""
        match = json_text.constant(self.text, self.at)
        if not match:
            return None
        start, self.at = self.at, match.end()
        kind, value = _CONSTANTS[match[0]]
        return Scalar(kind, start, self.at, value)

    def bare_text(self) -> Scalar:
        """Text that is no value: most likely a string without quotes."""
        start = self.at
        match = json_text.bare_text(self.text, start)
        self.at = match.end() if match else start + 1
        found = self.text[start : self.at]
        lower = found.lower()
        meant = lower if lower in _CONSTANTS else _OTHER_SPELLINGS.get(lower)
        quoted = quote(found)
        fixes = [Fix(f"Put {shorten(quoted)} in quotes", (Edit(Span(start, self.at), quoted),))]
        if meant:
            fixes.insert(0, Fix(f"Change to {meant}", (Edit(Span(start, self.at), meant),)))
            message = f"{found} is no value in JSON; write {meant}, or {quoted} if it is text"
        elif found[0] in "+-.0123456789":
            message = f"{shorten(found)} is not a number; if it is text, quote it: {shorten(quoted)}"
        else:
            message = f"strings must be quoted: {shorten(quoted)}"
        self.report("json-value", start, self.at, message, *fixes)
        return Scalar("error", start, self.at, found)

    def key(self) -> tuple[str, bool]:
        """Read the key at the cursor: its name, and whether it ended as a key should."""
        start, char = self.at, self.text[self.at]
        if char in "\"'":
            before = len(self.problems)
            name = self.string().value
            closed = not any(p.code == "json-unterminated-string" for p in self.problems[before:])
            return str(name), closed
        named = json_text.name(self.text, start)
        word = json_text.word(self.text, start)
        end = word.end() if word else start + 1
        if named and named[1] >= end:
            self.at = named[1]
            return named[0], True
        self.at = end
        found = self.text[start:end]
        quoted = quote(found)
        fix = Fix(f"Put {quoted} in quotes", (Edit(Span(start, end), quoted),))
        self.report("json-key", start, end, f"the key {shorten(found)} must be quoted: {shorten(quoted)}", fix)
        return found, True
