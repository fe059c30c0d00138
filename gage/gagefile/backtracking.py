"""Whether a regular expression can be read, has groups, and may take for ever where it fails; searches nothing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

_ALL = frozenset(range(128)) | {-1}
"""The characters of ASCII, and -1 for any beyond it."""

_MANY = 16
"""Repetitions from which on two nested ones multiply to more than a search should try."""


class PatternError(ValueError):
    """A regular expression that cannot be read, and why."""


class Pattern(NamedTuple):
    """What is known of a regular expression."""

    groups: int
    may_backtrack: bool


def parse_pattern(text: str) -> Pattern:
    """Look into a regular expression, which is meant for a search where a dot matches newlines. Raises PatternError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            groups = re.compile(text, re.DOTALL).groups
            parsed = _parser().parse(text, re.DOTALL)
    except re.error as error:
        place = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise PatternError(f"{error.msg}{place}") from None
    except (RecursionError, OverflowError) as error:
        raise PatternError("it is nested too deeply" if isinstance(error, RecursionError) else str(error)) from None
    return Pattern(groups, _is_slow(list(parsed), can_fail_after=False))


def _parser() -> Any:
    """The parser behind ``re``, which has no public name; newer Pythons keep it inside the package."""
    from importlib import import_module

    inside = getattr(re, "_parser", None)
    return inside or import_module("sre_parse")


def _is_slow(items: Sequence[Any], can_fail_after: bool) -> bool:
    """Whether a sequence holds a repetition whose body can match one text in several ways, and a failure can follow.

    Only a repetition that something follows is ever tried again.
    """
    for index, item in enumerate(items):
        fails = can_fail_after or any(_can_fail(later) for later in items[index + 1 :])
        if _repeats_often(item) and fails and _is_ambiguous(list(item[1][2])):
            return True
        if any(_is_slow(part, fails) for part in _parts(item)):
            return True
    return False


def _name(item: Any) -> str:
    return str(item[0])


def _parts(item: Any) -> list[list[Any]]:
    """The sequences inside an item."""
    name, value = _name(item), item[1]
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return [list(value[2])]
    if name == "SUBPATTERN":
        return [list(value[3])]
    if name == "BRANCH":
        return [list(branch) for branch in value[1]]
    return []


def _repeats_often(item: Any) -> bool:
    return _name(item) in ("MAX_REPEAT", "MIN_REPEAT") and int(item[1][1]) >= _MANY


def _can_fail(item: Any) -> bool:
    """Whether an item needs something to be there."""
    name = _name(item)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return int(item[1][0]) > 0 and any(_can_fail(inner) for inner in item[1][2])
    if name == "SUBPATTERN":
        return any(_can_fail(inner) for inner in item[1][3])
    if name == "BRANCH":
        return all(any(_can_fail(inner) for inner in branch) for branch in item[1][1])
    return True


def _is_ambiguous(body: list[Any]) -> bool:
    """Whether the body of a repetition is a repetition itself, with nothing between that would tell the two apart."""
    while len(body) == 1 and _name(body[0]) == "SUBPATTERN":
        body = list(body[0][1][3])
    for index, item in enumerate(body):
        if not _repeats_often(item):
            continue
        inner = list(item[1][2])
        repeated = _characters(inner[0]) if len(inner) == 1 else None
        others = [other for place, other in enumerate(body) if place != index and _can_fail(other)]
        if not others and (repeated or len(inner) == 1):
            return True
        if repeated and all((taken := _characters(other)) and taken & repeated for other in others):
            return True
    return False


def _characters(item: Any) -> frozenset[int] | None:
    """The characters that an item of one character takes; None for any other item."""
    name, value = _name(item), item[1]
    if name == "ANY":
        return _ALL
    if name == "LITERAL":
        return frozenset({value if value < 128 else -1})
    if name == "NOT_LITERAL":
        return _ALL - {value}
    if name == "IN":
        return _set(value)
    if name == "SUBPATTERN" and len(value[3]) == 1:
        return _characters(value[3][0])
    if name in ("MAX_REPEAT", "MIN_REPEAT") and len(value[2]) == 1:
        return _characters(value[2][0])
    return None


def _set(members: Sequence[Any]) -> frozenset[int]:
    """The characters of a set in brackets."""
    found: set[int] = set()
    negated = False
    for name, value in ((str(member[0]), member[1]) for member in members):
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found.add(value if value < 128 else -1)
        elif name == "RANGE":
            found.update(range(value[0], min(value[1], 127) + 1), [-1] if value[1] > 127 else [])
        else:
            found |= _category(str(value))
    return frozenset(_ALL - found if negated else found)


def _category(name: str) -> frozenset[int]:
    """The characters of ``\\d``, ``\\w`` and ``\\s``, or all others."""
    pattern = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.rpartition("_")[2]]
    within = frozenset(code for code in range(128) if re.fullmatch(pattern, chr(code)))
    return _ALL - within if "_NOT_" in name else within
