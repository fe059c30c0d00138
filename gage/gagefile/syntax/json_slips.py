"""What was plainly meant by text that JSON has no place for: one slip, its words and its mend; reads no structure."""

from __future__ import annotations

import re

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_MEMBER_OR_CLOSER = r"[ \t]*(?:[\]\[{}]|[\w$-]+[ \t]*:|//)"
_END = r"(?=[ \t]*(?:[,}\]\r\n]|\Z))"
_LINE_END = re.compile(r"\r\n?|\n")
# A line end is matched in one way only, or failing would take time without an end.
_BROKEN = {
    mark: Pattern(
        rf"(?:(?:\r?\n|\r(?!\n))(?!{_MEMBER_OR_CLOSER})([^{mark}\\\r\n]*))+{mark}{_END}(?![^\r\n]*{mark})"
    ).match
    for mark in "\"'"
}
_EQUALS = Pattern(r"(?::=|=>|=+)(?!=)").match


def broken_string(text: str, start: int, end: int) -> tuple[Problem, str] | None:
    """A string from ``start`` that goes on behind the ``end`` of its line: its problem, and the text behind that.

    The next lines look like nothing else, and the last of them has no other quote than the one that closes it.
    """
    match = _BROKEN[text[start]](text, end)
    if match is None or match[1].rstrip()[-1:] in ("", ","):
        return None
    breaks = [Span(*found.span()) for found in _LINE_END.finditer(text, end, match.end())]
    fix = Fix("Write the line breaks as \\n", tuple(Edit(place, "\\n") for place in breaks))
    message = "a string ends on its line; write \\n for a line break"
    problem = Problem("json-unterminated-string", message, Span(start, match.end()), fixes=(fix,))
    return problem, _LINE_END.sub("\n", text[end : match.end() - 1])


def equals(text: str, key_end: int, at: int) -> Problem | None:
    """An equals sign where the colon belongs."""
    match = _EQUALS(text, at)
    if match is None:
        return None
    fix = Fix("Change to :", (Edit(Span(key_end, match.end()), ":"),))
    message = f"JSON writes : after a key, not {match[0]}"
    return Problem("json-expected-colon", message, Span(*match.span()), fixes=(fix,))


def semicolon(at: int, between: str) -> Problem:
    """A semicolon where a comma belongs."""
    place = Span(at, at + 1)
    fix = Fix("Change to ,", (Edit(place, ","),))
    return Problem("json-missing-comma", f"a comma stands between {between}, not ;", place, fixes=(fix,))


def needless_end(text: str, at: int) -> Problem | None:
    """A semicolon that ends the document."""
    if text[at] != ";" or (not text[at + 1 :].isspace() and at + 1 < len(text)):
        return None
    place = Span(at, at + 1)
    remove = Fix("Remove the ;", (Edit(place, ""),))
    return Problem("json-trailing-text", "no ; stands at the end of the file", place, fixes=(remove,))
