"""`gage list`: lists the runs of the project, newest first; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser
from gage.cli.options import add_json_option, count, current_project
from gage.cli.output import say, write_json
from gage.cli.run_selection import RUN_HELP, add_run_arguments, filtered, underlined
from gage.gagefile.load import LoadError, read_document
from gage.gagefile.model import Gagefile
from gage.project import Project
from gage.runs.run import Run
from gage.runs.run_object import run_object
from gage.runs.select import select_runs
from gage.runs.store import ACTIVE, TRASH, RunStore

_HELP = f"""\
List runs, newest first.

{RUN_HELP}"""
_PAGE = 20


def _arguments(parser: Parser) -> None:
    add_run_arguments(parser)
    parser.add_argument(
        "-s", "--sort", metavar="FIELDS", help="order, such as 'loss,-started'; a minus turns it around", default=""
    )
    parser.dashed = ("-s", "--sort")
    parser.add_argument("-d", "--deleted", action="store_true", help="list deleted runs")
    parser.add_argument("-n", "--limit", type=count, metavar="N", default=_PAGE, help=f"show N runs (default: {_PAGE})")
    parser.add_argument("-a", "--all", action="store_true", help="show all runs")
    add_json_option(parser)


def _run(options: argparse.Namespace) -> int:
    """Print a table, or the run objects of docs/interfaces.md."""
    project = current_project()
    store = RunStore(project.runs_dir)
    found = filtered(store.runs(TRASH if options.deleted else ACTIVE), options.where)
    for skipped in store.skipped:
        say(f"gage: passed over {skipped.name}: {skipped.reason}")
    chosen = _sorted(select_runs(found, options.runs) if options.runs else found, options.sort)
    objects = [run_object(run, project.known) for run in (chosen if options.all else chosen[: options.limit])]
    if options.json:
        write_json(objects)
    elif objects:
        from gage.cli.run_table import print_runs

        positions = {run.id: position for position, run in enumerate(found, start=1)}
        numbers = [positions[run["id"]] for run in objects]
        print_runs(objects, project.known, _listing(project), numbers)
        if len(objects) < len(chosen):
            say(f"Showing {len(objects)} of {len(chosen)} runs; use -a to show all.")
    else:
        kind = "deleted runs" if options.deleted else "runs"
        say("No runs match." if options.runs or options.where else f"No {kind} in {project.runs_dir}.")
    return 0


command = Command(_HELP, _arguments, _run)


def _sorted(runs: list[Run], fields: str) -> list[Run]:
    if not fields:
        return runs
    from gage.runs.sort import sort_keys, sort_runs

    with underlined("--sort", fields):
        return sort_runs(runs, sort_keys(fields))


def _listing(project: Project) -> dict[str, Sequence[str]]:
    """The fields each operation wants shown; a gagefile that cannot be read has no say, which was told before."""
    if project.gagefile is None:
        return {}
    try:
        gagefile = Gagefile(read_document(project.gagefile))
    except LoadError:
        return {}
    return {name: operation.listing for name, operation in gagefile.operations.items()}
