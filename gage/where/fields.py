"""The fields every run has, and what each can be compared with; names of metrics, config and attributes are free."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

STATUSES = ("completed", "error", "pending", "running", "staged", "terminated", "unknown")

_UNITS = r"s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?"
UNIT_WORDS = (
    *("s", "sec", "second", "seconds", "m", "min", "minute", "minutes", "h", "hour", "hours", "d", "day", "days"),
    *("w", "week", "weeks", "month", "months", "y", "year", "years"),
)
DURATION = re.compile(rf"(\d+(?:\.\d+)?)\s*({_UNITS})?")
"""A number and a unit; seconds where there is none."""

AGO = re.compile(rf"(\d+|an?)\s*({_UNITS})\s+ago")

MISSING = frozenset({"missing", "null", "none"})
"""Words that stand for no value."""


def is_duration(text: str) -> bool:
    """Whether a text is a time span: ``10m``, ``3 days``, or a number of seconds."""
    return bool(DURATION.fullmatch(text))


def is_date(text: str) -> bool:
    """Whether a text is a point in time: an ISO date or time, ``today``, ``30 days ago``."""
    if text in ("now", "today", "yesterday") or AGO.fullmatch(text):
        return True
    try:
        datetime.datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text))
    except ValueError:
        return False
    return True


DATE_FORM = 'a date, such as 2026-01-31, today or "30 days ago"'
_DATE: tuple[Callable[[str], bool], str] = (is_date, DATE_FORM)

VALUES: dict[str, tuple[Callable[[str], bool], str]] = {
    "status": (STATUSES.__contains__, "a status: " + ", ".join(STATUSES[:-1]) + f" or {STATUSES[-1]}"),
    "started": _DATE,
    "stopped": _DATE,
    "duration": (is_duration, "a time span, such as 90s, 10m or 3d"),
}
"""For the fields whose values have a form of their own: whether a text has it, and the words for it."""

OPERATION = frozenset({"op", "operation"})
"""What the name of a run's operation is called."""
