"""`gage watch`: follows what a run prints until it is over; leaving it does not touch the run."""

from __future__ import annotations

import argparse
import sys
import time

from gage.cli.command import Command
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, found, one_run
from gage.runs.output_part import output_part
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.store import RunStore

_HELP = f"""\
Show what a run prints, as it prints it, until the run is over.

{ONE_RUN_HELP} Without
it the newest run that is running is meant. Ctrl-C ends the watching, not the run."""
_TAIL = 20_000
"""Bytes that were printed before and are shown first."""

_PART = 1 << 16
_LOOK = 0.2
"""Seconds between looks."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help=RUN_ARGUMENT)
    parser.add_argument("--whole", action="store_true", help="begin with all that was printed, not with the end of it")


def _run(options: argparse.Namespace) -> int:
    """Follow, then say how the run ended."""
    store = RunStore(current_project().runs_dir)
    run = _meant(store, options.run)
    offset, is_last = (0 if options.whole else -_TAIL), False
    while not is_last:
        run = store.run(run.id)
        part = output_part(run, offset, _PART)
        sys.stdout.write("".join(piece.text for piece in part.pieces))
        sys.stdout.flush()
        if part.next == part.size and not part.is_last:
            time.sleep(_LOOK)
        offset, is_last = part.next, part.is_last
    say(f"gage: run {run.name} is {run_status(run)}")
    return 0


command = Command(_HELP, _arguments, _run)


def _meant(store: RunStore, argument: str | None) -> Run:
    running = found(store, "status = running") if argument is None else []
    return store.run(running[0]) if running else one_run(store, argument)
