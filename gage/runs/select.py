"""Which runs a person means: positions, slices, ids and names on a command line; guesses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gage.errors import GageError
from gage.runs.ids import naming_digits
from gage.runs.run import Run

_SLICE = re.compile(r"(-?\d+)?:(-?\d+)?")
_SHOWN = 5


class SelectError(GageError):
    """An argument names no run, or several where one is meant."""


def select_runs(runs: Sequence[Run], arguments: Iterable[str]) -> list[Run]:
    """The runs that any argument means, in the order of ``runs`` and each once.

    An argument is a position (``1`` is the first of ``runs``), a slice of positions with both ends included (``2:5``,
    ``:3``, ``-2:``), or the beginning of a name, of an id, or of the id's digits that the name spells.
    """
    chosen: set[str] = set()
    for argument in arguments:
        chosen.update(run.id for run in _matches(runs, argument))
    return [run for run in runs if run.id in chosen]


def select_run(runs: Sequence[Run], argument: str | None) -> Run:
    """The one run an argument means; the first of ``runs`` for None. Raises SelectError."""
    if argument is None:
        if not runs:
            raise SelectError("there are no runs yet; make one with 'gage run'")
        return runs[0]
    found = select_runs(runs, [argument])
    if not found:
        raise SelectError(f"no run matches {argument!r}; 'gage list' shows what there is")
    if len(found) > 1:
        names = ", ".join(f"{run.name} ({run.id})" for run in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise SelectError(f"{argument!r} matches {len(found)} runs: {names}{more}; give more of the name or id")
    return found[0]


def _matches(runs: Sequence[Run], argument: str) -> Iterable[Run]:
    # Ten digits are more than any store holds, and fewer than int() refuses to read.
    if re.fullmatch(r"\d{1,10}", argument) and 1 <= int(argument) <= len(runs):
        return [runs[int(argument) - 1]]
    bounds = _SLICE.fullmatch(argument)
    if bounds and len(argument) <= 21:
        return runs[_slice(bounds[1], bounds[2], len(runs))]
    start = argument.lower()
    if not start:
        return []
    return [run for run in runs if any(text.startswith(start) for text in (run.id, run.name, naming_digits(run.id)))]


def _slice(first: str | None, last: str | None, count: int) -> slice:
    """Python's slice for positions counted from 1, or from the end where negative, ``last`` included."""
    start = _position(first, count) if first else 1
    stop = _position(last, count) if last else count
    return slice(max(start, 1) - 1, max(stop, 0))


def _position(text: str, count: int) -> int:
    number = int(text)
    return number if number >= 0 else count + number + 1
