"""Runs in the order of fields, such as `loss,-started`; a field that no run has leaves them as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gage.runs.fields import field
from gage.runs.run import Run
from gage.runs.summary import Scalar
from gage.where.field_list import SORTED_BY, field_list

_NUMBERS = re.compile(r"(\d+)")
_DIGITS = 400


class SortKey(NamedTuple):
    """A field to sort by."""

    name: str
    is_quoted: bool
    descending: bool


def sort_keys(text: str) -> list[SortKey]:
    """The fields of a text such as ``loss,-started``; a minus turns the order around, quotes hold spaces and commas.

    Raises:
        WhereError: it cannot be read; says where.
    """
    return [SortKey(*each) for each in field_list(text, "-", SORTED_BY)]


def sort_runs(runs: Iterable[Run], keys: Sequence[SortKey]) -> list[Run]:
    """Runs in the order of the first key, those equal in it by the next; then as they were given.

    Numbers come before texts, and ``run2`` before ``run10``. Runs that lack a field come last, whichever its order.
    """
    ordered = list(runs)
    for key in reversed(keys):
        _, values_of = field(key.name, key.is_quoted)
        present: list[tuple[tuple[object, ...], Run]] = []
        missing: list[Run] = []
        for run in ordered:
            values = values_of(run)
            if values:
                present.append((natural(values[0]), run))
            else:
                missing.append(run)
        present.sort(key=lambda pair: pair[0], reverse=key.descending)
        ordered = [*(run for _, run in present), *missing]
    return ordered


def natural(value: Scalar) -> tuple[object, ...]:
    """A key by which any two values can be compared; digits within a text count as the number they are."""
    if isinstance(value, int | float):
        return (0, value)
    parts = _NUMBERS.split(str(value).casefold())
    return (1, tuple(int(part[:_DIGITS]) if index % 2 else part for index, part in enumerate(parts)), str(value))
