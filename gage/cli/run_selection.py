"""Which runs a command is about: arguments, `--where`, `--all`; refuses to change runs that nobody named."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from gage.cli.command import UsageError
from gage.cli.output import say
from gage.errors import GageError
from gage.runs.run import Run
from gage.runs.select import SelectError, select_id, select_ids
from gage.runs.store import ACTIVE, RunStore
from gage.runs.words import counted

RUN_HELP = (
    "RUN is a position in the list (1 is the newest), a range such as 2:5, or the beginning of a run's name or id."
)
_SHOWN = 10
_DIGITS_OF_AN_ID = 6


class ChangeError(GageError):
    """The file system did not let runs be changed."""


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``RUN...`` and ``--where``."""
    parser.add_argument("runs", metavar="RUN", nargs="*", help="position, range, or beginning of a name or id")
    parser.add_argument(
        "-w",
        "--where",
        metavar="EXPRESSION",
        help="only runs such as 'op = train and loss < 0.1'",
    )


def add_change_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what every command has that changes several runs."""
    add_run_arguments(parser)
    parser.add_argument("-a", "--all", action="store_true", help="all runs")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def found(store: RunStore, where: str | None, container: str = ACTIVE, told: str = "--where") -> list[str]:
    """The ids of the runs that an expression selects, newest first; ``told`` is where it stands. Raises UsageError."""
    if where is None:
        return store.find(container)
    from gage.runs.index_where import index_where

    with underlined(told, where):
        condition = index_where(where)
    return store.find(container, condition)


def one_run(store: RunStore, argument: str | None) -> Run:
    """The one run an argument means, or the newest. Raises SelectError, RecordError, OprefError."""
    return store.run(select_id(store.find(), argument))


def runs_to_change(
    options: argparse.Namespace, store: RunStore, container: str = ACTIVE, listing: str = "gage list"
) -> list[Run]:
    """The runs that were named, or, by ``--all`` or ``--where`` alone, all of them. Raises UsageError, SelectError.

    ``listing`` is the command that lists them. Here each argument must mean something: what is changed by mistake
    may be gone.
    """
    ids = found(store, options.where, container)
    if not options.runs:
        if not options.all and options.where is None:
            raise UsageError("name the runs that are meant, or write --all")
        if not ids:
            raise SelectError("no runs match")
        return store.load(ids)
    hint = f"; '{listing}' shows what there is"
    for argument in options.runs:
        if _is_position(argument) and not 1 <= int(argument) <= len(ids):
            raise SelectError(f"there is no run {argument} in a list of {len(ids)}{hint}")
        if not select_ids(ids, [argument]):
            raise SelectError(f"no run matches {argument!r}{hint}")
    return store.load(select_ids(ids, options.runs))


def _is_position(argument: str) -> bool:
    """Whether a person means a place in the list; ids begin with digits, too, so more of these may be one."""
    return argument.isdecimal() and len(argument) < _DIGITS_OF_AN_ID


class Change(NamedTuple):
    """What a command does to runs, in words before and after. For what cannot be undone, Enter does not mean yes."""

    verb: str
    past: str
    can_be_undone: bool = True


def change_runs(
    options: argparse.Namespace, change: Change, runs: Sequence[Run], make: Callable[[Sequence[Run]], None]
) -> int:
    """Ask, change runs and say so; the exit code is returned."""
    if not options.yes and not _is_confirmed(change, runs):
        return 0
    try:
        make(runs)
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        raise ChangeError(
            f"cannot {change.verb} {counted(len(runs), 'run')}: {error.strerror or error}{place}"
        ) from None
    say(f"gage: {change.past} {counted(len(runs), 'run')}")
    return 0


def _is_confirmed(change: Change, runs: Sequence[Run]) -> bool:
    from gage.cli.console import confirm

    say(f"You are about to {change.verb} {counted(len(runs), 'run')}:")
    for run in runs[:_SHOWN]:
        say(f"  {run.name}  {run.opref.name}" + (f"  {run.label}" if run.label else ""))
    if len(runs) > _SHOWN:
        say(f"  … and {len(runs) - _SHOWN} more")
    return confirm("Continue?", change.can_be_undone)


@contextmanager
def underlined(option: str, text: str) -> Iterator[None]:
    """Turn an expression that cannot be read into wrong usage that shows the place."""
    from gage.where.tokens import WhereError

    try:
        yield
    except WhereError as error:
        line = "".join(char if char.isprintable() else " " for char in text)
        marks = " " * error.start + "^" * max(1, error.end - error.start)
        raise UsageError(f"{option}: {error.message}\n  {line}\n  {marks}") from None
