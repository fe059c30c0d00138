"""A table of live runs as lines for a screen of any size: what matters least goes first where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gage.cli.console import drawn_lines, status_style
from gage.cli.live_runs import LiveRun, Look
from gage.cli.output import visible
from gage.cli.plots.sparkline import sparkline
from gage.cli.plots.terminal import marks
from gage.engine.progress import Steps
from gage.runs.words import clock, counted, value

if TYPE_CHECKING:
    from rich.text import Text

_BETWEEN = 2
_TREND = 12
_LONGEST = 24
"""Characters of a cell, but for a label."""

Cells = dict[str, str]

_COLUMNS: dict[str, Callable[[LiveRun], str]] = {
    "#": lambda live: str(live.position),
    "name": lambda live: live.run.short_name,
    "operation": lambda live: live.run.opref.name,
    "status": lambda live: live.status,
    "elapsed": lambda live: "" if live.elapsed is None else clock(live.elapsed),
    "progress": lambda live: amount(live.progress) if live.progress else "",
    "metric": lambda live: f"{live.metric.name}={value(live.metric.value)}" if live.metric else "",
    "trend": lambda live: sparkline(live.values, _TREND, marks()),
    "label": lambda live: live.run.label or "",
}
_BY_IMPORTANCE = ("name", "status", "metric", "operation", "elapsed", "progress", "trend", "label", "#")
_NUMBERS = ("#", "elapsed", "progress")
HEAD_ROWS = 2
"""Rows of the screen that are no runs."""


def table_lines(look: Look, columns: int) -> list[str]:
    """What there is, then a row for each run, none wider than ``columns``; colours are escape sequences."""
    from rich.text import Text

    rows = [{name: text_of(live) for name, text_of in _COLUMNS.items()} for live in look.runs]
    widths = _widths(rows, columns)
    lines = [_line({name: name for name in widths}, widths, "muted"), *(_line(row, widths) for row in rows)]
    # As one text: a table of rich's costs five times as much, and this is drawn every second.
    return drawn_lines(Text("\n").join([_heading(look, columns), *(lines if rows else [])]), columns)


def amount(steps: Steps) -> str:
    """How far a run is: in percent where its end is known."""
    if steps.total:
        return f"{int(100 * steps.completed / steps.total)}%"
    return f"{steps.completed:,.10g}"


def _heading(look: Look, columns: int) -> Text:
    from rich.text import Text

    under_way = counted(look.under_way, "run") if look.under_way else "no run"
    shown = f", {len(look.runs):,} shown" if len(look.runs) < look.total else ""
    text = Text(f"{under_way} under way, {look.total:,} in all{shown}; q or Ctrl-C ends", style="muted")
    text.truncate(columns, overflow="ellipsis")
    return text


def _widths(rows: list[Cells], columns: int) -> dict[str, int]:
    """The columns that there is room for, of those in which anything stands, in their order, and how wide each is."""
    from rich.cells import cell_len

    needed: dict[str, int] = {}
    left = columns
    for name in _BY_IMPORTANCE:
        longest = max((cell_len(row[name]) for row in rows), default=0)
        width = min(max(longest, len(name)), _LONGEST)
        between = _BETWEEN if needed else 0
        if longest and width + between <= left:
            needed[name] = width
            left -= width + between
    if "label" in needed:
        needed["label"] += left
    return {name: needed[name] for name in _COLUMNS if name in needed}


def _line(row: Cells, widths: dict[str, int], style: str = "") -> Text:
    from rich.text import Text

    line = Text()
    for name, width in widths.items():
        cell = Text(visible(row[name]).replace("\n", " ").replace("\t", " "), style=style or _style(name, row[name]))
        cell.truncate(width, overflow="ellipsis", pad=name not in _NUMBERS)
        line.append(" " * (_BETWEEN if line else 0) + " " * (width - cell.cell_len)).append_text(cell)
    line.rstrip()
    return line


def _style(name: str, text: str) -> str:
    return status_style(text) if name == "status" else "plot" if name == "trend" else ""
