"""`gage restore`: takes deleted runs out of the trash; changes nothing else."""

from __future__ import annotations

import argparse

from gage.cli.command import Command
from gage.cli.options import current_project
from gage.cli.run_selection import Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.store import TRASH, RunStore
from gage.runs.trash import restore_runs

_HELP = """\
Restore deleted runs.

RUN is a position in the list of deleted runs ('gage list --deleted'), a range, or the beginning of a name or id."""


def _run(options: argparse.Namespace) -> int:
    """Ask, then restore."""
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store, TRASH, "gage list --deleted")
    change = Change("restore", "restored")
    return change_runs(options, change, runs, lambda runs: restore_runs(store, [run.id for run in runs]))


command = Command(_HELP, add_change_arguments, _run)
