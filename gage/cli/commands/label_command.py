"""`gage label`: sets the label of runs, or takes it away."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command
from gage.cli.options import current_project
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.annotate import set_label
from gage.runs.run import Run
from gage.runs.store import RunStore

_HELP = f"""\
Label runs.

{RUN_HELP}"""


def _arguments(parser: argparse.ArgumentParser) -> None:
    change = parser.add_mutually_exclusive_group(required=True)
    change.add_argument("-s", "--set", metavar="LABEL", help="the label, one line")
    change.add_argument("-c", "--clear", action="store_true", help="take the label away")
    add_change_arguments(parser)


def _run(options: argparse.Namespace) -> int:
    """Ask, then label."""
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    change = Change("clear the label of", "cleared the label of") if options.clear else Change("label", "labelled")
    return change_runs(options, change, runs, lambda runs: _label(store, runs, options.set))


command = Command(_HELP, _arguments, _run)


def _label(store: RunStore, runs: Sequence[Run], label: str | None) -> None:
    for run in runs:
        set_label(store, run.id, label)
