"""TOML 1.1 text into nodes with places; valid text is read to the letter, broken text as far as it makes sense.

The first pass follows the specification (toml.io/en/v1.1.0) and guesses nothing, so a valid document cannot be
misread. Only when it meets something unclosed does a second pass let the layout of the lines decide where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import nesting
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.toml_scalars import ScalarReader
from gage.gagefile.syntax.toml_tables import Form, KeySegment, Table, add, close, define, open_table, reopened
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

_SPACE = re.compile(r"[ \t]*").match
_BLANK = re.compile(r"(?:[ \t]*(?:#[^\n\x00-\x08\x0b-\x1f\x7f]*)?\r?\n)*[ \t]*").match
_REST = re.compile(r"[^\n]*").match
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+").match
_ODD_KEY = Pattern(r"[^\s=:\[\]{},.#\"']+").match
_CONTROL = Pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)").search
_KEY = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_ASSIGNMENT_LINE = Pattern(rf"[ \t]*{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=").match
# Most lines of most gagefiles: a bare key and a plain string or boolean.
_COMMON_LINE = re.compile(
    r'([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:"(?!"")([^"\\\x00-\x08\x0a-\x1f\x7f]*)"|(true|false))[ \t]*\r?\n'
).match
_WANTS_GUESS = frozenset(
    {"toml-unclosed", "toml-unterminated-string", "toml-missing-comma", "toml-expected-line-end", "toml-value"}
)


def parse(text: str) -> tuple[Object, list[Problem]]:
    """The root table of a text and what is wrong with its syntax, in order of place."""
    parser = _Parser(text, guess=False)
    root = parser.document()
    if any(problem.code in _WANTS_GUESS for problem in parser.problems):
        parser = _Parser(text, guess=True)
        root = parser.document()
    return root, sorted(parser.problems, key=lambda problem: problem.span)


class _Parser(ScalarReader):
    def __init__(self, text: str, guess: bool) -> None:
        super().__init__(text, guess)
        self.depth = 0
        self.unclosed_at = -1  # where the bracket last found unclosed was given up

    # Lines

    def document(self) -> Table:
        text = self.text
        root = Table(0, len(text), Form.HEADER)
        table: Table = root
        i = 1 if text.startswith("\ufeff") else 0
        while True:
            i = _past(_BLANK, text, i)
            if i >= len(text):
                return root
            if common := _COMMON_LINE(text, i):
                self._add_common(table, common)
                i = common.end()
                continue
            char = text[i]
            if char == "#" or char == "\r":
                i = self._odd_comment(i)
                continue
            if char == "[":
                table, i = self._header(root, i)
            else:
                i = self._assignment(table, i, inline=False)
            i = self._line_end(i)

    def _add_common(self, table: Table, match: re.Match[str]) -> None:
        if match[2] is not None:
            value = Scalar("string", match.start(2) - 1, match.end(2) + 1, match[2])
        else:
            value = Scalar("boolean", match.start(3), match.end(3), match[3] == "true")
        self._note(add(table, Entry(match[1], match.start(1), match.end(1), value)))

    def _note(self, problem: Problem | None) -> None:
        if problem:
            self.problems.append(problem)

    def _odd_comment(self, i: int) -> int:
        """A comment that ends the text or holds a control character, or a carriage return that ends no line."""
        end = _past(_REST, self.text, i)
        stop = end - (end < len(self.text) and self.text[end - 1] == "\r")
        if match := _CONTROL(self.text, i, stop):
            name = (
                "a carriage return without a line feed"
                if match[0] == "\r"
                else f"the control character U+{ord(match[0]):04X}"
            )
            delete = Fix("Remove the character", (Edit(Span(match.start(), match.end()), ""),))
            self.report("toml-control-char", match.start(), match.end(), f"{name} is not allowed here", delete)
            return end if self.text[i] == "#" else match.end()
        return end

    def _line_end(self, i: int) -> int:
        """Past the end of the line; text that is left on it is a problem, unless it only continues one."""
        text = self.text
        i = _past(_SPACE, text, i)
        end = _past(_REST, text, i)
        stop = end - (i < end < len(text) and text[end - 1] == "\r")
        if i < stop:
            last = self.problems[-1].span if self.problems else None
            if text[i] == "#":
                self._odd_comment(i)
            elif not (last and last.end >= i and last.start >= i - 1):
                found = shorten(text[i:stop].strip(), 20)
                if text[i] in "]}":
                    delete = Fix(f"Remove the {text[i]}", (Edit(Span(i, i + 1), ""),))
                    self.report("toml-expected-line-end", i, i + 1, f"this {text[i]} closes nothing", delete)
                else:
                    self.report("toml-expected-line-end", i, stop, f"expected the end of the line, found {found}")
        return end + 1

    # Keys

    def _key(self, i: int) -> tuple[list[KeySegment], int]:
        """The segments of a key, each with its place (None where one is missing), and where the key ends."""
        text, segments = self.text, list[KeySegment]()
        while True:
            i = _past(_SPACE, text, i)
            if match := _BARE_KEY(text, i):
                segments.append((match[0], i, match.end()))
                i = match.end()
                if odd := _ODD_KEY(text, i):
                    segments[-1] = self._odd_segment(segments[-1][1], odd.end())
                    i = odd.end()
            elif text.startswith(('"', "'"), i):
                if text.startswith(('"""', "'''"), i):
                    self.report("toml-key", i, i + 3, "a key cannot be a multi-line string; use one pair of quotes")
                value, end = self.quoted(i)
                segments.append((value, i, end))
                i = end
            elif odd := _ODD_KEY(text, i):
                segments.append(self._odd_segment(i, odd.end()))
                i = odd.end()
            else:
                self.report("toml-key", i, i, "expected a key here")
                segments.append((None, i, i))
            after = _past(_SPACE, text, i)
            if not text.startswith(".", after):
                return segments, i
            i = after + 1

    def _odd_segment(self, start: int, end: int) -> tuple[str, int, int]:
        key = self.text[start:end]
        fix = Fix(f'Put "{key}" in quotes', (Edit(Span(start, end), f'"{key}"'),))
        self.report(
            "toml-key", start, end, f'a key with other characters than A-Z a-z 0-9 _ - goes in quotes: "{key}"', fix
        )
        return key, start, end

    # Tables

    def _header(self, root: Table, start: int) -> tuple[Table, int]:
        """The table that a ``[header]`` opens, and where the header ends."""
        text, many = self.text, self.text.startswith("[[", start)
        segments, i = self._key(start + 1 + many)
        i = _past(_SPACE, text, i)
        close = "]]" if many else "]"
        if text.startswith(close, i):
            i += len(close)
        else:
            found = "]" if text.startswith("]", i) else ""
            if segments[-1][0] is None:  # the missing name is part of what is half-typed here
                self.problems.pop()
            add = Fix(f"Close the header with {close}", (Edit(Span(i, i), close[len(found) :]),))
            self.report("toml-header", start, i + len(found), f"this table header has no closing {close}", add)
            i += len(found)
        table = root
        for depth, (key, key_start, key_end) in enumerate(segments):
            if key is None:
                return Table(start, i, Form.HEADER), i
            last = depth == len(segments) - 1
            opened = open_table(table, key, Span(key_start, key_end), Span(start, i), last, many)
            if isinstance(opened, Problem):
                self.problems.append(opened)
                return reopened(table, key, opened) or Table(start, i, Form.HEADER), i
            table = opened
        return table, i

    # Assignments

    def _assignment(self, table: Table, i: int, inline: bool) -> int:
        """Read ``key = value`` into a table; where the value ends."""
        text = self.text
        segments, end = self._key(i)
        name = segments[-1][0]
        after = _past(_SPACE, text, end)
        value: Node
        if text.startswith("=", after):
            value, end = self._value(_past(_SPACE, text, after + 1))
        elif name is not None and text.startswith(":", after):
            fix = Fix("Change : to =", (Edit(Span(after, after + 1), " ="),))
            self.report(
                "toml-expected-equals", after, after + 1, f"TOML writes = after a key, not a colon: {name} = …", fix
            )
            value, end = self._value(_past(_SPACE, text, after + 1))
        else:
            value = Scalar("missing", end, end)
            if name is not None:
                self.report("toml-expected-equals", end, end, f"expected = and a value after the key '{name}'")
            elif not inline and end < len(text) and text[end] not in "\r\n":
                end = max(end, i + 1)
        self._note(define(table, segments, value))
        return end

    # Values

    def _value(self, i: int) -> tuple[Node, int]:
        char = self.text[i : i + 1]
        if char != "[" and char != "{":
            return self.scalar(i)
        if self.depth >= nesting.MOST_LEVELS:
            end = nesting.skip(self.text, i)
            if end is None:  # the brackets around it will be found unclosed, which is the problem to mend
                return Scalar("error", i, len(self.text)), len(self.text)
            self.problems.append(nesting.too_deep(i))
            return Scalar("error", i, end), end
        self.depth += 1
        value, end = self._array(i) if char == "[" else self._inline_table(i)
        self.depth -= 1
        return value, end

    def _array(self, start: int) -> tuple[Array, int]:
        text, array, i, comma = self.text, Array(start, start + 1), start + 1, True
        while True:
            before = i
            i = self._skip(i)
            char = text[i : i + 1]
            if char == "]":
                array.end = i + 1
                return array, i + 1
            if not char or char in "}=" or self._starts_statement(before, i, assignments=True):
                array.end = self._unclosed(start, "]", before if char and char in "}=" else i)
                return array, array.end
            if char == ",":
                self._refuse_comma(i, comma)
                comma, i = True, i + 1
                continue
            if not comma:
                self._missing_comma(before, "two values of a list")
            value, end = self._value(i)
            array.items.append(value)
            comma, i = False, max(end, i + 1)

    def _inline_table(self, start: int) -> tuple[Table, int]:
        text, table, i, comma = self.text, Table(start, start + 1, Form.INLINE), start + 1, True
        while True:
            before = i
            i = self._skip(i)
            char = text[i : i + 1]
            new_line = "\n" in text[before:i]
            if char == "}":
                table.end = i = i + 1
                break
            if not char or char == "]" or self._starts_statement(before, i) or (self.guess and new_line and not comma):
                table.end = i = self._unclosed(start, "}", before if char == "]" else i)
                break
            if char == ",":
                self._refuse_comma(i, comma)
                comma, i = True, i + 1
                continue
            if not comma:
                self._missing_comma(before, "two entries of a table")
            comma = False
            i = max(self._assignment(table, i, inline=True), i + 1)
        close(table)
        return table, i

    def _skip(self, i: int) -> int:
        """Past white space, line ends and comments between values."""
        i = _past(_BLANK, self.text, i)
        while self.text.startswith("#", i):
            i = _past(_BLANK, self.text, self._odd_comment(i))
        return i

    def _starts_statement(self, before: int, i: int, assignments: bool = False) -> bool:
        """When guessing: whether the line that begins here, inside a bracket, can only belong outside of it."""
        if not self.guess or "\n" not in self.text[before:i]:
            return False
        line = self.text.rfind("\n", 0, i) + 1
        return self.starts_header(line) or (assignments and _ASSIGNMENT_LINE(self.text, line) is not None)

    def _unclosed(self, start: int, close: str, i: int) -> int:
        """Report the bracket, or the outermost of several that end together; its value ends with the last text."""
        end = i
        while end > start and self.text[end - 1] in " \t\r\n":
            end -= 1
        if self.unclosed_at == end:
            inner = self.problems.pop()
            close = inner.fixes[0].edits[0].text + close
        self.unclosed_at = end
        fix = Fix(f"Add the closing {shorten(close)}", (Edit(Span(end, end), close),))
        self.report("toml-unclosed", start, start + 1, f"this {self.text[start]} has no closing {close[-1]}", fix)
        return end

    def _refuse_comma(self, i: int, comma: bool) -> None:
        if comma:
            delete = Fix("Remove the comma", (Edit(Span(i, i + 1), ""),))
            self.report("toml-extra-comma", i, i + 1, "there is no value before this comma", delete)

    def _missing_comma(self, i: int, between: str) -> None:
        add = Fix("Add the comma", (Edit(Span(i, i), ","),))
        self.report("toml-missing-comma", i, i, f"expected a comma here, between {between}", add)


def _past(pattern: Callable[[str, int], re.Match[str] | None], text: str, i: int) -> int:
    """Where a match that begins at an offset ends; the patterns here match everywhere, if only nothing."""
    match = pattern(text, i)
    return match.end() if match else i
