"""The series of a run: the values that its metrics had step after step; a line that makes no sense is passed over."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from gage.runs.run import Run, load_json
from gage.runs.under_way import is_under_way

SERIES = "series.jsonl"
"""The member with the points, one JSON object a line, in the order they came; it is only ever added to."""

METRICS = "metrics.json"
"""The member with what the series of a run that is over come to: name → value, step, points, min and max."""

MOST_BYTES = 32 << 20
"""Where series end: beyond it only the last point of each is kept."""

FOLLOWED = ',"from":"events"'
"""Marks the points of event files. They were given names before all files were known, so the end of the run sees to
them once more.
"""

LEAST_BYTES = 1 << 10
"""No line is longer, so a part of this size always gets a reader on."""

LONGEST_NAME = 100
MOST_NAMES = 1_000
"""More of them are no metrics: those beyond are passed over."""


class Point(NamedTuple):
    """What a metric was at a step; ``value`` is None where it was no finite number.

    ``time`` is in milliseconds since the epoch.
    """

    name: str
    step: int
    value: float | None
    time: int


class SeriesPart(NamedTuple):
    """Points from ``offset`` up to ``next``, in bytes of the member, of which there are ``size`` so far.

    ``is_last`` says that ``next`` is the end and that no more will come.
    """

    points: list[Point]
    offset: int
    next: int
    size: int
    is_last: bool


class RolledUp(NamedTuple):
    """What one series comes to: its last value and step, how many points it has, and the bounds of their values."""

    value: float | None
    step: int
    points: int
    min: float | None
    max: float | None


def series_part(run: Run, offset: int, limit: int) -> SeriesPart:
    """The points in at most ``limit`` bytes (not less than `LEAST_BYTES`) from an offset that was a ``next``.

    A line that is not whole yet is left for the next part. Raises RecordError.
    """
    # In this order: once nothing works on the run, all points are there.
    has_ended = not is_under_way(run)
    size = run.record.sizes([SERIES]).get(SERIES, 0)
    start = min(offset, size)
    data = run.record.stretch(SERIES, start, min(size, start + max(limit, LEAST_BYTES)))
    end = start + len(data)
    whole = data.rfind(b"\n") + 1
    # What is no line in a part of this size will never be one.
    is_none = not whole and len(data) >= max(limit, LEAST_BYTES)
    following = end if is_none or (has_ended and end == size) else start + whole
    return SeriesPart(list(read_points(data)), start, following, size, has_ended and following == size)


def read_series(run: Run) -> dict[str, list[Point]]:
    """All points, by the name of the metric, in the order they came. Raises RecordError."""
    series: dict[str, list[Point]] = {}
    for point in read_points(run.record.stretch(SERIES, 0, 2 * MOST_BYTES)):
        series.setdefault(point.name, []).append(point)
    return series


def read_points(data: bytes) -> Iterator[Point]:
    """The points of whole lines."""
    for line in data[: data.rfind(b"\n") + 1].splitlines():
        if (point := _point(load_json(line))) is not None:
            yield point


def encode_points(points: Iterable[Point], mark: str = "") -> bytes:
    """Points as lines of the member, each ending with a ``mark``, such as `FOLLOWED`, which readers pass over."""
    # By hand, several times as fast as `json`: the text of a finite number is JSON's, and few names make all points.
    names: dict[str, str] = {}
    lines = []
    for name, step, value, time in points:
        written = names.get(name) or names.setdefault(name, json.dumps(name))
        number = "null" if value is None else repr(value)
        lines.append(f'{{"name":{written},"step":{step},"value":{number},"time":{time}{mark}}}\n')
    return "".join(lines).encode()


def roll_up(points: Iterable[Point]) -> dict[str, RolledUp]:
    """What the series of these points come to, by name."""
    found: dict[str, RolledUp] = {}
    for name, step, value, _ in points:
        before = found.get(name)
        if before is None:
            found[name] = RolledUp(value, step, 1, value, value)
            continue
        least, most = before.min, before.max
        if value is not None:
            least = value if least is None or value < least else least
            most = value if most is None or value > most else most
        found[name] = RolledUp(value, step, before.points + 1, least, most)
    return found


def rolled_up(run: Run) -> dict[str, RolledUp]:
    """What the series of a run come to: recorded at its end, until then read from its points. Raises RecordError."""
    recorded = load_json(run.record.read(METRICS))
    if isinstance(recorded, dict):
        return {name: each for name, data in recorded.items() if (each := _rolled_up(data)) is not None}
    return roll_up(point for points in read_series(run).values() for point in points)


def encode_rolled_up(series: Mapping[str, RolledUp]) -> bytes:
    """The member `METRICS`."""
    return json.dumps({name: each._asdict() for name, each in series.items()}, indent=2, sort_keys=True).encode()


def finite(value: float) -> float | None:
    """A value as JSON can carry it: what is no finite number is None."""
    return value if math.isfinite(value) else None


def _point(data: Any) -> Point | None:
    if not isinstance(data, dict):
        return None
    point = Point(data.get("name", ""), data.get("step", 0), data.get("value"), data.get("time", 0))
    is_named = isinstance(point.name, str) and point.name != ""
    fits = is_named and _is_whole(point.step) and _is_whole(point.time) and _is_value(point.value)
    return point if fits else None


def _rolled_up(data: Any) -> RolledUp | None:
    if not isinstance(data, dict):
        return None
    each = RolledUp(*(data.get(field) for field in RolledUp._fields))  # type: ignore[arg-type] # judged at once
    fits = _is_whole(each.step) and _is_whole(each.points) and all(map(_is_value, (each.value, each.min, each.max)))
    return each if fits else None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63


def _is_value(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf
