"""The metrics of a run, and beside each that has a series how it went; reads no more of series than that needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gage.cli.console import Styled
from gage.cli.panels import gap, print_columns, print_values, room
from gage.cli.plots.sparkline import sparkline
from gage.cli.plots.terminal import marks
from gage.runs.run import Run
from gage.runs.series_sample import sampled_series
from gage.runs.words import value

_SAMPLE = 1 << 20
"""Bytes of the series that are read."""

_HEADERS = ("metric", "last", "trend", "first", "min", "max", "step", "points")
_NUMBERS = ("last", "first", "min", "max", "step", "points")
_LEAST_TREND, _MOST_TREND = 8, 24
_LEAST_NAME = 10

Row = tuple[Styled | str, ...]


def print_metrics(run: Run, details: dict[str, Any]) -> None:
    """A panel of metrics: names and values, or a table where there are series. Raises RecordError."""
    metrics = details["metrics"]
    series = {each["name"]: each for each in details["series"]}
    if not series:
        if metrics:
            print_values("Metrics", [(name, value(each)) for name, each in sorted(metrics.items())])
        return
    names = sorted(metrics.keys() | series.keys())
    found = {name: [point.value for point in points] for name, points in sampled_series(run, _SAMPLE).items()}
    cells = [_cells(name, metrics, series.get(name), found.get(name, [])) for name in names]
    count, trend = _layout(cells)
    drawn: list[Row] = []
    for name, row in zip(names, cells, strict=True):
        plot = Styled(sparkline(found.get(name, []), trend, marks()), "plot")
        cells_drawn: Row = (*row[:2], plot, *row[3:])
        drawn.append(cells_drawn[:count])
    print_columns("Metrics", _HEADERS[:count], drawn, wide="metric", numbers=_NUMBERS)


def _cells(name: str, metrics: dict[str, Any], series: dict[str, Any] | None, values: list[Any]) -> tuple[str, ...]:
    """The texts of a row; the place of its trend is empty."""
    if series is None:
        return (name, value(metrics[name]), *[""] * (len(_HEADERS) - 2))
    bounds = (value(each) for each in (values[0] if values else None, series["min"], series["max"]))
    last = value(metrics.get(name, series["value"]))
    return (name, last, "", *bounds, f"{series['step']:,}", f"{series['points']:,}")


def _layout(cells: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many columns there is room for, at least to the trend, and how wide that is."""
    needed = [max(len(header), *(len(row[index]) for row in cells)) for index, header in enumerate(_HEADERS)]
    needed[0], needed[2] = min(needed[0], _LEAST_NAME), _LEAST_TREND
    count = len(_HEADERS)
    while count > 3 and sum(needed[:count]) + gap() * count > room():
        count -= 1
    left = room() - sum(needed[:count]) - gap() * count
    longest = max(len(row[0]) for row in cells) - needed[0]
    return count, max(_LEAST_TREND, min(_MOST_TREND, _LEAST_TREND + left - max(0, longest)))
