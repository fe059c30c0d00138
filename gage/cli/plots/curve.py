"""A series as a curve with axes, drawn with the dots of characters; says nothing of what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gage.cli.plots.marks import BRAILLE, Marks
from gage.cli.plots.scale import Scale, finite, scale_of

LEAST_COLUMNS, LEAST_ROWS = 20, 5
"""Less than this is no room for a curve and its axes."""

_LEAST_DIGITS, _MOST_DIGITS = 4, 17


class _Span(NamedTuple):
    """What a column of dots has of a series: its first and last value, and the bounds of all, in dots from below."""

    first: int
    low: int
    high: int
    last: int


def curve(
    steps: Sequence[int], values: Sequence[float | None], columns: int, rows: int, marks: Marks = BRAILLE
) -> list[str]:
    """Lines of at most ``columns`` characters, ``rows`` in all, the two of the axis below included.

    Every value is within what is drawn: of many in one column of dots, all from the least to the greatest. Where there
    is no finite number the curve is broken off. No lines at all where there is none in the series.
    """
    known = finite(values)
    scale, reach = scale_of(known), scale_of(finite(steps))
    if scale is None or reach is None:
        return []
    columns, rows = max(columns, LEAST_COLUMNS), max(rows, LEAST_ROWS) - 2
    labels = _labels(scale, rows, columns // 2 - 2)
    margin = max(map(len, labels))
    canvas = _Canvas(columns - margin - 2, rows, marks)
    spans, gaps = _spans(steps, known, scale, reach, canvas)
    for x, span in spans.items():
        canvas.line(x, span.low, span.high)
    _connect(canvas, spans, gaps)
    drawn = [
        f"{label:>{margin}} {marks.tick if label else marks.side}{line}".rstrip()
        for label, line in zip(labels, canvas.lines(), strict=True)
    ]
    bottom = marks.corner + marks.bottom * canvas.columns
    return [*drawn, f"{'':{margin}} {bottom}", " " * (margin + 2) + _axis(steps, reach, canvas.columns)]


class _Canvas:
    """Dots in the cells of characters, counted from the left and from below."""

    def __init__(self, columns: int, rows: int, marks: Marks) -> None:
        self.columns = columns
        self._marks = marks
        self._wide, self._tall = marks.cell
        self.width, self.height = columns * self._wide, rows * self._tall
        self._cells = [[0] * columns for _ in range(rows)]

    def line(self, x: int, one: int, other: int) -> None:
        """All dots of a column between two."""
        for y in range(min(one, other), max(one, other) + 1):
            row, dot = divmod(self.height - 1 - y, self._tall)
            column, beside = divmod(x, self._wide)
            self._cells[row][column] |= self._marks.dots[dot * self._wide + beside]

    def lines(self) -> Iterable[str]:
        """The rows of characters, from above."""
        return ("".join(self._marks.cells[bits] for bits in row) for row in self._cells)


def _spans(
    steps: Sequence[int], values: Sequence[float | None], scale: Scale, reach: Scale, canvas: _Canvas
) -> tuple[dict[int, _Span], set[int]]:
    """What each column of dots has, by column, and the columns in which there is no finite number."""
    right, top = canvas.width - 1, canvas.height - 1
    spans: dict[int, _Span] = {}
    gaps: set[int] = set()
    for step, value in zip(steps, values, strict=True):
        x = round(reach.at(step) * right)
        if value is None:
            gaps.add(x)
            continue
        y = round(scale.at(value) * top)
        before = spans.get(x)
        spans[x] = _Span(before.first, min(before.low, y), max(before.high, y), y) if before else _Span(y, y, y, y)
    return dict(sorted(spans.items())), gaps - spans.keys()


def _connect(canvas: _Canvas, spans: dict[int, _Span], gaps: set[int]) -> None:
    """Lines from the last value of a column to the first one of the next."""
    places = list(spans.items())
    for (x, span), (next_x, following) in pairwise(places):
        if any(x < gap < next_x for gap in gaps):
            continue
        y = span.last
        for between in range(x + 1, next_x + 1):
            next_y = round(span.last + (following.first - span.last) * (between - x) / (next_x - x))
            # The one half of a steep piece stands in this column, the other half in the next.
            middle = (y + next_y) // 2
            canvas.line(between - 1, y, middle)
            canvas.line(between, middle, next_y)
            y = next_y


def _labels(scale: Scale, rows: int, room: int) -> list[str]:
    """What stands beside each row: the bounds above and below, and the value between them in the middle.

    They have as many digits as tell them apart, if there is ``room``.
    """
    middle = scale.low / 2 + scale.high / 2
    values = {0: scale.high, rows - 1: scale.low} | ({rows // 2: middle} if rows % 2 else {})
    if scale.low == scale.high:
        values = {rows // 2: scale.low}
    for digits in range(_LEAST_DIGITS, _MOST_DIGITS + 1):
        named = {row: f"{value:.{digits}g}" for row, value in values.items()}
        if digits == _LEAST_DIGITS or max(map(len, named.values())) <= room:
            kept = named
        if len(set(kept.values())) == len(kept):
            break
    return [kept.get(row, "") for row in range(rows)]


def _axis(steps: Sequence[int], reach: Scale, columns: int) -> str:
    """The first and the last step below the ends of the axis, as far as there is room."""
    first, last = str(min(steps)), str(max(steps))
    if reach.low == reach.high:
        return first.center(columns).rstrip()[:columns]
    room = columns - len(first) - len(last)
    if room < 1:
        return ""
    return first + ("step" if room >= len("step") + 2 else "").center(room) + last
