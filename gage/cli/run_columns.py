"""Runs as rows of the columns that a person names, in words for people and as values for programs; reads nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gage.cli.console import Styled, print_table, status_style, width
from gage.cli.pager import paged
from gage.cli.run_table import RunObject, description, operation_name
from gage.runs import words
from gage.runs.fields import FIELDS, field
from gage.runs.known_project import KnownProject
from gage.runs.run import Run
from gage.runs.run_csv import run_rows
from gage.runs.run_object import iso
from gage.runs.summary import Scalar
from gage.where.field_list import SHOWN, FieldName, field_list

Cell = Styled | str

_USUAL = ("#", "name", "operation", "started", "status", "description")
"""The columns of a list for which nobody named others."""

COLUMNS = ("#", "description", *FIELDS)
"""The columns that every list may have, beside config values, metrics and attributes."""

_FITTING = ((28, 2), (45, 3), (60, 5))  # so many of the usual columns up to this width of the terminal


class Listed(NamedTuple):
    """A run of a list: its number there, and as an object; ``wanted`` are the fields its operation wants described."""

    number: int
    run: Run
    told: RunObject
    wanted: Sequence[str]


def usual_columns() -> list[FieldName]:
    """The usual columns, of which there are fewer where the terminal is narrow."""
    count = next((count for limit, count in _FITTING if width() <= limit), len(_USUAL))
    return [FieldName(name, False, False) for name in _USUAL[:count]]


def named_columns(text: str) -> list[FieldName]:
    """The columns of a text such as ``name,lr,loss``; those behind a plus are added, if alone to the usual ones.

    Raises:
        WhereError: it cannot be read; says where.
    """
    fields = field_list(text, "+", SHOWN)
    named = [each for each in fields if not each.is_signed]
    added = [each for each in fields if each.is_signed]
    if named:
        return named + added
    *usual, last = (FieldName(name, False, False) for name in _USUAL)
    return [*usual, *added, last]  # the description has the room that is left, and goes first where there is none


def print_runs(columns: Sequence[FieldName], listed: Sequence[Listed], project: KnownProject, whole: bool) -> list[str]:
    """Print runs as a table; the columns are returned for which there was no room."""
    cells = [_cells(column, listed, project) for column in columns]
    wide = "description" if any(column.text == "description" for column in columns) else ""
    with paged(chopped=True):
        return print_table([column.text for column in columns], zip(*cells, strict=True), wide, whole)


def csv_rows(columns: Sequence[FieldName] | None, listed: Sequence[Listed]) -> Iterator[Sequence[Scalar]]:
    """Runs as values: header, then a row for each; without columns all there is of them."""
    if columns is None:
        yield from run_rows([each.told for each in listed])
        return
    yield [column.text for column in columns]
    yield from zip(*(_values(column, listed) for column in columns), strict=True)


def _cells(column: FieldName, listed: Sequence[Listed], project: KnownProject) -> list[Cell]:
    """A column in words."""
    found = None if column.is_quoted else _CELLS.get(column.text)
    if found:
        return [found(each, project) for each in listed]
    _, values_of = field(column.text, column.is_quoted)
    return [", ".join(words.value(value) for value in values_of(each.run)) for each in listed]


def _values(column: FieldName, listed: Sequence[Listed]) -> list[Scalar]:
    """A column as values: names, times and numbers in full."""
    found = None if column.is_quoted else _VALUES.get(column.text)
    if found:
        return [found(each) for each in listed]
    _, values = field(column.text, column.is_quoted)
    return [next(iter(values(each.run)), None) for each in listed]


def _ago(moment: int | None) -> str:
    return "" if moment is None else words.ago(time.time() - moment / 1_000_000)


def _duration(run: Run) -> str:
    return "" if run.duration is None else words.duration(run.duration)


def _described(listed: Listed) -> str:
    return description(listed.told, listed.wanted)


_CELLS: Mapping[str, Callable[[Listed, KnownProject], Cell]] = {
    "#": lambda each, _: str(each.number),
    "name": lambda each, _: each.run.short_name,
    "op": lambda each, project: operation_name(each.told, project),
    "operation": lambda each, project: operation_name(each.told, project),
    "started": lambda each, _: _ago(each.run.started),
    "stopped": lambda each, _: _ago(each.run.stopped),
    "status": lambda each, _: Styled(each.told["status"], status_style(each.told["status"])),
    "duration": lambda each, _: _duration(each.run),
    "description": lambda each, _: _described(each),
}
"""What reads otherwise than its value."""

_VALUES: Mapping[str, Callable[[Listed], Scalar]] = {
    "#": lambda each: each.number,
    "name": lambda each: each.run.name,
    "op": lambda each: each.run.opref.name,
    "operation": lambda each: each.run.opref.name,
    "tag": lambda each: ",".join(each.run.tags) or None,
    "started": lambda each: iso(each.run.started),
    "stopped": lambda each: iso(each.run.stopped),
    "status": lambda each: str(each.told["status"]),
    "description": lambda each: _described(each) or None,
}
"""What a program reads otherwise."""
