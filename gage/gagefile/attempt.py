"""Ways to put a word in at a cursor, to find out by reading what it is in; reads nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gage.gagefile.tree import Syntax

_LONGEST = 200
"""Characters of a word that are looked at."""

_KEY_BEFORE = re.compile(r"[\"']?[\w$.\[\]-]*$")
_KEY_AFTER = re.compile(r"[\w$.\[\]-]*[\"']?")
_WORD_BEFORE = re.compile(r"[\w./*-]*$")
_WORD_AFTER = re.compile(r"[\w./*-]*")
# What may become a key of block YAML: the line before the cursor, and the rest of it.
_YAML_BEFORE = re.compile(r"[ ]*(?P<dash>(?:-[ ]+)*)(?:[A-Za-z_$][\w$.\[\]-]*|\"[^\"\\]*|'[^']*)?")
_YAML_AFTER = re.compile(r"(?P<token>[\w$.\[\]-]*[\"']?)(?:[ \t]+(?:#.*)?)?")


class Attempt(NamedTuple):
    """One way to put the word in. ``head`` and ``tail`` stand around the cursor, the rest is put in around them.

    ``is_word`` says that both together are to become a value.
    """

    head: str = ""
    tail: str = ""
    before: str = ""
    behind: str = ""
    is_word: bool = False


def attempts(before: str, after: str, syntax: Syntax) -> Iterator[Attempt]:
    """The ways for TOML and JSON between two halves of a line: as part of what is there, as a new value or entry."""
    yield Attempt()
    word = _around(before, after, _WORD_BEFORE, _WORD_AFTER)
    key = head, tail = _around(before, after, _KEY_BEFORE, _KEY_AFTER)
    quote = head[:1] if head[:1] in ('"', "'") and not tail.endswith(head[:1]) else ""
    equals = " = 0" if syntax == "toml" else ": 0"
    for comma in ("", ", "):
        yield Attempt(*word, f'{comma}"', '"', is_word=True)
        yield Attempt(*word, f'{comma}"', '",', is_word=True)
        yield Attempt(*key, comma, f"{quote}{equals},")
        yield Attempt(*key, comma, f"{quote}{equals}")


def yaml_key(before: str, after: str) -> tuple[Attempt, bool] | None:
    """The way for a word alone on its line of YAML to become a key, and whether it is behind the dash of an item."""
    shape, rest = _YAML_BEFORE.fullmatch(before), _YAML_AFTER.fullmatch(after)
    return (Attempt("", rest["token"], behind=":"), bool(shape["dash"])) if shape and rest else None


def rest_of_word(after: str) -> int:
    """How many characters behind the cursor go on with the word before it."""
    return len(_around("", after, _WORD_BEFORE, _WORD_AFTER)[1])


def _around(before: str, after: str, head: re.Pattern[str], tail: re.Pattern[str]) -> tuple[str, str]:
    """What stands around the cursor; the patterns match everywhere, if only nothing."""
    left, right = head.search(before[-_LONGEST:]), tail.match(after)
    return left[0] if left else "", right[0] if right else ""
