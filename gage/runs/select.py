"""Which runs a person means: positions, slices, ids and names on a command line; guesses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gage.errors import GageError
from gage.runs.ids import naming_digits, run_name

_SLICE = re.compile(r"(-?\d+)?:(-?\d+)?")
_SHOWN = 5


class SelectError(GageError):
    """An argument names no run, or several where one is meant."""


def select_ids(ids: Sequence[str], arguments: Iterable[str]) -> list[str]:
    """The ids of runs that any argument means, in the order of ``ids`` and each once.

    An argument is a position (``1`` is the first of ``ids``), a slice of positions with both ends included (``2:5``,
    ``:3``, ``-2:``), or the beginning of a name, of an id, or of the id's digits that the name spells.
    """
    chosen: set[str] = set()
    for argument in arguments:
        chosen.update(_matches(ids, argument))
    return [run_id for run_id in ids if run_id in chosen]


def select_id(ids: Sequence[str], argument: str | None) -> str:
    """The id of the one run an argument means; the first of ``ids`` for None. Raises SelectError."""
    if argument is None:
        if not ids:
            raise SelectError("there are no runs yet; make one with 'gage run'")
        return ids[0]
    found = select_ids(ids, [argument])
    if not found:
        raise SelectError(f"no run matches {argument!r}; 'gage list' shows what there is")
    if len(found) > 1:
        names = ", ".join(f"{run_name(run_id)} ({run_id})" for run_id in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise SelectError(f"{argument!r} matches {len(found)} runs: {names}{more}; give more of the name or id")
    return found[0]


def _matches(ids: Sequence[str], argument: str) -> Iterable[str]:
    # Ten digits are more than any store holds, and fewer than int() refuses to read.
    if re.fullmatch(r"\d{1,10}", argument) and 1 <= int(argument) <= len(ids):
        return [ids[int(argument) - 1]]
    bounds = _SLICE.fullmatch(argument)
    if bounds and len(argument) <= 21:
        return ids[_slice(bounds[1], bounds[2], len(ids))]
    start = argument.lower()
    if not start:
        return []
    return [each for each in ids if any(text.startswith(start) for text in (each, run_name(each), naming_digits(each)))]


def _slice(first: str | None, last: str | None, count: int) -> slice:
    """Python's slice for positions counted from 1, or from the end where negative, ``last`` included."""
    start = _position(first, count) if first else 1
    stop = _position(last, count) if last else count
    return slice(max(start, 1) - 1, max(stop, 0))


def _position(text: str, count: int) -> int:
    number = int(text)
    return number if number >= 0 else count + number + 1
