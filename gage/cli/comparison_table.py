"""Runs side by side as a table that fits the terminal: names down and runs across, or the other way; reads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gage.cli.console import Styled, measure, print_table, width
from gage.runs.summary import Scalar
from gage.runs.words import value

Cell = Styled | str

_MARK = "*"
_GROUPS = {"config": "config", "metrics": "metric", "attributes": "attribute"}


class Line(NamedTuple):
    """One thing that runs are compared by: what kind of thing it is, and a value for each run."""

    group: str
    name: str
    values: Sequence[Scalar]
    differs: bool


class Table(NamedTuple):
    """A table as `print_table` takes it."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def lines_of(compared: dict[str, Any]) -> list[Line]:
    """The lines of a comparison, as docs/interfaces.md describes it; what no run has is left out."""
    runs = compared["runs"]
    about = {
        "operation": [run["operation"] for run in runs],
        "status": [run["status"] for run in runs],
        "label": [run["label"] for run in runs],
        "tags": [",".join(run["tags"]) or None for run in runs],
    }
    lines = [Line("run", name, values, len(set(values)) > 1) for name, values in about.items() if any(values)]
    for name, group in _GROUPS.items():
        lines += [Line(group, row["name"], row["values"], row["differs"]) for row in compared[name]]
    return lines


def csv_rows(names: Sequence[str], lines: Sequence[Line]) -> Iterator[Sequence[Scalar]]:
    """The same as values, a row for each line."""
    yield ["group", "name", *names, "differs"]
    yield from ([line.group, line.name, *line.values, line.differs] for line in lines)


def print_comparison(names: Sequence[str], lines: Sequence[Line], whole: bool) -> list[str]:
    """Print the lines of runs of these names, and return what there was no room for.

    Metrics tell how far they are from those of the first run, if there is room for that; many runs stand below one
    another, and what differs comes first then.
    """
    table = _side_by_side(names, lines, with_changes=True) if whole else _that_fits(names, lines)
    left_out = print_table(*table, whole=whole)
    return [each.removeprefix(f"{_MARK} ") for each in left_out]


def _that_fits(names: Sequence[str], lines: Sequence[Line]) -> Table:
    room = width()
    plain = _side_by_side(names, lines, with_changes=False)
    below = _below_one_another(names, lines)
    whole = (_side_by_side(names, lines, with_changes=True), plain, *([below] if len(names) > 2 else []))
    for table in whole:
        if measure(*table).needed <= room:
            return table
    return plain if measure(*plain).shown == len(plain.headers) else below


def _side_by_side(names: Sequence[str], lines: Sequence[Line], with_changes: bool) -> Table:
    called = _called(lines)
    rows = [
        (_MARK if line.differs else "", name, *_cells(line, with_changes))
        for name, line in zip(called, lines, strict=True)
    ]
    return Table(["", "name", *names], rows)


def _below_one_another(names: Sequence[str], lines: Sequence[Line]) -> Table:
    pairs = sorted(zip(_called(lines), lines, strict=True), key=lambda pair: _rank(pair[1]))
    headers = [f"{_MARK} {name}" if line.differs else name for name, line in pairs]
    return Table(["name", *headers], list(zip(names, *(_cells(line, False) for _, line in pairs), strict=True)))


def _rank(line: Line) -> tuple[bool, int]:
    """What is looked for comes first: what differs, and of that what came of it."""
    return not line.differs, ("metric", "config", "run", "attribute").index(line.group)


def _called(lines: Sequence[Line]) -> list[str]:
    """What the lines are called: by their name, with its group where several have the same."""
    counts = Counter(line.name for line in lines)
    return [f"{line.group}:{line.name}" if counts[line.name] > 1 else line.name for line in lines]


def _cells(line: Line, with_changes: bool) -> list[Cell]:
    first = line.values[0]
    cells: list[Cell] = []
    for each in line.values:
        text = value(each)
        if with_changes and line.group == "metric" and (change := _change(first, each)):
            text += f" ({change})"
        is_changed = line.differs and (isinstance(each, bool), each) != (isinstance(first, bool), first)
        cells.append(Styled(text, "changed") if is_changed else text)
    return cells


def _change(first: Scalar, other: Scalar) -> str:
    """How far a number is from the first one; nothing where they are the same, or one of them is missing."""
    if not isinstance(first, int | float) or not isinstance(other, int | float) or first == other:
        return ""
    return f"{other - first:+.4g}"
