"""`gage tag`: adds tags to runs and takes others away."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, UsageError
from gage.cli.options import current_project
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.annotate import change_tags
from gage.runs.run import Run
from gage.runs.store import RunStore

_HELP = f"""\
Tag runs, to find them again with --where "tag = NAME".

{RUN_HELP}"""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-t", "--add", metavar="TAG", action="append", default=[], help="a tag to add; may be repeated")
    parser.add_argument(
        "-r", "--remove", metavar="TAG", action="append", default=[], help="a tag to take away; may be repeated"
    )
    add_change_arguments(parser)


def _run(options: argparse.Namespace) -> int:
    """Ask, then tag."""
    if not options.add and not options.remove:
        raise UsageError("name a tag with --add or --remove")
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    change = Change("change the tags of", "changed the tags of")
    return change_runs(options, change, runs, lambda runs: _tag(store, runs, options.add, options.remove))


command = Command(_HELP, _arguments, _run)


def _tag(store: RunStore, runs: Sequence[Run], add: list[str], remove: list[str]) -> None:
    for run in runs:
        change_tags(store, run.id, add, remove)
