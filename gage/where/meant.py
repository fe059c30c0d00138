"""What was most likely meant by a piece of an expression that cannot be read; says nothing where it is not plain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from gage.where.fields import STATUSES, UNIT_WORDS, is_date, is_duration

_OPERATORS = {
    "is": "=", "equals": "=", "equal": "=", "eq": "=", "===": "=", ":=": "=",
    "ne": "!=", "isnt": "!=", "isn't": "!=", "is not": "!=", "!==": "!=", "=!": "!=", "><": "!=",
    "contains": "~", "holds": "~", "like": "~", "matches": "~", "has": "~", "~=": "~", "~~": "~",
    "not contains": "!~", "not like": "!~", "not matches": "!~", "~!": "!~",
    "lt": "<", "less": "<", "below": "<", "under": "<", "<<": "<",
    "gt": ">", "greater": ">", "above": ">", "over": ">", ">>": ">",
    "le": "<=", "lte": "<=", "=<": "<=", "ge": ">=", "gte": ">=", "=>": ">=",
    "since": "after", "until": "before", "nin": "not in", "notin": "not in", "not_in": "not in",
}  # fmt: skip
"""What other languages have for operators, and slips of the hand."""

_DAY_FIRST = re.compile(r"(\d\d?)[./](\d\d?)[./](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d\d?)[./-](\d\d?)")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_]+)((?:\s+\w+)?)")


def operator_meant(text: str) -> str | None:
    """The operator of this language for a word or signs that stand in the place of one."""
    return _OPERATORS.get(text.lower())


def joint_meant(text: str) -> str | None:
    """``and`` or ``or`` for a word that is nearly that."""
    near = {"adn": "and", "nad": "and", "an": "and", "ad": "and", "annd": "and", "ro": "or", "orr": "or"}
    return near.get(text.lower())


def status_meant(text: str) -> str | None:
    """The status for a text that is the beginning of one or nearly one."""
    starting = [status for status in STATUSES if len(text) >= 3 and status.startswith(text.lower())]
    return next(iter(starting), None) or _nearest(text, STATUSES)


def span_meant(text: str) -> str | None:
    """The time span for a text whose unit is nearly one."""
    found = _SPAN.fullmatch(text)
    if not found or found[3]:
        return None
    unit = _unit(found[2])
    return unit and (f"{found[1]}{unit}" if len(unit) == 1 else f"{found[1]} {unit}")


def date_meant(text: str) -> str | None:
    """The date for a text that is a time span, is written in another way, or is nearly a word for one."""
    if is_duration(text) and not text.isdecimal():
        return f"{text} ago"
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        first, second, year = found.groups()
        if "." in text or int(first) > 12:
            return _day(year, second, first)
        return _day(year, first, second) if int(second) > 12 else None  # else nobody knows which is the month
    if (found := _SPAN.fullmatch(text)) and (unit := _unit(found[2])):
        near = f"{found[1]} {unit} ago"
        return near if is_date(near) else None
    return _nearest(text, ("now", "today", "yesterday"))


def _day(year: str, month: str, day: str) -> str | None:
    with suppress(ValueError):
        return date(int(year), int(month), int(day)).isoformat()
    return None


def _unit(text: str) -> str | None:
    word = text.lower()
    return word if word in UNIT_WORDS else _nearest(word, UNIT_WORDS, 0.75) if len(word) > 2 else None


def _nearest(text: str, options: Iterable[str], likeness: float = 0.6) -> str | None:
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(text.lower()[:40], list(options), 1, likeness)), None)
