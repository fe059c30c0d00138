"""Makes strict JSON of what a run reports, and adds to it; refuses what is too large once it is spelled out."""

from __future__ import annotations

import math
from typing import Any

from gage.errors import GageError
from gage.runs.summary import Summary, read_summary

_MOST_VALUES = 100_000
"""Values in a summary. Aliases of YAML make as many as they like out of a few lines."""

_MOST_BITS = 1_000


class SummaryError(GageError):
    """Something that should be a summary is none."""


def plain_summary(data: dict[Any, Any]) -> dict[str, Any]:
    """A summary as strict JSON has it: names are text, what is no finite number is null, dates are text.

    Raises SummaryError, RecursionError.
    """
    summary: dict[str, Any] = _Plain().value(data)
    return summary


class _Plain:
    """Counts the values that were taken."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def value(self, value: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise SummaryError(f"the summary has more than {_MOST_VALUES:,} values")
        if isinstance(value, dict):
            return {str(self.value(key)): self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        if isinstance(value, float):
            return value if math.isfinite(value) else None
        if isinstance(value, int) and not isinstance(value, bool):
            # A larger one is no number to most programs, and too many digits even for Python.
            return value if value.bit_length() <= _MOST_BITS else None
        return value if isinstance(value, str | bool) or value is None else str(value)


def add_to_summary(summary: dict[str, Any], beside: Summary) -> None:
    """Add metrics and attributes whose names a summary does not have, in the shape that it has."""
    own = read_summary(summary)
    for group in ("metrics", "attributes"):
        known = getattr(own, group)
        added = {name: value for name, value in getattr(beside, group).items() if name not in known}
        if not added:
            continue
        present = summary.get(group)
        if isinstance(present, list):
            present.append(added)
        else:
            summary[group] = {**(present if isinstance(present, dict) else {}), **added}
