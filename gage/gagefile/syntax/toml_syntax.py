"""TOML 1.1 text into nodes with places; valid text is read to the letter, broken text as far as it makes sense.

The first pass follows the specification (toml.io/en/v1.1.0) and guesses nothing, so a valid document cannot be
misread. Only when it meets something unclosed does a second pass let the layout of the lines decide where it ends.
"""

from __future__ import annotations

import contextlib
import re

from gage.gagefile.node import Entry, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import nesting, toml_slips
from gage.gagefile.syntax.brackets import closes_nothing
from gage.gagefile.syntax.toml_scalars import EnoughError
from gage.gagefile.syntax.toml_tables import (
    Form,
    KeySegment,
    Table,
    TableArray,
    add,
    open_table,
    reopened,
)
from gage.gagefile.syntax.toml_values import BLANK, REST, SPACE, ValueReader, past
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

# Most lines of most gagefiles: a bare key and a plain string or boolean.
_COMMON_LINE = re.compile(
    r'([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:"(?!"")([^"\\\x00-\x08\x0a-\x1f\x7f]*)"|(true|false))[ \t]*\r?\n'
).match

_WANTS_GUESS = frozenset(
    {
        "toml-unclosed",
        "toml-unmatched",
        "toml-unterminated-string",
        "toml-missing-comma",
        "toml-expected-line-end",
        "toml-value",
    }
)


def parse(text: str) -> tuple[Object, list[Problem]]:
    """The root table of a text and what is wrong with its syntax, in order of place."""
    parser = _Parser(text, guess=False)
    with contextlib.suppress(EnoughError):
        parser.read()
    if any(problem.code in _WANTS_GUESS for problem in parser.problems):
        parser = _Parser(text, guess=True)
        with contextlib.suppress(EnoughError):
            parser.read()
    return parser.root, sorted(parser.problems, key=lambda problem: problem.span)


def reads_on(text: str, passing: frozenset[str]) -> bool:
    """Whether the text is read to its end with no other mistakes than those of these codes; stops at the first."""
    parser = _Strict(text, passing)
    try:
        parser.read()
    except EnoughError:
        return False
    return True


class _Parser(ValueReader):
    """One reading of a document, line by line; ``root`` has what is read by now."""

    def __init__(self, text: str, guess: bool) -> None:
        super().__init__(text, guess)
        self.root = Table(0, len(text), Form.HEADER)

    # Lines

    def read(self) -> None:
        """Read to the end; raises EnoughError where the rest is left."""
        text, root = self.text, self.root
        table: Table = root
        i = 1 if text.startswith("\ufeff") else 0
        while True:
            if common := _COMMON_LINE(text, i):
                self._add_common(table, common)
                i = common.end()
                continue
            before, i = i, past(BLANK, text, i)
            if i >= len(text):
                return
            char = text[i]
            if i > before and char not in "#\r[":
                continue
            if char in "#\r;" or text.startswith("//", i):
                i = self.odd_comment(i)
                continue
            if char == "{" and not root.entries and (problem := toml_slips.other_language(text, i)):
                self.note(problem)
                return
            if char == "\ufeff":
                self.note(toml_slips.byte_order_mark(i))
                i += 1
                continue
            if char == "[":
                table, i = self._header(root, i)
            else:
                i = self.assignment(table, i, inline=False)
            i = self._line_end(i)

    def _add_common(self, table: Table, match: re.Match[str]) -> None:
        key, string, boolean = match.groups()
        if string is not None:
            start, end = match.span(2)
            value = Scalar("string", start - 1, end + 1, string)
        else:
            value = Scalar("boolean", *match.span(3), boolean == "true")
        start, end = match.span(1)
        self.count(start)
        self.note_any(add(table, Entry(key, start, end, value)))

    def _line_end(self, i: int) -> int:
        """Past the end of the line, or at the next entry on it; what is left is a problem, unless it continues one."""
        text, value_end = self.text, i
        if text.startswith("\n", i):
            return i + 1
        i = past(SPACE, text, i)
        last_start, last_end = self.last
        goes_on = last_end >= i and last_start >= i - 1
        if not goes_on and (slip := toml_slips.entry_behind(text, value_end, i)):
            self.note(slip[0])
            return slip[1]
        end = past(REST, text, i)
        stop = end - (i < end < len(text) and text[end - 1] == "\r")
        if i < stop:
            if text[i] == "#" or text.startswith("//", i):
                self.odd_comment(i)
            elif not goes_on:
                self._more_text(i, stop)
        return end + 1

    def _more_text(self, i: int, stop: int) -> None:
        text, char = self.text, self.text[i]
        if char in "]}":
            end = i + len(text[i:stop]) - len(text[i:stop].lstrip(char))
            delete = Fix(f"Remove the {shorten(text[i:end])}", (Edit(Span(i, end), ""),))
            self.report("toml-unmatched", i, end, closes_nothing(text[i:end]), delete)
        elif problem := toml_slips.needless_end(text, i, stop):
            self.note(problem)
        else:
            found = shorten(text[i:stop].strip(), 20)
            self.report("toml-expected-line-end", i, stop, f"expected the end of the line, found {found}")

    # Tables

    def _header(self, root: Table, start: int) -> tuple[Table, int]:
        """The table that a ``[header]`` opens, and where the header ends."""
        self.count(start)
        text, many = self.text, self.text.startswith("[[", start)
        known = len(self.problems)
        segments, i = self.key(start + 1 + many)
        i = past(SPACE, text, i)
        close = "]]" if many else "]"
        if text.startswith(close, i):
            i += len(close)
        else:
            found = "]" if text.startswith("]", i) else ""
            if (
                segments[-1][0] is None and len(self.problems) > known
            ):  # the missing name is part of what is half-typed here
                self.retract(len(self.problems) - 1)
            add = Fix(f"Close the header with {close}", (Edit(Span(i, i), close[len(found) :]),))
            self.report("toml-header", start, i + len(found), f"this table header has no closing {close}", add)
            i += len(found)
        return self._open(root, segments, Span(start, i), many), i

    def _open(self, root: Table, segments: list[KeySegment], header: Span, many: bool) -> Table:
        """The table at the end of a header's way; one apart from the tree where the way is broken."""
        table, self.table_depth = root, 0
        for index, (key, key_start, key_end) in enumerate(segments):
            if key is not None and self.table_depth >= nesting.MOST_LEVELS:
                self.note(nesting.too_deep(key_start))
            if key is None or self.table_depth >= nesting.MOST_LEVELS:
                return Table(*header, Form.HEADER)
            opened = open_table(table, key, Span(key_start, key_end), header, index == len(segments) - 1, many)
            if isinstance(opened, Problem):
                self.note(opened)
                return reopened(table, key, opened) or Table(*header, Form.HEADER)
            self.table_depth += 1 + isinstance(table.get(key), TableArray)
            table = opened
        return table


class _Strict(_Parser):
    """A reading that ends at the first mistake, but for those that are passed over."""

    def __init__(self, text: str, passing: frozenset[str]) -> None:
        super().__init__(text, guess=False)
        self._passing = passing

    def note(self, problem: Problem) -> None:
        if problem.code not in self._passing:
            raise EnoughError
