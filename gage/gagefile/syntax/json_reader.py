"""A cursor in a JSON5 text that reads spaces, keys and scalars and notes mistakes; leaves structure to its heir."""

from __future__ import annotations

from typing import Literal

from gage.gagefile.node import Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import json_slips, json_text, typographic
from gage.gagefile.syntax.json_text import any_space, plain_space, quote, rest_of_line
from gage.gagefile.syntax.lone_quotes import half_quoted_key, half_quoted_value
from gage.gagefile.syntax.nested_quotes import nested_quotes, quotes_in_quotes
from gage.gagefile.syntax.wording import MOST_PROBLEMS, MOST_VALUES, shorten, too_many
from gage.gagefile.text import Span

_CONSTANTS: dict[str, tuple[Literal["boolean", "null"], bool | None]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
}
_OTHER_SPELLINGS = {"none": "null", "nil": "null", "yes": "true", "no": "false", "on": "true", "off": "false"}


LOCAL = frozenset(
    {"duplicate-key", "json-escape", "json-number", "json-comment", "json-empty", "nesting-too-deep", "too-many-values"}
)
"""Problems that leave the structure of the text in no doubt."""


class OutOfPatienceError(Exception):
    """More problems were met than the reader was asked to bear, or more values than it reads: the rest is left."""


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
        self.values = 0
        self.comma_forgiven = False
        self.lost = False  # in a comment that nothing closes: what is missing behind it is no news
        self.at = self.behind = int(text.startswith("\ufeff"))
        self.column: int | None = None
        self.line_indent = 0
        self._met_open_comment = False
        self._skipped = (-1, 0)  # from where to where: collections that end together pass the same spaces

    def report(self, code: str, start: int, end: int, message: str, *fixes: Fix) -> None:
        """Note a problem at a span of code points."""
        self.note(Problem(code, message, Span(start, max(start, end)), fixes=fixes))

    def note(self, problem: Problem) -> None:
        """Keep a problem, unless the text is lost; raises OutOfPatienceError where no more are borne."""
        if self.lost:
            return
        if len(self.problems) >= self.patience:
            raise OutOfPatienceError
        self.problems.append(problem)

    def count(self) -> None:
        """Count the value at the cursor; raises OutOfPatienceError where no more are read."""
        self.values += 1
        if self.values > MOST_VALUES:
            self.problems[MOST_PROBLEMS - 1 :] = [too_many(self.at)]
            raise OutOfPatienceError

    def skip(self) -> str:
        """Pass over spaces and comments; the character after them, empty at the end."""
        text = self.text
        self.behind = at = self.at
        if at == self._skipped[0]:
            self.at = self._skipped[1]
            return text[self.at : self.at + 1]
        char = text[at : at + 1]
        if char in " \n\r\t":
            at = plain_space(text, at).end()
            char = text[at : at + 1]
        if char and (char in "/#\v\f" or char > "\x7f"):
            at = self._comments_end(at)
            char = text[at : at + 1]
        self._skipped = self.behind, at
        self.at = at
        if self.by_layout:
            # Where no space was passed, the token follows another one on its line.
            self.column = None if at == self.behind and at > 1 else self._column()
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
                at = self._open_comment(at)
                continue
            if char == "#":
                slashes = Fix("Write // instead", (Edit(Span(at, at + 1), "//"),))
                self._no_comment(at, at + 1, "a comment begins with //, not with #", slashes)
                at = rest_of_line(text, at).end()
            elif char == "/":
                self._no_comment(at, at + 1, "a lone / means nothing here; a comment begins with //")
                at += 1
            else:
                return at

    def _open_comment(self, at: int) -> int:
        """Where a comment that nothing closes was meant to end: before the first line that looks like JSON again."""
        text = self.text
        following = None if self._met_open_comment else json_text.looks_like_json(text, at)
        end = at + len(text[at : following.start() if following else None].rstrip())
        self._met_open_comment = True
        close = Fix("Close the comment", (Edit(Span(end, end), " */"),))
        self._no_comment(at, at + 2, "this comment is never closed; end it with */", close)
        if not following:
            self.lost = True
        return end

    def _no_comment(self, at: int, end: int, message: str, *fixes: Fix) -> None:
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
        if closed and (nested := nested_quotes(self.text, start)):
            place, self.at = Span(start, nested.end), nested.end
            self.note(quotes_in_quotes(self.text[start], place, [Span(at, at + 1) for at in nested.inner]))
            value = self.text[start + 1 : nested.end - 1]
        elif not closed and (slip := json_slips.broken_string(self.text, start, self.at)):
            problem, rest = slip
            self.note(problem)
            self.at = problem.span.end
            value += rest
        elif not closed:
            value = self._unclosed_string(start, value)
        return Scalar("string", start, self.at, value)

    def odd_quotes(self) -> Scalar | None:
        """A string in typographic quotes at the cursor, or None."""
        if self.text[self.at] not in typographic.QUOTES:
            return None
        found = typographic.string(self.text, self.at, "json-value", quote)
        if found is None:
            return None
        value, problem = found
        self.note(problem)
        self.at = problem.span.end
        return Scalar("string", *problem.span, value)

    def _quoted(self) -> tuple[str, bool]:
        """The text in the quotes the cursor is on, and whether they are closed."""
        start = self.at
        value, self.at, closed = json_text.string(self.text, start, self.note)
        return (value if closed else self._unclosed_string(start, value)), closed

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
        if half := half_quoted_value(self.text, start, "json-value"):
            self.note(half.problem)
            self.at = half.end
            return Scalar("string", start, self.at, half.text)
        match = json_text.bare_text(self.text, start)
        self.at = match.end() if match else start + 1
        found = self.text[start : self.at]
        self._no_value(start, found)
        return Scalar("error", start, self.at, found)

    def _no_value(self, start: int, found: str) -> None:
        span = Span(start, self.at)
        lower = found.lower()
        meant = lower if lower in _CONSTANTS else _OTHER_SPELLINGS.get(lower)
        quoted = quote(found)
        fixes = [Fix(f"Put {shorten(quoted)} in quotes", (Edit(span, quoted),))]
        if meant:
            fixes.insert(0, Fix(f"Change to {meant}", (Edit(span, meant),)))
            message = f"{found} is no value in JSON; write {meant}, or {quoted} if it is text"
        elif found[0] in "+-.0123456789":
            message = f"{shorten(found)} is not a number; if it is text, quote it: {shorten(quoted)}"
        else:
            message = f"strings must be quoted: {shorten(quoted)}"
        self.report("json-value", *span, message, *fixes)

    def key(self) -> tuple[str, bool]:
        """Read the key at the cursor: its name, and whether it ended as a key should."""
        start, char = self.at, self.text[self.at]
        if half := half_quoted_key(self.text, start, "json-key"):
            self.note(half.problem)
            self.at = half.end
            return half.text, True
        if char in "\"'":
            return self._quoted()
        if (odd := self.odd_quotes()) is not None:
            return str(odd.value), True
        named = json_text.name(self.text, start)
        word = json_text.word(self.text, start)
        end = word.end() if word else start + 1
        if named and named[1] >= end:
            self.at = named[1]
            return named[0], True
        self.at = end
        found = self.text[start:end]
        quoted = quote(found)
        fix = Fix(f"Put {shorten(quoted)} in quotes", (Edit(Span(start, end), quoted),))
        self.report("json-key", start, end, f"the key {shorten(found)} must be quoted: {shorten(quoted)}", fix)
        return found, True

    def colon(self, key_end: int) -> bool:
        """Pass over the colon behind a key, or what was meant as one; whether there is any."""
        if self.skip() == ":":
            self.at += 1
            return True
        problem = json_slips.equals(self.text, key_end, self.at)
        if problem:
            self.note(problem)
            self.at = problem.span.end
        return problem is not None

    def semicolon(self, between: str) -> bool:
        """Pass over a semicolon as if it were a comma; that one was passed."""
        self.note(json_slips.semicolon(self.at, between))
        self.at += 1
        return True

    def comma(self, separated: bool) -> bool:
        """Pass over the comma at the cursor, and where one stood before it over all that follow."""
        self.comma_forgiven = False
        if not separated:
            self.at += 1
            return True
        run = json_text.commas(self.text, self.at)
        end = run.end() if run else self.at + 1
        remove = Fix("Remove the comma", (Edit(Span(self.at, end), ""),))
        self.report("json-extra-comma", self.at, end, "there is no value before this comma", remove)
        self.at = end
        return True

    def missing_comma(self, between: str) -> None:
        """Report that a comma is missing behind the last token, unless that was told with what came before."""
        if self.comma_forgiven:
            self.comma_forgiven = False
            return
        add = Fix("Add a comma", (Edit(Span(self.behind, self.behind), ","),))
        self.report("json-missing-comma", self.behind, self.behind, f"expected ',' between {between}", add)
