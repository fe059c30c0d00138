"""What a run reported of itself: metrics and attributes as name and scalar; takes any stored shape and never raises."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

Scalar = str | int | float | bool | None


class Summary(NamedTuple):
    """Metrics are numbers or null, attributes any scalar. ``label`` is what the run calls itself."""

    metrics: dict[str, Scalar] = {}  # noqa: RUF012  # nobody writes to it
    attributes: dict[str, Scalar] = {}  # noqa: RUF012  # nor to it
    label: str | None = None


def read_summary(data: object) -> Summary:
    """Make sense of a summary as programs write it.

    ``metrics`` and ``attributes`` are each an object or a list of objects; an entry is a scalar or an object whose
    ``value`` is one, and in a list it may also carry its own ``name``. What fits none of that is left out.
    """
    if not isinstance(data, dict):
        return Summary({}, {})
    run = data.get("run")
    label = run.get("label") if isinstance(run, dict) else None
    return Summary(
        metrics={name: scalar(value) for name, value in _entries(data.get("metrics")) if _is_number(value)},
        attributes={name: scalar(value) for name, value in _entries(data.get("attributes"))},
        label=label if isinstance(label, str) else None,
    )


def scalar(value: Any) -> Scalar:
    """A value that JSON can carry and a cell can show: lists are joined by commas, NaN and infinities are null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, str | int | float))
    return None


def _entries(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _entries(_named(item))
    elif isinstance(data, dict):
        for name, value in data.items():
            yield str(name), value.get("value") if isinstance(value, dict) else value


def _named(item: Any) -> Any:
    """An item of a list that carries its name, as an object of one entry."""
    if isinstance(item, dict) and isinstance(item.get("name"), str) and "value" in item:
        return {item["name"]: item["value"]}
    return item if isinstance(item, dict) else None


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
