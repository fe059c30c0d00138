"""Words that the parsers of several syntaxes share, so that the same mistake reads the same everywhere."""

from __future__ import annotations

from gage.gagefile.node import Entry
from gage.gagefile.problem import Problem, Related

MOST_PROBLEMS = 1000
"""More are not told: a text with so many mistakes is no gagefile, and each one costs its reader memory."""


def shorten(text: str, width: int = 40) -> str:
    """A text that fits in a message."""
    return text if len(text) <= width else text[: width - 1] + "…"


def duplicate_key(entry: Entry, first: Entry) -> Problem:
    """The problem of a key that is set again, in a syntax whose readers let the last one count."""
    key = shorten(entry.key)
    related = (Related(f"'{key}' stands here first", first.key_span),)
    return Problem("duplicate-key", f"'{key}' is set twice; only the last one counts", entry.key_span, related=related)
