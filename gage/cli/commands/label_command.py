"""`gage label`: sets the label of runs, adds to it, takes it away, and tells who said what of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.annotate import append_label, set_label
from gage.runs.run import Run
from gage.runs.store import RunStore

_HELP = f"""\
Label runs. A label is one line, which lists show.

{RUN_HELP}"""


def _arguments(parser: Parser) -> None:
    change = parser.add_argument_group("what is done")
    change.add_argument("-s", "--set", metavar="LABEL", help="label the runs so")
    change.add_argument("--append", metavar="TEXT", help="put a text behind the label that each run has")
    change.add_argument("-c", "--clear", action="store_true", help="take the label away")
    change.add_argument("-l", "--list", action="store_true", help="show who gave which label, and when")
    add_change_arguments(parser)
    parser.only_one("--set", "--append", "--clear", "--list", is_needed=True)


def _run(options: argparse.Namespace) -> int:
    """List, or ask and label."""
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    if options.list:
        return _list(runs)
    change = Change("clear the label of", "cleared the label of") if options.clear else Change("label", "labelled")
    return change_runs(options, change, runs, lambda runs: _label(store, runs, options))


command = Command(_HELP, _arguments, _run)


def _label(store: RunStore, runs: Sequence[Run], options: argparse.Namespace) -> None:
    for run in runs:
        if options.append is not None:
            append_label(store, run.id, options.append)
        else:
            set_label(store, run.id, options.set)


def _list(runs: Sequence[Run]) -> int:
    """The labels that each run ever had, oldest first."""
    from gage.cli.console import print_table
    from gage.cli.run_table import ago
    from gage.runs.attributes import changes_of
    from gage.runs.run_object import iso

    rows = []
    for run in runs:
        if own := run.summary.label:
            rows.append((run.name, own, "", ""))
        for label, author, time in changes_of(run.user_dir, "label"):
            rows.append((run.name, label if isinstance(label, str) else "(cleared)", author, ago(iso(time * 1000))))
    if rows:
        print_table(("run", "label", "author", "when"), rows, wide="label")
    else:
        say("No labels.")
    return 0
