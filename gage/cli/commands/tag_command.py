"""`gage tag`: adds tags to runs, takes others away, and tells who said which."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser, UsageError
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import RUN_HELP, Change, add_change_arguments, change_runs, runs_to_change
from gage.runs.annotate import change_tags, set_tags
from gage.runs.run import Run
from gage.runs.store import RunStore

_HELP = f"""\
Tag runs, to find them again with --where "tag = NAME". A tag is one word.

{RUN_HELP}"""


def _arguments(parser: Parser) -> None:
    change = parser.add_argument_group("what is done")
    change.add_argument(
        *("-t", "--append", "--add"),
        dest="add",
        metavar="TAG",
        action="append",
        default=[],
        help="add a tag; may be repeated",
    )
    change.add_argument(
        *("-r", "--remove"), metavar="TAG", action="append", default=[], help="take a tag away; may be repeated"
    )
    change.add_argument("-s", "--set", metavar="TAG", action="append", help="this tag and no others; may be repeated")
    change.add_argument("-c", "--clear", action="store_true", help="take all tags away")
    change.add_argument("-l", "--list", action="store_true", help="show who gave which tag, and when")
    add_change_arguments(parser)
    parser.only_one("--set", "--clear", "--list")
    parser.apart("--set", "--add", "--remove", why="--set says which tags there are")
    parser.apart("--clear", "--add", "--remove", why="--set says which tags there are")
    parser.apart("--list", "--add", "--remove")


def _run(options: argparse.Namespace) -> int:
    """List, or ask and tag."""
    if not (options.add or options.remove or options.set or options.clear or options.list):
        raise UsageError("name a tag with --add, --remove or --set, or take --clear")
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    if options.list:
        return _list(runs)
    clear, other = (
        Change("clear the tags of", "cleared the tags of"),
        Change("change the tags of", "changed the tags of"),
    )
    change = clear if options.clear else other
    return change_runs(options, change, runs, lambda runs: _tag(store, runs, options))


command = Command(_HELP, _arguments, _run)


def _tag(store: RunStore, runs: Sequence[Run], options: argparse.Namespace) -> None:
    for run in runs:
        if options.set or options.clear:
            set_tags(store, run.id, options.set or [])
        else:
            change_tags(store, run.id, options.add, options.remove)


def _list(runs: Sequence[Run]) -> int:
    from gage.cli.console import print_table
    from gage.cli.run_table import ago
    from gage.runs.attributes import TAG
    from gage.runs.run_object import iso

    rows = []
    for run in runs:
        for tag in run.tags:
            said = run.user_attributes[f"{TAG}{tag}"]
            rows.append((run.name, tag, said.author, ago(iso(said.time * 1000))))
    if rows:
        print_table(("run", "tag", "author", "when"), rows, wide="tag")
    else:
        say("No tags.")
    return 0
