"""Which runs a person means: positions, slices, `latest`, ids and names on a command line; guesses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from gage.errors import GageError
from gage.runs.ids import naming_digits, run_name

OfOperation = Callable[[str], Collection[str]]
"""The ids of the runs of an operation, which may have its namespace before it."""

_SLICE = re.compile(r"(-?\d+)?:(-?\d+)?")
_POSITION = re.compile(r"-?\d{1,10}")
"""Ten digits are more than any store holds, and fewer than int() refuses to read."""

_LATEST = re.compile(r"(?P<latest>latest(?::(?P<operation>.+?))?)?(?:~(?P<back>\d{1,10}))?")
_SHOWN = 5
_DIGITS_OF_AN_ID = 6


class SelectError(GageError):
    """An argument names no run, or several where one is meant."""


class SeveralRunsError(SelectError):
    """An argument names several runs, ``ids``, where one is meant."""

    def __init__(self, argument: str, ids: Sequence[str]) -> None:
        self.argument = argument
        self.ids = ids
        names = ", ".join(f"{run_name(run_id)} ({run_id})" for run_id in ids[:_SHOWN])
        more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        super().__init__(f"{self.heading}: {names}{more}; give more of the name or id")

    @property
    def heading(self) -> str:
        """What is the matter, without the runs."""
        return f"{self.argument!r} matches {len(self.ids)} runs"


def select_ids(ids: Sequence[str], arguments: Iterable[str], of_operation: OfOperation) -> list[str]:
    """The ids of runs that any argument means, in the order of ``ids`` and each once.

    An argument is a position (``1`` is the first of ``ids``, ``-1`` the last), a slice of positions with both ends
    included (``2:5``, ``:3``, ``-2:``), ``latest`` or ``latest:OPERATION``, with ``~1`` behind it for the one before
    that, or alone for the one before the latest; else the beginning of a name, of an id, or of the id's digits that the
    name spells.
    """
    chosen: set[str] = set()
    for argument in arguments:
        chosen.update(_matches(ids, argument, of_operation))
    return [run_id for run_id in ids if run_id in chosen]


def select_id(ids: Sequence[str], argument: str | None, of_operation: OfOperation) -> str:
    """The id of the one run an argument means; the first of ``ids`` for None. Raises SelectError."""
    if argument is None:
        if not ids:
            raise SelectError("there are no runs yet; make one with 'gage run'")
        return ids[0]
    found = select_ids(ids, [argument], of_operation)
    if not found:
        raise SelectError(f"{no_match(ids, argument)}; 'gage list' shows what there is")
    if len(found) > 1:
        raise SeveralRunsError(argument, found)
    return found[0]


def no_match(ids: Sequence[str], argument: str) -> str:
    """What to say of an argument that means none of the runs."""
    latest = _LATEST.fullmatch(argument) if argument else None
    if latest and latest["operation"]:
        before = f" with {int(latest['back']):,} before it" if latest["back"] else ""
        return f"no run matches {argument!r}: there is no run of operation '{latest['operation']}'{before}"
    if latest or is_position(argument):
        return f"there is no run {argument} in a list of {len(ids)}"
    return f"no run matches {argument!r}"


def is_position(argument: str) -> bool:
    """Whether a person means a place in the list; ids begin with digits, too, so more of these may be one."""
    return argument.startswith("-") or (argument.isdecimal() and len(argument) < _DIGITS_OF_AN_ID)


def _matches(ids: Sequence[str], argument: str, of_operation: OfOperation) -> Sequence[str]:
    if _POSITION.fullmatch(argument) and 1 <= (position := _position(argument, len(ids))) <= len(ids):
        return [ids[position - 1]]
    bounds = _SLICE.fullmatch(argument)
    if bounds and len(argument) <= 21:
        return ids[_slice(bounds[1], bounds[2], len(ids))]
    if argument and (latest := _LATEST.fullmatch(argument)):
        return _before_latest(ids, latest, of_operation)
    start = argument.lower()
    if not start:
        return []
    return [each for each in ids if any(text.startswith(start) for text in (each, run_name(each), naming_digits(each)))]


def _before_latest(ids: Sequence[str], asked: re.Match[str], of_operation: OfOperation) -> Sequence[str]:
    if asked["operation"]:
        made = set(of_operation(asked["operation"]))
        ids = [run_id for run_id in ids if run_id in made]
    back = int(asked["back"] or 0)
    return ids[back : back + 1]


def _slice(first: str | None, last: str | None, count: int) -> slice:
    """Python's slice for positions counted from 1, or from the end where negative, ``last`` included."""
    start = _position(first, count) if first else 1
    stop = _position(last, count) if last else count
    return slice(max(start, 1) - 1, max(stop, 0))


def _position(text: str, count: int) -> int:
    number = int(text)
    return number if number >= 0 else count + number + 1
