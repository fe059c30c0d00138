"""Curves of metrics of a run in the width of the terminal; refuses metrics that have no series."""

from __future__ import annotations

from collections.abc import Sequence

from gage.cli.console import print_drawn, print_title, width
from gage.cli.plots.curve import curve
from gage.cli.plots.terminal import marks, most_rows
from gage.errors import GageError
from gage.runs.run import Run
from gage.runs.series import Point, read_series
from gage.runs.words import counted

_LEAST_ROWS, _MOST_ROWS = 9, 21
"""Odd numbers have a row in the middle, which has a label."""


class PlotError(GageError):
    """A metric that cannot be drawn."""


def print_plots(run: Run, names: Sequence[str]) -> None:
    """One curve below the other. Raises PlotError before any is drawn, RecordError."""
    from rich.text import Text

    series = read_series(run)
    for name in names:
        _require(run, series, name)
    columns = width()
    rows = _rows(columns)
    for name in names:
        points = series[name]
        lines = curve([point.step for point in points], [point.value for point in points], columns, rows, marks())
        print_title(f"{name}  {run.name}  {run.opref.name}  ({counted(len(points), 'point')})")
        print_drawn(Text("\n".join(lines), style="plot"))


def _rows(columns: int) -> int:
    """As many as look well beside so many columns, and as fit on the screen with a line above and the prompt below."""
    fitting = most_rows()
    return max(_LEAST_ROWS, min(_MOST_ROWS, columns // 5 | 1, fitting - 3 | 1 if fitting else _MOST_ROWS))


def _require(run: Run, series: dict[str, list[Point]], name: str) -> None:
    points = series.get(name)
    if points is None:
        known = ", ".join(f"'{each}'" for each in sorted(series))
        hint = f"those that have are {known}" if known else "none of its metrics has any"
        raise PlotError(f"run {run.name} has no values of '{name}' step by step; {hint}")
    if all(point.value is None for point in points):
        raise PlotError(f"run {run.name} has no finite value of '{name}', which could be drawn")
