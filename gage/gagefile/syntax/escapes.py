"""How far a broken escape of hexadecimal digits reaches, and what is said of it in all syntaxes; reads no string."""

from __future__ import annotations

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

DIGITS = {"x": 2, "u": 4, "U": 8}
"""How many hexadecimal digits follow a letter behind a backslash; JSON5 has no ``U``."""

_ATTEMPT = {letter: Pattern(rf"\\{letter}[^\s\\\"']{{0,{count}}}").match for letter, count in DIGITS.items()}


def attempted(text: str, start: int) -> Span:
    """The broken escape whose backslash is at an offset: with what stands where its digits should."""
    match = _ATTEMPT[text[start + 1]](text, start)
    return Span(start, match.end() if match else start + 2)


def no_escape(code: str, text: str, start: int, offset: int = 0) -> Problem:
    """The problem of such an escape in a text that begins at ``offset``."""
    place = attempted(text, start)
    found, letter = text[slice(*place)], text[start + 1]
    count = DIGITS[letter]
    if len(found) == 2 + count and _is_hexadecimal(found[2:]):
        message = f"{found} is no character; for a backslash itself write it twice: \\{found}"
    else:
        message = (
            f"{found} is no escape: {count} hexadecimal digits must follow \\{letter};"
            f" for a backslash itself write it twice: \\{found}"
        )
    span = Span(place.start + offset, place.end + offset)
    return Problem(code, message, span, fixes=(write_twice(span.start),))


def write_twice(start: int) -> Fix:
    """The mend of a backslash that is meant as one."""
    return Fix("Write the backslash twice", (Edit(Span(start, start), "\\"),))


def _is_hexadecimal(digits: str) -> bool:
    return set("0123456789abcdefABCDEF").issuperset(digits)
