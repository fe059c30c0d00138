"""`gage comment`: writes comments below runs, changes and lists them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser, UsageError
from gage.cli.editor import edited, editor_words
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, one_run, runs_to_change
from gage.runs.annotate import add_comment, comment_text, edit_comment
from gage.runs.run import Run
from gage.runs.run_object import iso
from gage.runs.store import RunStore

_HELP = f"""\
Comment on runs. --list shows the comments and their ids, which --edit and --delete take. Without --msg the comment is
written in an editor, that of the variable VISUAL or EDITOR.

{RUN_HELP} --edit and --delete are about the newest run unless one is named."""


def _arguments(parser: Parser) -> None:
    change = parser.add_argument_group("what is done")
    change.add_argument("-m", "--msg", metavar="TEXT", help="the comment")
    change.add_argument("-e", "--edit", metavar="ID", help="change this comment of one run")
    change.add_argument("-d", "--delete", metavar="ID", help="remove this comment of one run")
    change.add_argument("-l", "--list", action="store_true", help="show the comments")
    add_change_arguments(parser)
    parser.only_one("--edit", "--delete", "--list")
    parser.apart("--msg", "--delete", "--list")


def _run(options: argparse.Namespace) -> int:
    """List, or ask and change."""
    is_written = options.msg is None and not options.list and options.delete is None
    editor = editor_words("--msg") if is_written else []
    store = RunStore(current_project().runs_dir)
    if options.edit or options.delete:
        return _change(store, options, editor)
    runs = runs_to_change(options, store)
    if options.list:
        return _list(runs)
    change = Change("comment on", "commented on")
    return change_runs(options, change, runs, lambda runs: _comment(store, runs, _text(options, editor, "")))


command = Command(_HELP, _arguments, _run)


def _change(store: RunStore, options: argparse.Namespace, editor: list[str]) -> int:
    """Change or remove one comment, which is of one run."""
    if options.all or len(options.runs) > 1:
        raise UsageError("a comment belongs to one run; name that one")
    run = one_run(store, next(iter(options.runs), None), options.where, may_ask=not options.yes)
    comment_id = options.edit or options.delete
    there = comment_text(store, run.id, comment_id)
    removal = Change("remove a comment of", "removed a comment of", can_be_undone=False)
    change = Change("change a comment of", "changed a comment of") if options.edit else removal

    def make(_: Sequence[Run]) -> None:
        edit_comment(store, run.id, comment_id, _text(options, editor, there) if options.edit else None)

    return change_runs(options, change, [run], make)


def _text(options: argparse.Namespace, editor: list[str], there: str) -> str:
    return edited(editor, there, "comment") if options.msg is None else options.msg


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
