"""The smallest parts of JSON5: spaces, strings, numbers and bare words; knows no structure and never raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from gage.gagefile.problem import Problem
from gage.gagefile.syntax.escapes import no_escape, write_twice
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_SPACE = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

_Sure = Callable[[str, int], re.Match[str]]  # of patterns that also match nothing

plain_space = cast("_Sure", re.compile(r"[ \t\r\n]*").match)
any_space = cast(
    "_Sure",
    re.compile(rf"(?:[{_SPACE}]+|//[^\n\r\u2028\u2029]*|/\*[^*]*(?:\*(?!/)[^*]*)*\*/)*").match,
)
rest_of_line = cast("_Sure", re.compile(r"[^\n\r\u2028\u2029]*").match)
plain_string = re.compile(r'"([^"\\\n\r]*)"(?!\w)').match  # a word right behind it shows that quotes are amiss
plain_member = re.compile(r'"([^"\\\n\r]*)"([ \t\r\n]*):[ \t\r\n]*').match
member_ahead = Pattern(r"(?:\"[^\"\n\r]*\"|'[^'\n\r]*'|[\w$-]+)[ \t]*:").match
number = re.compile(
    r"[+-]?(?:0[xX][0-9A-Fa-f]+|(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|Infinity|NaN)"
    r"(?![\w$.])"
).match
constant = re.compile(r"(?:true|false|null)(?![\w$.-])").match
closers = Pattern(r"\]+|\}+").match
commas = Pattern(r",(?:[ \t\r\n]*,)*").match
word = Pattern(rf"[^{_SPACE},:;=\[\]{{}}\"'/]+").match
looks_like_json = Pattern(r"[\r\n][ \t]*(?:[\"'\]\[{}]|[\w$-]+[ \t]*:|//)").search
bare_text = Pattern(
    rf"(?:[^{_SPACE},:\[\]{{}}\"']|[ \t]+(?!/[/*]|[\s,:\]}}]|$)|:(?=[^{_SPACE},:\[\]{{}}\"'])"
    r"|\"[^\"\n\r]*\"(?![ \t]*:)|'[^'\n\r]*'(?![ \t]*:))+"
).match

_ASCII_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(?![A-Za-z0-9_$\\]|[^\x00-\x7f])").match
_NAME_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_BODIES: dict[str, _Sure] = {
    '"': cast("_Sure", re.compile(r'(?:[^"\\\n\r]+|\\(?:\r\n|[\s\S]))*').match),
    "'": cast("_Sure", re.compile(r"(?:[^'\\\n\r]+|\\(?:\r\n|[\s\S]))*").match),
}
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|0(?![0-9])|\r\n|[\s\S])"
)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPED |= dict.fromkeys(("\n", "\r", "\r\n", "\u2028", "\u2029"), "")
_BRACKETS = Pattern(
    r"[\[{]|[\]}]|\"(?:[^\"\\\n\r]|\\[\s\S])*\"?|'(?:[^'\\\n\r]|\\[\s\S])*'?"
    r"|//[^\n\r\u2028\u2029]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?"
)

LONGEST_INTEGER = 3500
"""Digits of an integer. Python refuses to write out integers of more than 4300 decimal digits; so many are in 3500
hexadecimal ones."""


def string(text: str, start: int, report: Callable[[Problem], None]) -> tuple[str, int, bool]:
    """The string whose opening quote is at ``start``: its value, its end, and whether it was closed.

    An unclosed string ends with its line.
    """
    body = _BODIES[text[start]](text, start + 1)
    end = body.end()
    value = body[0]
    if "\\" in value:
        value = _ESCAPE.sub(lambda escape: _unescape(escape, start + 1, report), value)
    if text[end : end + 1] == text[start]:
        return value, end + 1, True
    return value, end, False


def _unescape(escape: re.Match[str], offset: int, report: Callable[[Problem], None]) -> str:
    """The characters an escape stands for; one that JSON5 does not know stands for itself and is reported."""
    piece = escape[0]
    if len(piece) == 12:
        return chr(0x10000 + ((int(piece[2:6], 16) - 0xD800) << 10) + int(piece[8:], 16) - 0xDC00)
    if len(piece) > 3:
        return chr(int(piece[2:], 16))
    name = piece[1:]
    zero = name == "0" and escape.string[escape.end() : escape.end() + 1] not in tuple("0123456789")
    if zero:
        return "\0"
    if name in ("u", "x") or name in tuple("0123456789"):
        start = offset + escape.start()
        report(
            _unknown_escape(piece, start)
            if name.isdigit()
            else no_escape("json-escape", escape.string, escape.start(), offset)
        )
        return piece
    return _ESCAPED.get(name, name)


def _unknown_escape(piece: str, start: int) -> Problem:
    message = f"{piece} is no escape: no digit may follow a backslash; for a backslash itself write it twice: \\{piece}"
    return Problem("json-escape", message, Span(start, start + 2), fixes=(write_twice(start),))


def name(text: str, start: int) -> tuple[str, int] | None:
    """The unquoted key at ``start`` and its end, or None where none can begin."""
    match = _ASCII_NAME(text, start)
    if match:
        return match[0], match.end()
    end = start
    while end < len(text):
        if escape := _NAME_ESCAPE.match(text, end):
            end = escape.end()
        elif _in_name(text[end], first=end == start):
            end += 1
        else:
            break
    if end == start:
        return None
    return _NAME_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text[start:end]), end


def _in_name(char: str, first: bool) -> bool:
    """Whether JSON5 allows a character in an unquoted key (ECMAScript 5.1, IdentifierName)."""
    import unicodedata  # needed for names beyond ASCII alone

    if char in "$_" or unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl"):
        return True
    return not first and (char in "\u200c\u200d" or unicodedata.category(char) in ("Mn", "Mc", "Nd", "Pc"))


def to_number(literal: str) -> int | float | None:
    """The value of a JSON5 number, or None for an integer of more than LONGEST_INTEGER digits."""
    if literal.isdigit() and len(literal) <= LONGEST_INTEGER:
        return int(literal)
    digits = literal.lstrip("+-")
    sign = -1 if literal[0] == "-" else 1
    if digits[:2] in ("0x", "0X"):
        return sign * int(digits, 16) if len(digits) <= LONGEST_INTEGER else None
    if digits.isdigit():
        return int(literal) if len(digits) <= LONGEST_INTEGER else None
    return float(literal.replace("Infinity", "inf"))


def matching_close(text: str, start: int) -> int | None:
    """Where the bracket at ``start`` closes, or None; strings and comments are passed over."""
    depth = 0
    for match in _BRACKETS.finditer(text, start):
        if match[0] in ("[", "{"):
            depth += 1
        elif match[0] in ("]", "}"):
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def brackets(text: str) -> list[str]:
    """All brackets, strings and comments of a text, in order."""
    return [match[0] for match in _BRACKETS.finditer(text)]


def quote(text: str) -> str:
    """A text as a JSON string on one line."""
    import json

    return json.dumps(text, ensure_ascii=False)
