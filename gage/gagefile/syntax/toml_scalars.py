"""Strings, numbers and dates of TOML 1.1, each with its place; reads on after every mistake and never raises."""

from __future__ import annotations

import re
from typing import Any

from gage.gagefile.node import Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import toml_slips, typographic
from gage.gagefile.syntax.escapes import DIGITS, no_escape, write_twice
from gage.gagefile.syntax.lone_quotes import half_quoted_value
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import MOST_PROBLEMS, MOST_VALUES, shorten, too_many
from gage.gagefile.text import Span

_BASIC = re.compile(r'"([^"\\\x00-\x08\x0a-\x1f\x7f]*)"').match
_LITERAL = re.compile(r"'([^'\x00-\x08\x0a-\x1f\x7f]*)'").match
_NUMBER = re.compile(
    r"[+-]?(?:0|[1-9](?:_?[0-9])*)(\.[0-9](?:_?[0-9])*)?([eE][+-]?[0-9](?:_?[0-9])*)?(?![\w.:+-])", re.A
).match
_RADIX = Pattern(r"0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)(?![\w.])", re.A).match
_SPECIAL = Pattern(r"[+-]?(?:inf|nan)(?![\w.])").match
_DATETIME = Pattern(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?([Zz]|[+-]\d\d:\d\d)?)?(?![\w.:+-])", re.A
).match
_TIME = Pattern(r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?![\w.:+-])", re.A).match
_PLAIN = re.compile(r"[^\"'\\\x00-\x08\x0a-\x1f\x7f]+").match
_TRUE_OR_FALSE = re.compile(r"(?:true|false)(?![^\s,\]}#=])").match
_WORD = re.compile(r"[^\s,\]}#=]+").match
_BARE_TEXT = Pattern(r"[^\s,\]}#=\"'\[{][^\n\r,\]}#=\"']*").match
_LINE_FOLD = Pattern(r"\\[ \t]*\r?\n(?:[ \t\n]|\r\n)*").match
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_HEADER_LINE = Pattern(
    r"[ \t]*\[\[?[ \t]*(?!(?:true|false|inf|nan)[ \t]*[\],\r\n])"
    r"(?:[A-Za-z_$\"'][^\n=,]*\]\]?[ \t]*(?:#[^\n]*)?|[A-Za-z_][\w.-]*[ \t]*)(?:\r?\n|$)"
).match
_BOOLEANS = {
    "true": "true", "yes": "true", "on": "true",
    "false": "false", "no": "false", "off": "false",
}  # fmt: skip
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\", "e": "\x1b"}
_LONGEST_INTEGER = 4300  # digits; int() of CPython refuses more (CVE-2020-10735)


class EnoughError(Exception):
    """More mistakes, or values, were met than are told or read: this is no gagefile, and the rest is left."""


class ScalarReader:
    """Reads scalars from a text and gathers the problems met.

    ``guess`` allows layout to decide where broken text ends; without it a valid document cannot be misread. Up to
    MOST_PROBLEMS are kept, and the first beyond ends the reading. ``last`` is where the last one was met.
    """

    def __init__(self, text: str, guess: bool) -> None:
        self.text = text
        self.guess = guess
        self.problems: list[Problem] = []
        self.last: tuple[int, int] = (-1, -1)
        self.values = 0

    def report(self, code: str, start: int, end: int, message: str, *fixes: Fix) -> None:
        """Note a problem at a span of code points."""
        self.note(Problem(code, message, Span(start, max(start, end)), fixes=fixes))

    def note(self, problem: Problem) -> None:
        """Keep a problem; raises EnoughError where no more are kept."""
        self.last = problem.span
        if len(self.problems) >= MOST_PROBLEMS:
            raise EnoughError
        self.problems.append(problem)

    def count(self, i: int) -> None:
        """Count the value at an offset; raises EnoughError where no more are read."""
        self.values += 1
        if self.values > MOST_VALUES:
            self.problems[MOST_PROBLEMS - 1 :] = [too_many(i)]
            raise EnoughError

    def retract(self, index: int) -> None:
        """Take a problem back that turns out to be part of another; ``index`` is its place among the problems."""
        del self.problems[index : index + 1]

    def scalar(self, i: int) -> tuple[Scalar, int]:
        """The scalar at an offset and where it ends; where none is, a gap."""
        text, char = self.text, self.text[i : i + 1]
        if char == '"' or char == "'":
            if text.startswith(char * 3, i):
                return self._multi_line(i, char)
            if self.guess and (odd := toml_slips.odd_string(text, i)):
                value, problem = odd
                self.note(problem)
                return Scalar("string", *problem.span, value), problem.span.end
            value, end = self.quoted(i)
            return Scalar("string", i, end, value), end
        if not char or char in "\r\n#,]}":
            self.report("toml-expected-value", i, i, "expected a value here")
            return Scalar("missing", i, i), i
        return self._number(i) or self._boolean(i) or self._datetime(i) or self._odd_quotes(i) or self._unreadable(i)

    def _number(self, i: int) -> tuple[Scalar, int] | None:
        if match := _NUMBER(self.text, i):
            digits = match[0].replace("_", "")
            if match[1] or match[2]:
                return Scalar("number", i, match.end(), float(digits)), match.end()
            if len(digits) > _LONGEST_INTEGER:
                self.report("toml-value", i, match.end(), f"this number has more than {_LONGEST_INTEGER} digits")
                return Scalar("error", i, match.end(), match[0]), match.end()
            return Scalar("number", i, match.end(), int(digits)), match.end()
        if match := _RADIX(self.text, i):
            return Scalar("number", i, match.end(), int(match[0], 0)), match.end()
        if match := _SPECIAL(self.text, i):
            return Scalar("number", i, match.end(), float(match[0])), match.end()
        return None

    def _boolean(self, i: int) -> tuple[Scalar, int] | None:
        if word := _TRUE_OR_FALSE(self.text, i):
            return Scalar("boolean", i, word.end(), word[0] == "true"), word.end()
        return None

    def _datetime(self, i: int) -> tuple[Scalar, int] | None:
        match = _DATETIME(self.text, i) or _TIME(self.text, i)
        if not match:
            return None
        try:
            value = _time(*match.groups()) if len(match.groups()) == 4 else _date(*match.groups())
        except ValueError as error:
            self.report("toml-datetime", i, match.end(), f"{match[0]} is not a date or time: {error}")
            return Scalar("error", i, match.end(), match[0]), match.end()
        return Scalar("datetime", i, match.end(), value), match.end()

    def _odd_quotes(self, i: int) -> tuple[Scalar, int] | None:
        found = typographic.string(self.text, i, "toml-value", quote) if self.text[i] in typographic.QUOTES else None
        if found is None:
            return None
        value, problem = found
        self.note(problem)
        return Scalar("string", *problem.span, value), problem.span.end

    def _unreadable(self, i: int) -> tuple[Scalar, int]:
        """Text that is no value: mostly a string whose quotes were forgotten, or a boolean in another spelling."""
        if half := half_quoted_value(self.text, i, "toml-value"):
            self.note(half.problem)
            return Scalar("string", i, half.end, half.text), half.end
        match = _BARE_TEXT(self.text, i) if self.guess else _WORD(self.text, i)
        end = i + len(match[0].rstrip()) if match else i + 1
        found = self.text[i:end]
        self._no_value(i, end, found)
        return Scalar("error", i, end, found), end

    def _no_value(self, i: int, end: int, found: str) -> None:
        if boolean := _BOOLEANS.get(found.lower()):
            fix = Fix(f"Change to {boolean}", (Edit(Span(i, end), boolean),))
            text_too = "" if found.lower() == boolean else f', or "{found}" if it is text'
            self.report("toml-value", i, end, f"{found} is not a value in TOML; write {boolean}{text_too}", fix)
        elif problem := toml_slips.leading_zeros(found, Span(i, end)):
            self.note(problem)
        elif _WORD(found):
            quoted = quote(found)
            fix = Fix(f"Put {shorten(quoted)} in quotes", (Edit(Span(i, end), quoted),))
            message = f"{shorten(found)} is not a value; text goes in quotes: {shorten(quoted)}"
            self.report("toml-value", i, end, message, fix)
        else:
            self.report("toml-value", i, end, f"expected a value, found {found!r}")

    def quoted(self, i: int) -> tuple[str, int]:
        """The one-line string whose opening quote is at an offset, and where it ends."""
        text, quote_char = self.text, self.text[i]
        match = (_BASIC if quote_char == '"' else _LITERAL)(text, i)
        if match:
            return match[1], match.end()
        parts: list[str] = []
        j = i + 1
        while j < len(text):
            if plain := _PLAIN(text, j):
                parts.append(plain[0])
                j = plain.end()
                continue
            char = text[j]
            if char == quote_char:
                return "".join(parts), j + 1
            if char == "\n" or text.startswith("\r\n", j):
                break
            if char == "\\" and quote_char == '"':
                part, j = self._escape(j, multi_line=False)
                parts.append(part)
                continue
            self._refuse_control_char(j)
            parts.append(char)
            j += 1
        end = i + len(text[i:j].rstrip())
        close = Fix(f"Add the closing {quote_char}", (Edit(Span(end, end), quote_char),))
        self.report("toml-unterminated-string", i, end, f"this string has no closing {quote_char}", close)
        return "".join(parts), end

    def _multi_line(self, i: int, quote_char: str) -> tuple[Scalar, int]:
        text, parts, j = self.text, list[str](), i + 3
        if text.startswith("\r\n", j):
            j += 2
        elif text.startswith("\n", j):
            j += 1
        while j < len(text):
            if plain := _PLAIN(text, j):
                parts.append(plain[0])
                j = plain.end()
                continue
            char = text[j]
            if text.startswith(quote_char * 3, j):
                end = j + 3
                while end < j + 5 and text.startswith(quote_char, end):
                    end += 1
                parts.append(quote_char * (end - j - 3))
                return Scalar("string", i, end, "".join(parts)), end
            if char == "\\" and quote_char == '"':
                part, j = self._escape(j, multi_line=True)
                parts.append(part)
                continue
            if text.startswith("\r\n", j):
                parts.append("\n")
                j += 2
                continue
            if char != "\n":
                self._refuse_control_char(j)
            parts.append(char)
            j += 1
        return self._unterminated(i, quote_char)

    def _unterminated(self, i: int, quote_char: str) -> tuple[Scalar, int]:
        """A multi-line string nobody closed: when guessing, it ends before the next line that looks like a header."""
        text = self.text
        end = text.find("\n", i)
        while end != -1 and not (self.guess and _HEADER_LINE(text, end + 1)):
            end = text.find("\n", end + 1)
        end = len(text.rstrip("\r\n")) if end == -1 else end
        self.report("toml-unterminated-string", i, i + 3, f"this string has no closing {quote_char * 3}")
        return Scalar("string", i, end, text[i + 3 : end]), end

    def _escape(self, j: int, multi_line: bool) -> tuple[str, int]:
        """What the escape at an offset stands for, and where it ends."""
        text, char = self.text, self.text[j + 1 : j + 2]
        if char and char in _ESCAPES:
            return _ESCAPES[char], j + 2
        if length := DIGITS.get(char):
            digits = text[j + 2 : j + 2 + length]
            if len(digits) == length and _HEX_DIGITS.issuperset(digits) and _is_scalar_value(int(digits, 16)):
                return chr(int(digits, 16)), j + 2 + length
            self.note(no_escape("toml-escape", text, j))
            return "\ufffd", j + 2
        if multi_line and (match := _LINE_FOLD(text, j)):
            return "", match.end()
        message = f"\\{char} has no meaning in a string; for a backslash write \\\\, or use single quotes"
        self.report("toml-escape", j, j + 2 if char.strip() else j + 1, message, write_twice(j))
        return char.strip(), j + (2 if char.strip() else 1)

    def _refuse_control_char(self, j: int) -> None:
        char = self.text[j]
        if char != "\t" and (char < " " or char == "\x7f"):
            self.report(
                "toml-control-char", j, j + 1, f"the control character U+{ord(char):04X} must be written as an escape"
            )

    def starts_header(self, i: int) -> bool:
        """Whether the line at an offset looks like a table header."""
        return _HEADER_LINE(self.text, i) is not None


def quote(text: str) -> str:
    """A text as a TOML string, with single quotes where double ones would need escapes."""
    if '"' in text or "\\" in text:
        return f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'"{text}"'


def _is_scalar_value(code_point: int) -> bool:
    return code_point < 0xD800 or 0xDFFF < code_point <= 0x10FFFF


def _date(year: str, month: str, day: str, hour: str, minute: str, second: str, fraction: str, zone: str) -> Any:
    import datetime

    if hour is None:
        return datetime.date(int(year), int(month), int(day))
    return datetime.datetime.combine(
        datetime.date(int(year), int(month), int(day)), _time(hour, minute, second, fraction), _zone(zone)
    )


def _time(hour: str, minute: str, second: str, fraction: str) -> Any:
    import datetime

    microseconds = int(((fraction or "") + "000000")[:6])
    return datetime.time(int(hour), int(minute), int(second or 0), microseconds)


def _zone(zone: str | None) -> Any:
    import datetime

    if not zone:
        return None
    if zone in "Zz":
        return datetime.timezone.utc
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError("the time zone is out of range")
    return datetime.timezone((-1 if zone[0] == "-" else 1) * datetime.timedelta(hours=hours, minutes=minutes))
