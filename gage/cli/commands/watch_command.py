"""`gage watch`: follows what a run prints until it is over, or the list of runs; leaving it touches no run."""

from __future__ import annotations

import argparse
from contextlib import suppress

from gage.cli.command import Command, Parser
from gage.cli.full_screen import can_be_filled
from gage.cli.listing import listing_of
from gage.cli.options import current_project
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, found, one_run
from gage.project import Project
from gage.runs.run import Run
from gage.runs.select import SelectError
from gage.runs.store import RunStore

_HELP = f"""\
Show what a run prints, as it prints it, until the run is over, or the list of runs as it changes.

{ONE_RUN_HELP} Without
it the newest run that is running is meant. With --list, or where none is running, a terminal shows the list: status,
time, progress and the main metric of each run; otherwise --list prints a line whenever a run begins, ends or goes.
Ctrl-C ends the watching, not the run."""


def _arguments(parser: Parser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help=RUN_ARGUMENT)
    parser.add_argument("-l", "--list", action="store_true", help="watch the list of runs")
    parser.add_argument("--whole", action="store_true", help="begin with all that was printed, not with the end of it")
    parser.apart("--list", "RUN", "--whole", why="--list is about all runs")


def _run(options: argparse.Namespace) -> int:
    """Follow a run, then say how it ended; or follow the list."""
    project = current_project()
    store = RunStore(project.runs_dir)
    run = None if options.list else _meant(store, options.run)
    if run is None:
        return _watch_list(project, store)
    from gage.cli.watch_run import watch_run

    watch_run(store, run, options.whole)
    return 0


command = Command(_HELP, _arguments, _run)


def _meant(store: RunStore, argument: str | None) -> Run | None:
    """The run to follow, or None for the list, which a terminal shows where no run is running. Raises SelectError."""
    if argument is not None:
        return one_run(store, argument)
    running = found(store, "status = running")
    if running:
        return store.run(running[0])
    if not can_be_filled():
        raise SelectError("no run is running; name a run, or write --list to wait for runs")
    return None


def _watch_list(project: Project, store: RunStore) -> int:
    from gage.cli.live_runs import LiveRuns
    from gage.cli.watch_list import watch_list

    with suppress(KeyboardInterrupt):
        watch_list(store, LiveRuns(store, listing_of(project)))
    return 0
