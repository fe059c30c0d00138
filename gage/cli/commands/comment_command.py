"""`gage comment`: writes comments below runs, changes and lists them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, UsageError
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.annotate import add_comment, edit_comment
from gage.runs.run import Run
from gage.runs.run_object import iso
from gage.runs.select import SelectError
from gage.runs.store import RunStore

_HELP = f"""\
Comment on runs. --list shows the comments and their ids, which --edit and --delete take.

{RUN_HELP}"""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-m", "--msg", metavar="TEXT", help="the comment")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("-e", "--edit", metavar="ID", help="replace this comment of one run by --msg")
    change.add_argument("-d", "--delete", metavar="ID", help="remove this comment of one run")
    change.add_argument("-l", "--list", action="store_true", help="show the comments")
    add_change_arguments(parser)


def _run(options: argparse.Namespace) -> int:
    """List, or ask and change."""
    if options.msg is None and not options.list and options.delete is None:
        raise UsageError("give the comment with --msg")
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    if options.list:
        return _list(runs)
    comment_id = options.edit or options.delete
    if comment_id is None:
        change = Change("comment on", "commented on")
        return change_runs(options, change, runs, lambda runs: _comment(store, runs, options.msg))
    if len(runs) > 1:
        raise SelectError(f"a comment belongs to one run, and {len(runs)} are meant")
    text = options.msg if options.edit else None
    change = Change("change a comment of", "changed a comment of", can_be_undone=bool(options.edit))
    return change_runs(options, change, runs, lambda runs: edit_comment(store, runs[0].id, comment_id, text))


command = Command(_HELP, _arguments, _run)


def _comment(store: RunStore, runs: Sequence[Run], text: str) -> None:
    for run in runs:
        add_comment(store, run.id, text)


def _list(runs: list[Run]) -> int:
    from gage.cli.console import print_section

    for run in runs:
        for comment in run.comments:
            heading = f"{run.name}  {comment['id']}  {comment['author']}  {iso(comment['time'] * 1000)}"
            print_section(heading, [("", comment["message"])])
    if not any(run.comments for run in runs):
        say("No comments.")
    return 0
