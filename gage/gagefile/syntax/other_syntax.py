"""Whether a text is written in another syntax than its name says, judged by its first lines; reads no value."""

from __future__ import annotations

from itertools import islice

from gage.gagefile.problem import Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span
from gage.gagefile.tree import Syntax

_MOST_LINES = 30
_LINE = Pattern(r"(?m)^[ \t\ufeff]*(?!#|//)([^\s#\ufeff][^\r\n]*)")
_QUOTED = r"\"[^\"]*\"|'[^']*'"
_KEY = rf"(?:[\w$.-]+|{_QUOTED})"
_SEGMENT = rf"(?:[\w$-]+|{_QUOTED})"  # without the dot: what repeats must be read in one way only
# JSON in a TOML file is told of by the parser of TOML.
_LOOKS_LIKE: dict[Syntax, Pattern] = {
    "toml": Pattern(rf"\{{|\[\[?[\w$.\"' -]+\]\]?[ \t]*(?:#.*)?$|{_SEGMENT}(?:[ \t]*\.[ \t]*{_SEGMENT})*[ \t]*=(?!=)"),
    "yaml": Pattern(rf"(?:- +)*{_KEY}:(?=\s|$)|- +\S|---$"),
    "json": Pattern(r"[{}]|.*[,{}][ \t]*$"),
}
_OTHERS: dict[Syntax, tuple[Syntax, ...]] = {"toml": ("yaml",), "yaml": ("toml",), "json": ("toml", "yaml")}
_ENDINGS: dict[Syntax, str] = {"toml": ".toml", "yaml": ".yaml or .yml", "json": ".json"}


def other_syntax(text: str, syntax: Syntax) -> Problem | None:
    """The problem of a broken text of which not one of the first lines is in its syntax, and most are in another."""
    lines = list(islice(_LINE.finditer(text), _MOST_LINES))
    # What JSON has only braces and commas for is known by its beginning.
    if any(_LOOKS_LIKE[syntax].match(line[1]) for line in (lines[:1] if syntax == "json" else lines)):
        return None
    for other in _OTHERS[syntax]:
        like = sum(_LOOKS_LIKE[other].match(line[1]) is not None for line in lines)
        if like >= 2 and 2 * like >= len(lines):
            first = lines[0]
            return is_other(other, syntax, Span(first.start(1), first.start(1) + len(first[1].rstrip())))
    return None


def is_other(found: Syntax, syntax: Syntax, place: Span) -> Problem:
    """The problem of a text in the syntax that was found, where its name says another."""
    message = f"this is {found.upper()}, and a file whose name ends in {_ENDINGS[syntax]} is read as {syntax.upper()}"
    return Problem("other-syntax", f"{message}; rename the file, or write it in {syntax.upper()}", place)
