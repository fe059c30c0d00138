"""Keys, lists and inline tables of TOML, each with its place; reads on after every mistake and never raises."""

from __future__ import annotations

import re
from collections.abc import Callable

from gage.gagefile.node import Array, Node, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import nesting, toml_slips
from gage.gagefile.syntax.brackets import CLOSERS, unclosed, wrongly_closed
from gage.gagefile.syntax.lone_quotes import half_quoted_key
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.toml_scalars import ScalarReader, quote
from gage.gagefile.syntax.toml_tables import Form, KeySegment, Table, close, define
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

_BETWEEN = " \t\r\n#/"  # what may stand between values; every text is in it, too, that is empty
SPACE = re.compile(r"[ \t]*").match
BLANK = re.compile(r"(?:[ \t]*(?:#[^\n\x00-\x08\x0b-\x1f\x7f]*)?\r?\n)*[ \t]*").match
REST = re.compile(r"[^\n]*").match
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+").match
_SIMPLE_KEY = re.compile(r"[A-Za-z0-9_-]+(?= ?=|\])").match  # all there is of most keys
_NO_VALUE = "\r\n#=,]}/;"
_GOES_ON = ("[", " ", "\t")  # behind a bare key
_OPENERS = Pattern(r"[\[{]+").match
_ODD_KEY = Pattern(r"[^\s=:\[\]{},.#\"']+").match
_CONTROL = Pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)").search
_KEY = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_ASSIGNMENT_LINE = Pattern(rf"[ \t]*{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=").match


class ValueReader(ScalarReader):
    """Reads what may stand on both sides of an equals sign."""

    def __init__(self, text: str, guess: bool) -> None:
        super().__init__(text, guess)
        self.depth = 0
        self.wanted = {"]": 0, "}": 0}  # how many brackets wait for each closer
        # Where brackets nest too deep that are not closed, so that the outermost value is not read.
        self.gave_up: int | None = None
        self.table_depth = 0  # levels from the root to the table that the last header opened
        self.skipped = (-1, 0)  # from where to where: brackets that end together pass the same spaces
        self.trimmed = (
            -1,
            0,
        )  # an offset, and where the last text before it ends: brackets that end together ask again
        self.unclosed = (-1, -1, "")  # where the last unclosed bracket was given up, its problem, what closes it

    def odd_comment(self, i: int) -> int:
        """A comment that ends the text or holds a control character, or a carriage return that ends no line."""
        if self.text[i] == "\r":
            return self._lone_return(i)
        self.note_any(toml_slips.other_comment(self.text, i))
        end = past(REST, self.text, i)
        stop = end - (end < len(self.text) and self.text[end - 1] == "\r")
        if match := _CONTROL(self.text, i, stop):
            if match[0] == "\r":
                self._lone_return(match.start())
            else:
                delete = Fix("Remove the character", (Edit(Span(*match.span()), ""),))
                message = f"the control character U+{ord(match[0]):04X} is not allowed here"
                self.report("toml-control-char", *match.span(), message, delete)
        return end

    def _lone_return(self, i: int) -> int:
        delete = Fix("Remove the character", (Edit(Span(i, i + 1), ""),))
        message = "a carriage return without a line feed is not allowed here"
        self.report("toml-control-char", i, i + 1, message, delete)
        return i + 1

    def note_any(self, problem: Problem | None) -> None:
        if problem:
            self.note(problem)

    # Keys

    def key(self, i: int) -> tuple[list[KeySegment], int]:
        """The segments of a key, each with its place (None where one is missing), and where the key ends."""
        text, segments = self.text, list[KeySegment]()
        if simple := _SIMPLE_KEY(text, i):
            start, end = simple.span()
            return [(simple[0], start, end)], end
        while True:
            i = past(SPACE, text, i)
            if half := half_quoted_key(text, i, "toml-key"):
                self.note(half.problem)
                segments.append((half.text, i, half.end))
                i = half.end
            elif match := _BARE_KEY(text, i):
                segments.append((match[0], i, match.end()))
                i = match.end()
                if text[i : i + 1] in _GOES_ON and (slip := toml_slips.odd_key(text, match.start(), i)):
                    problem, i = slip
                    self.note(problem)
                    segments[-1] = (text[slice(*problem.span)], *problem.span)
                elif odd := _ODD_KEY(text, i):
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
            after = past(SPACE, text, i)
            if not text.startswith(".", after):
                return segments, i
            i = after + 1

    def _odd_segment(self, start: int, end: int) -> tuple[str, int, int]:
        key = self.text[start:end]
        if slip := toml_slips.typographic_key(key, Span(start, end)):
            self.note(slip[0])
            return slip[1], start, end
        shown = shorten(key)
        fix = Fix(f'Put "{shown}" in quotes', (Edit(Span(start, end), f'"{key}"'),))
        message = f'a key with other characters than A-Z a-z 0-9 _ - goes in quotes: "{shown}"'
        self.report("toml-key", start, end, message, fix)
        return key, start, end

    # Assignments

    def assignment(self, table: Table, i: int, inline: bool) -> int:
        """Read ``key = value`` into a table; where the value ends."""
        segments, end = self.key(i)
        levels = len(segments) - 1
        deep = levels > 0 and self.table_depth + self.depth + levels >= nesting.MOST_LEVELS
        if deep:
            self.note(nesting.too_deep(i))
            levels = 0
        self.depth += levels
        value, end = self._assigned(segments[-1][0], i, end, inline)
        self.depth -= levels
        if not deep:
            self.note_any(define(table, segments, value))
        return end

    def _assigned(self, name: str | None, start: int, end: int, inline: bool) -> tuple[Node, int]:
        """The value behind a key that goes from ``start`` to ``end``, and where it ends."""
        text = self.text
        after = past(SPACE, text, end)
        if sign := toml_slips.other_equals(text, after):
            self.note(sign)
            after += 1
        if text.startswith("=", after):
            return self._value(past(SPACE, text, after + 1))
        if name is not None and text.startswith(":", after):
            fix = Fix("Change : to =", (Edit(Span(after, after + 1), " ="),))
            message = f"TOML writes = after a key, not a colon: {shorten(name)} = …"
            self.report("toml-expected-equals", after, after + 1, message, fix)
            return self._value(past(SPACE, text, after + 1))
        if name is not None and after < len(text) and text[after] not in _NO_VALUE:
            return self._without_equals(name, end, after)
        value = Scalar("missing", end, end)
        if name is not None:
            self.report("toml-expected-equals", end, end, f"expected = and a value after the key '{shorten(name)}'")
        elif not inline and end < len(text) and text[end] not in "\r\n":
            end = max(end, start + 1)
        return value, end

    def _without_equals(self, name: str, end: int, start: int) -> tuple[Node, int]:
        """The value at ``start`` of a key that ends at ``end``, where no = stands between them."""
        found = len(self.problems)
        self.note(toml_slips.missing_equals(name, end, start, None, ""))
        value, value_end = self._value(start)
        if [problem.code for problem in self.problems[found + 1 :]] == ["toml-value"] and value.kind == "error":
            # That its quotes are missing, too, is part of the same mistake.
            self.retract(found + 1)
            place = Span(*value.span)
            self.problems[found] = toml_slips.missing_equals(name, end, start, place, quote(self.text[slice(*place)]))
        return value, value_end

    # Values

    def _value(self, i: int) -> tuple[Node, int]:
        self.count(i)
        char = self.text[i : i + 1]
        if char != "[" and char != "{":
            return self.scalar(i)
        if self.table_depth + self.depth >= nesting.MOST_LEVELS:
            end = nesting.skip(self.text, i)
            if end is None:  # the brackets around it will be found unclosed, which is the problem to mend
                self.gave_up = i
                return Scalar("error", i, len(self.text)), len(self.text)
            self.note(nesting.too_deep(i))
            return Scalar("error", i, end), end
        closer = CLOSERS[char]
        self.depth += 1
        self.wanted[closer] += 1
        value, end = self._array(i) if char == "[" else self._inline_table(i)
        self.wanted[closer] -= 1
        self.depth -= 1
        if self.gave_up is not None and not any(self.wanted.values()):
            self.retract(self.unclosed[1])
            self.report("toml-unclosed", *nesting.unread(self.text, i, self.gave_up), unclosed(char))
            return Scalar("error", i, end), end
        return value, end

    def _array(self, start: int) -> tuple[Array, int]:
        text, array, i, comma = self.text, Array(start, start + 1), start + 1, True
        while True:
            before = i
            char = text[i : i + 1]
            if char == " ":
                i += 1
                char = text[i : i + 1]
            if char in _BETWEEN:
                i = self._skip(i)
                char = text[i : i + 1]
            if char == "]":
                array.end = i + 1
                return array, i + 1
            if char == "}" and not self.wanted["}"]:
                array.end = self._wrong_closer(start, i)
                return array, array.end
            if not char or char in "}=" or (i > before and self._starts_statement(before, i, assignments=True)):
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
            char = text[i : i + 1]
            if char == " ":
                i += 1
                char = text[i : i + 1]
            if char in _BETWEEN:
                i = self._skip(i)
                char = text[i : i + 1]
            if char == "}":
                table.end = i = i + 1
                break
            if char == "]" and not self.wanted["]"]:
                table.end = i = self._wrong_closer(start, i)
                break
            if not char or char == "]" or (self.guess and i > before and self._ends_at_line(before, i, comma)):
                table.end = i = self._unclosed(start, "}", before if char == "]" else i)
                break
            if char == ",":
                self._refuse_comma(i, comma)
                comma, i = True, i + 1
                continue
            if not comma:
                self._missing_comma(before, "two entries of a table")
            comma = False
            if char in "[{":
                self.report("toml-key", i, i, "expected a key here")
                i = past(_OPENERS, text, i)
                continue
            i = max(self.assignment(table, i, inline=True), i + 1)
        close(table)
        return table, i

    def _skip(self, i: int) -> int:
        """Past white space, line ends and comments between values."""
        start = i
        if start == self.skipped[0]:
            return self.skipped[1]
        i = past(BLANK, self.text, i)
        while self.text.startswith(("#", "//"), i):
            i = past(BLANK, self.text, self.odd_comment(i))
        self.skipped = start, i
        return i

    def _starts_statement(self, before: int, i: int, assignments: bool = False) -> bool:
        """When guessing: whether the line that begins here, inside a bracket, can only belong outside of it."""
        if not self.guess or "\n" not in self.text[before:i]:
            return False
        line = self.text.rfind("\n", 0, i) + 1
        return self.starts_header(line) or (assignments and _ASSIGNMENT_LINE(self.text, line) is not None)

    def _ends_at_line(self, before: int, i: int, comma: bool) -> bool:
        """When guessing: whether a line that begins here, inside braces, shows that they were left open."""
        return (not comma and "\n" in self.text[before:i]) or self._starts_statement(before, i)

    def _unclosed(self, start: int, close: str, i: int) -> int:
        """Report the bracket, or the outermost of several that end together; its value ends with the last text."""
        if self.trimmed[0] != i:
            self.trimmed = i, len(self.text[:i].rstrip(" \t\r\n"))
        end = self.trimmed[1]
        if self.unclosed[0] == end:
            self.retract(self.unclosed[1])
            close = self.unclosed[2] + close
        self.unclosed = end, len(self.problems), close
        fix = Fix(f"Add the closing {shorten(close)}", (Edit(Span(end, end), close),))
        self.report("toml-unclosed", start, start + 1, unclosed(self.text[start]), fix)
        return end

    def _wrong_closer(self, start: int, i: int) -> int:
        opener, found = self.text[start], self.text[i]
        fix = Fix(f"Change to {CLOSERS[opener]}", (Edit(Span(i, i + 1), CLOSERS[opener]),))
        self.report("toml-unmatched", i, i + 1, wrongly_closed(opener, found), fix)
        return i + 1

    def _refuse_comma(self, i: int, comma: bool) -> None:
        if comma:
            delete = Fix("Remove the comma", (Edit(Span(i, i + 1), ""),))
            self.report("toml-extra-comma", i, i + 1, "there is no value before this comma", delete)

    def _missing_comma(self, i: int, between: str) -> None:
        add = Fix("Add the comma", (Edit(Span(i, i), ","),))
        self.report("toml-missing-comma", i, i, f"expected a comma here, between {between}", add)


def past(pattern: Callable[[str, int], re.Match[str] | None], text: str, i: int) -> int:
    """Where a match that begins at an offset ends; the patterns here match everywhere, if only nothing."""
    match = pattern(text, i)
    return match.end() if match else i
