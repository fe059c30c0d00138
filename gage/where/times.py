"""The time spans and points in time that expressions name, as numbers; reads only what `fields` takes for one."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from gage.where.fields import AGO, DURATION

_DAY = 86_400
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": _DAY, "w": 7 * _DAY, "month": 30 * _DAY, "y": 365 * _DAY}
_LONGEST = 1e11
"""Seconds: longer spans count as this one, some 3,000 years."""

_TIME = re.compile(r"[^\d-]((?:\d\d:?){1,3})([.,]\d+)?(?:[Zz]|[+-].*)?$")
_WIDTHS = {2: timedelta(hours=1), 4: timedelta(minutes=1), 6: timedelta(seconds=1)}
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Moments(NamedTuple):
    """What a date stands for, in microseconds since the epoch: from ``start`` up to ``end``, which is not part of it.

    A date covers a day, a time written to the minute a minute. ``3 days ago`` is a point: its end is its start.
    """

    start: int
    end: int


def seconds(text: str) -> float:
    """How long a time span is. A month has 30 days, a year 365."""
    found = DURATION.fullmatch(text)
    assert found
    return min(float(found[1]) * _unit(found[2] or "s"), _LONGEST)


def moments(text: str, now: datetime) -> Moments:
    """What a date or a point in time stands for; ``now`` and dates that name no time zone are local."""
    if text == "now":
        return _moments(now, timedelta(0))
    if text in ("today", "yesterday"):
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return _moments(midnight - timedelta(days=text == "yesterday"), timedelta(days=1))
    if ago := AGO.fullmatch(text):
        count = float(ago[1]) if ago[1].isdecimal() else 1
        start = _microseconds(now) - int(min(count * _unit(ago[2]), _LONGEST) * 1_000_000)
        return Moments(start, start)
    return _moments(datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text)), _width(text))


def _unit(word: str) -> int:
    """Seconds of a unit, which its first letter tells; only months begin as minutes do."""
    return _SECONDS["month" if word.startswith("month") else word[0]]


def _width(text: str) -> timedelta:
    """How much time a date covers, by how exactly it is written."""
    time = _TIME.search(text[8:])
    if time is None:
        return timedelta(days=1)
    return timedelta(0) if time[2] else _WIDTHS[sum(char.isdecimal() for char in time[1])]


def _moments(start: datetime, width: timedelta) -> Moments:
    try:
        end = start + width
    except OverflowError:
        end = start
    return Moments(_microseconds(start), _microseconds(end))


def _microseconds(moment: datetime) -> int:
    try:
        return (moment.astimezone(timezone.utc) - _EPOCH) // timedelta(microseconds=1)
    except (OverflowError, OSError, ValueError):
        # At the ends of the calendar, where no other zone has a time.
        return (moment.replace(tzinfo=timezone.utc) - _EPOCH) // timedelta(microseconds=1)
