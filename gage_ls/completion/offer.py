"""One thing that can be chosen at a cursor, before it is spelled; knows no syntax and no client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lsprotocol.types import CompletionItemKind as Kind

__all__ = ["Kind", "Offer", "matching"]

MOST = 100
"""Items of one list. What is left out comes when more is typed."""


class Offer(NamedTuple):
    """What a person may choose. ``text`` takes the place of what is typed from ``start`` on.

    ``is_literal`` is a value that stands without quotes. ``is_whole`` says that what follows the cursor in the same
    text goes, too, else only the rest of the word. ``rank`` sorts, lowest first. ``pointer`` leads to what the schema
    says of a key. ``snippet`` stands in place of a text where the client has snippets, and is spelled already.
    """

    label: str
    text: str
    kind: Kind
    start: int = 0
    detail: str = ""
    rank: float = 50
    is_literal: bool = False
    is_whole: bool = True
    is_deprecated: bool = False
    pointer: tuple[str, ...] = ()
    snippet: str = ""


def matching(names: Iterable[str], typed: str, most: int = MOST) -> Iterator[str]:
    """The names that what is typed may become, those that begin with it first; at most so many."""
    wanted, names = typed.lower(), list(names)
    first = [name for name in names if name.lower().startswith(wanted)]
    yield from first[:most]
    if len(first) < most:
        chosen = set(first)
        inside = (name for name in names if name not in chosen and _has_in_order(name.lower(), wanted))
        yield from islice(inside, most - len(first))


def _has_in_order(name: str, wanted: str) -> bool:
    """Whether a name has all characters of a text in their order, as clients match."""
    at = 0
    for character in wanted:
        at = name.find(character, at) + 1
        if not at:
            return False
    return True
