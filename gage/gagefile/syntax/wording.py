"""Words that the parsers of several syntaxes share, so that the same mistake reads the same everywhere."""

from __future__ import annotations

from gage.gagefile.node import Entry
from gage.gagefile.problem import Problem, Related
from gage.gagefile.text import Span

MOST_PROBLEMS = 1000
"""More are not told: a text with so many mistakes is no gagefile, and each one costs its reader memory."""


MOST_VALUES = 150_000
"""More are not read. Five thousand operations have sixty thousand."""


def too_many(start: int) -> Problem:
    """The problem of the value that is one too many."""
    message = f"there are more than {MOST_VALUES:,} values up to here; the rest is not read"
    return Problem("too-many-values", message, Span(start, start))


def shorten(text: str, width: int = 40) -> str:
    """A text that fits in a message."""
    return text if len(text) <= width else text[: width - 1] + "…"


def duplicate_key(entry: Entry, first: Entry) -> Problem:
    """The problem of a key that is set again, in a syntax whose readers let the last one count."""
    key = shorten(entry.key)
    related = (Related(f"'{key}' stands here first", first.key_span),)
    return Problem("duplicate-key", f"'{key}' is set twice; only the last one counts", entry.key_span, related=related)
