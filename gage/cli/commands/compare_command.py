"""`gage compare`: shows runs side by side; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gage.cli.command import Command, Parser
from gage.cli.options import add_format_options, current_project
from gage.cli.output import say, write_csv, write_json
from gage.cli.run_order import add_sort_option, sorted_ids
from gage.cli.run_selection import RUN_HELP, add_run_arguments, each_named, found
from gage.runs.compare import comparison_object
from gage.runs.select import SelectError
from gage.runs.store import RunStore

if TYPE_CHECKING:
    from gage.cli.comparison_table import Line

_HELP = f"""\
Compare runs: config, metrics and attributes side by side, in the order they are named. Without RUN those that --where
selects are compared, without both the newest with the one before it.

{RUN_HELP}"""


def _arguments(parser: Parser) -> None:
    add_run_arguments(parser)
    add_sort_option(parser)
    parser.add_argument("-d", "--differences", action="store_true", help="show only what differs")
    parser.add_argument("--wide", action="store_true", help="cut and leave out nothing, however wide the table is")
    add_format_options(parser)


def _run(options: argparse.Namespace) -> int:
    """Print a table, CSV, or the object of docs/interfaces.md."""
    project = current_project()
    store = RunStore(project.runs_dir)
    chosen = sorted_ids(store, _chosen(store, options, found(store, options.where)), options.sort)
    compared = comparison_object(store.load(chosen), project.known)
    if options.differences:
        for group in ("config", "metrics", "attributes"):
            compared[group] = [row for row in compared[group] if row["differs"]]
    if options.json:
        write_json(compared)
        return 0
    from gage.cli.comparison_table import csv_rows, lines_of

    lines = [line for line in lines_of(compared) if line.differs or not options.differences]
    if options.csv:
        write_csv(csv_rows([run["name"] for run in compared["runs"]], lines))
    elif lines:
        _print([run["name"].partition("-")[0] for run in compared["runs"]], lines, options)
    else:
        say("The runs do not differ in config, metrics or attributes.")
    return 0


command = Command(_HELP, _arguments, _run)


def _chosen(store: RunStore, options: argparse.Namespace, ids: list[str]) -> list[str]:
    """The ids of the runs to compare, the first of which the others are compared with. Raises SelectError."""
    if not options.runs:
        chosen = list(ids) if options.where is not None else list(reversed(ids[:2]))
    else:
        chosen = list(
            dict.fromkeys(run_id for argument in options.runs for run_id in each_named(store, ids, [argument]))
        )
    if not chosen:
        raise SelectError("no runs match; 'gage list' shows what there is")
    return chosen


def _print(names: Sequence[str], lines: Sequence[Line], options: argparse.Namespace) -> None:
    from gage.cli.comparison_table import print_comparison
    from gage.cli.pager import paged

    with paged(chopped=True):
        left_out = print_comparison(names, lines, options.wide)
    if left_out:
        less = "" if options.differences else ", --differences only what differs"
        say(f"There is no room for {', '.join(left_out)}; --wide shows all{less}.")
    if any(line.differs for line in lines):
        say("'*' marks what differs.")
