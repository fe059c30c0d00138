"""Which runs a command is about: arguments, `--where`, `--all`; refuses to change runs that nobody named."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from gage.cli.command import Parser, UsageError
from gage.cli.output import say
from gage.errors import GageError
from gage.runs.run import Run
from gage.runs.select import SelectError, SeveralRunsError, is_position, no_match, select_id, select_ids
from gage.runs.store import ACTIVE, TRASH, RunStore
from gage.runs.words import counted

_ONE_RUN = """\
position in the list (1 is the newest), the beginning of a run's name or id, 'latest',
'latest:OPERATION', or either with ~1 behind it for the run before that one"""
ONE_RUN_HELP = f"RUN is a {_ONE_RUN}."
RUN_HELP = f"RUN is a range such as 2:5 or -3:, a {_ONE_RUN}."
RUN_ARGUMENT = "position, 'latest', or beginning of a name or id"
_SHOWN = 10


class ChangeError(GageError):
    """The file system did not let runs be changed."""


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``RUN...`` and ``--where``."""
    parser.add_argument("runs", metavar="RUN", nargs="*", help=f"range, {RUN_ARGUMENT}")
    add_where(parser)


def add_where(parser: argparse.ArgumentParser) -> None:
    """Declare ``--where``."""
    parser.add_argument(
        "-w",
        "--where",
        metavar="EXPRESSION",
        help="only runs such as 'op = train and loss < 0.1'",
    )


def add_change_arguments(parser: Parser) -> None:
    """Declare what every command has that changes several runs."""
    add_run_arguments(parser)
    parser.apart("RUN", "--all", why="name the runs that are meant, or take all")
    parser.add_argument("-a", "--all", action="store_true", help="all runs")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def found(
    store: RunStore, where: str | None, container: str = ACTIVE, told: str = "--where", changes: bool = False
) -> list[str]:
    """The ids of the runs that an expression selects, newest first; ``told`` is where it stands. Raises UsageError.

    A field that no run has is told. Where runs are to be changed, it is refused if another one may be meant.
    """
    if where is None:
        return store.find(container)
    from gage.cli.unknown_fields import tell_of_unknown_fields
    from gage.runs.index_where import index_where

    with underlined(told, where):
        condition = index_where(where)
    ids = store.find(container, condition)
    with underlined(told, where):
        tell_of_unknown_fields(store, where, container, ids, told, changes)
    return ids


def one_run(store: RunStore, argument: str | None, where: str | None = None, may_ask: bool = True) -> Run:
    """The one run an argument means, or the newest. Raises SelectError, UsageError, RecordError, OprefError.

    Where it means several, a person at a terminal chooses, unless the command shall not ask.
    """
    return store.run(one_id(store, found(store, where), argument, may_ask))


def one_id(store: RunStore, ids: list[str], argument: str | None, may_ask: bool = True) -> str:
    """The one of some runs an argument means, or the first. Raises SelectError."""
    try:
        return select_id(ids, argument, _of_operation(store))
    except SeveralRunsError as matched:
        from gage.cli.run_choice import chosen_run

        return chosen_run(store, matched, may_ask)


def named_ids(store: RunStore, ids: list[str], arguments: Sequence[str]) -> list[str]:
    """The runs that any argument means, in the order of ``ids``."""
    return select_ids(ids, arguments, _of_operation(store))


def each_named(store: RunStore, ids: list[str], arguments: Sequence[str], listing: str = "gage list") -> list[str]:
    """The same, where each argument must mean something. Raises SelectError."""
    hint = f"; '{listing}' shows what there is"
    for argument in arguments:
        if not named_ids(store, ids, [argument]):
            raise SelectError(f"{no_match(ids, argument)}{hint}")
    return named_ids(store, ids, arguments)


def _of_operation(store: RunStore) -> Callable[[str], list[str]]:
    def of_operation(name: str) -> list[str]:
        from gage.runs.index_where import index_where

        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        condition = index_where(f'op = "{quoted}"')
        return [*store.find(ACTIVE, condition), *store.find(TRASH, condition)]

    return of_operation


def runs_to_change(
    options: argparse.Namespace, store: RunStore, container: str = ACTIVE, listing: str = "gage list"
) -> list[Run]:
    """The runs that were named, or, by ``--all`` or ``--where`` alone, all of them. Raises UsageError, SelectError.

    ``listing`` is the command that lists them. Here each argument must mean something: what is changed by mistake
    may be gone.
    """
    ids = found(store, options.where, container, changes=True)
    if not options.runs:
        if not options.all and options.where is None:
            raise UsageError("name the runs that are meant, or write --all")
        if not ids:
            raise SelectError("no runs match")
        return store.load(ids)
    for argument in options.runs:
        if argument.isdecimal() and is_position(argument) and not 1 <= int(argument) <= len(ids):
            raise SelectError(f"{no_match(ids, argument)}; '{listing}' shows what there is")
    return store.load(each_named(store, ids, options.runs, listing))


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
        raise UsageError(with_marks(option, text, error.message, error.start, error.end)) from None


def with_marks(option: str, text: str, message: str, start: int, end: int) -> str:
    """A message about a part of an option's value, and below it the value with that part underlined."""
    line = "".join(char if char.isprintable() else " " for char in text)
    return f"{option}: {message}\n  {line}\n  {' ' * start}{'^' * max(1, end - start)}"
