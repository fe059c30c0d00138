"""`gage list`: lists the runs of the project, newest first; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser
from gage.cli.listing import listing_of
from gage.cli.options import add_format_options, count, current_project
from gage.cli.output import say, write_csv, write_json
from gage.cli.run_order import add_sort_option, sorted_ids, tell_of_unknown
from gage.cli.run_selection import RUN_HELP, add_run_arguments, found, named_ids, underlined
from gage.project import Project
from gage.runs.run import Run
from gage.runs.run_object import run_object
from gage.runs.store import ACTIVE, TRASH, RunStore, Skipped
from gage.where.field_list import FieldName

_HELP = f"""\
List runs, newest first.

{RUN_HELP}"""
_PAGE = 20
_NAMED = 20


def _arguments(parser: Parser) -> None:
    add_run_arguments(parser)
    add_sort_option(parser)
    parser.add_argument(
        "-c", "--columns", metavar="COLUMNS", help="what is shown, such as 'name,lr,loss'; '+loss' adds to the usual"
    )
    parser.add_argument("--view", metavar="VIEW", help="columns, order and selection as they were saved in the config")
    parser.add_argument("--wide", action="store_true", help="cut and leave out nothing, however wide the table is")
    parser.add_argument("-d", "--deleted", action="store_true", help="list deleted runs")
    parser.add_argument("-n", "--limit", type=count, metavar="N", help=f"show N runs (default: {_PAGE})")
    parser.add_argument("-a", "--all", action="store_true", help="show all runs")
    add_format_options(parser)
    parser.only_one("--limit", "--all")
    parser.apart("--json", "--columns", why="--columns goes with tables and --csv; --json has everything")


def _run(options: argparse.Namespace) -> int:
    """Print a table, CSV, or the run objects of docs/interfaces.md."""
    project = current_project()
    seen_in_view = _take_view(options, project) if options.view is not None else None
    columns = _columns(options.columns) if options.columns is not None else None
    store = RunStore(project.runs_dir)
    container = TRASH if options.deleted else ACTIVE
    ids = found(store, options.where, container)
    _tell_of(store.skipped)
    chosen = named_ids(store, ids, options.runs) if options.runs else ids
    if seen_in_view is not None:
        seen = set(found(store, seen_in_view, container, f"view '{options.view}'"))
        chosen = [run_id for run_id in chosen if run_id in seen]
    chosen = sorted_ids(store, chosen, options.sort)
    runs = store.load(chosen if options.all else chosen[: options.limit or _PAGE])
    if options.json:
        write_json([run_object(run, project.known) for run in runs])
    elif options.csv or runs:
        _print(options, columns, project, store, runs, ids)
        if len(runs) < len(chosen) and not options.csv:
            say(f"Showing {len(runs)} of {len(chosen)} runs; use -a to show all.")
    else:
        is_selected = options.runs or options.where or seen_in_view is not None
        kind = "deleted runs" if options.deleted else "runs"
        say("No runs match." if is_selected else f"No {kind} in {project.runs_dir}.")
    return 0


command = Command(_HELP, _arguments, _run)


def _take_view(options: argparse.Namespace, project: Project) -> str | None:
    """Take from a view what no option says; the expression that selects its runs is returned. Raises ViewError."""
    from gage.cli.saved_views import saved_view

    view = saved_view(project.directory, options.view)
    options.columns = options.columns or (None if options.json else view.columns)
    options.sort = options.sort or view.sort
    options.limit = options.limit or view.limit
    return view.where


def _columns(text: str) -> list[FieldName]:
    from gage.cli.run_columns import named_columns

    with underlined("--columns", text):
        return named_columns(text)


def _print(
    options: argparse.Namespace,
    columns: Sequence[FieldName] | None,
    project: Project,
    store: RunStore,
    runs: Sequence[Run],
    ids: Sequence[str],
) -> None:
    """Print runs with their numbers among ``ids``."""
    from gage.cli.run_columns import COLUMNS, Listed, csv_rows, print_runs, usual_columns

    numbers = {run_id: number for number, run_id in enumerate(ids, start=1)}
    wanted = listing_of(project)
    listed = [
        Listed(numbers[run.id], run, run_object(run, project.known), wanted.get(run.opref.name, ())) for run in runs
    ]
    if options.csv:
        write_csv(csv_rows(columns, listed))
        return
    left_out = print_runs(columns or usual_columns(), listed, project.known, options.wide)
    if left_out and columns:
        say(f"There is no room for {', '.join(left_out)}; --wide shows all columns.")
    tell_of_unknown(columns or (), runs, store, COLUMNS)


def _tell_of(skipped: list[Skipped]) -> None:
    """One warning, however many files cannot be read."""
    lines = [" ".join(f"{each.name}: {each.reason}".splitlines()) for each in skipped[:_NAMED]]
    if len(skipped) == 1:
        say(f"gage: passed over {lines[0]}")
    elif skipped:
        more = [f"and {len(skipped) - _NAMED} more"] if len(skipped) > _NAMED else []
        say("\n  ".join([f"gage: passed over {len(skipped)} entries of the runs directory:", *lines, *more]))
