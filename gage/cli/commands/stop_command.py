"""`gage stop`: asks runs to end, wherever they were started; waits for none."""

from __future__ import annotations

import argparse

from gage.cli.command import Command
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, found, one_run
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.stop import StopError, request_stop
from gage.runs.store import RunStore

_HELP = f"""\
Stop a run, as Ctrl-C does where it was started.

{ONE_RUN_HELP} Without
it the newest run that is running is stopped. A run that goes on nevertheless is killed when it is stopped once more."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help=RUN_ARGUMENT)


def _run(options: argparse.Namespace) -> int:
    """Ask the run to end."""
    store = RunStore(current_project().runs_dir)
    run = _running(store) if options.run is None else one_run(store, options.run)
    request_stop(run)
    say(f"gage: asked run {run.name} to stop")
    return 0


command = Command(_HELP, _arguments, _run)


def _running(store: RunStore) -> Run:
    for run in store.load(found(store, "status = running")):
        if run_status(run) == "running":
            return run
    raise StopError("no run is running")
