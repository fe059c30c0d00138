"""Text in quotes that word processors make, where a syntax knows only straight ones; judges nothing else."""

from __future__ import annotations

from collections.abc import Callable

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

QUOTES = frozenset("“”„‟‘’‚‛«»")
_END = r"(?=[ \t]*(?:[,;\]}#:\r\n]|//|/\*|\Z))"
# An opening quote ends the search, so that no text is searched again and again.
_DOUBLE = Pattern(rf"[“”„‟«»]([^“”„‟«»\"\r\n]*)[“”„‟«»\"]{_END}").match
_SINGLE = Pattern(rf"[‘’‚‛]([^‘’‚‛'\r\n]*)[‘’‚‛']{_END}").match


def string(text: str, i: int, code: str, quote: Callable[[str], str]) -> tuple[str, Problem] | None:
    """The text in the typographic quotes at an offset, and the problem; None where they are not closed.

    ``quote`` writes a text as its syntax does.
    """
    match = _DOUBLE(text, i) or _SINGLE(text, i)
    if match is None:
        return None
    place, quoted = Span(*match.span()), quote(match[1])
    fix = Fix("Use straight quotes", (Edit(place, quoted),))
    message = f"these are typographic quotes; use straight ones: {shorten(quoted)}"
    return match[1], Problem(code, message, place, fixes=(fix,))
