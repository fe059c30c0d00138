"""`gage delete`: moves runs to the trash, or removes them for good; refuses runs that are still running."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser
from gage.cli.options import current_project
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.run import Run
from gage.runs.store import RunStore
from gage.runs.trash import delete_runs, purge_runs

_HELP = f"""\
Delete runs. 'gage restore' brings them back until 'gage purge' removes them.

{RUN_HELP}"""


def _arguments(parser: Parser) -> None:
    add_change_arguments(parser)
    parser.add_argument("-p", "--permanent", action="store_true", help="remove them for good, with all their files")


def _run(options: argparse.Namespace) -> int:
    """Ask, then delete."""
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    change = Change("remove", "removed", can_be_undone=False) if options.permanent else Change("delete", "deleted")
    return change_runs(options, change, runs, lambda runs: _delete(store, runs, options.permanent))


command = Command(_HELP, _arguments, _run)


def _delete(store: RunStore, runs: Sequence[Run], permanent: bool) -> None:
    run_ids = [run.id for run in runs]
    delete_runs(store, run_ids)
    if permanent:
        purge_runs(store, run_ids)
