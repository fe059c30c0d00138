"""`gage list`: lists the runs of the project, newest first; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gage.cli.command import Command, Parser
from gage.cli.options import add_json_option, count, current_project
from gage.cli.output import say, write_json
from gage.cli.run_selection import RUN_HELP, add_run_arguments, found, named_ids, underlined
from gage.gagefile.load import LoadError, document_of, read_content
from gage.project import Project
from gage.runs.run_object import run_object
from gage.runs.store import ACTIVE, TRASH, RunStore, Skipped

_HELP = f"""\
List runs, newest first.

{RUN_HELP}"""
_PAGE = 20
_NAMED = 20


def _arguments(parser: Parser) -> None:
    add_run_arguments(parser)
    parser.add_argument(
        "-s", "--sort", metavar="FIELDS", help="order, such as 'loss,-started'; a minus turns it around", default=""
    )
    parser.dashed = ("-s", "--sort")
    parser.add_argument("-d", "--deleted", action="store_true", help="list deleted runs")
    parser.add_argument("-n", "--limit", type=count, metavar="N", default=_PAGE, help=f"show N runs (default: {_PAGE})")
    parser.add_argument("-a", "--all", action="store_true", help="show all runs")
    parser.only_one("--limit", "--all")
    add_json_option(parser)


def _run(options: argparse.Namespace) -> int:
    """Print a table, or the run objects of docs/interfaces.md."""
    project = current_project()
    store = RunStore(project.runs_dir)
    ids = found(store, options.where, TRASH if options.deleted else ACTIVE)
    _tell_of(store.skipped)
    chosen = _sorted(store, named_ids(store, ids, options.runs) if options.runs else ids, options.sort)
    objects = [run_object(run, project.known) for run in store.load(chosen if options.all else chosen[: options.limit])]
    if options.json:
        write_json(objects)
    elif objects:
        from gage.cli.run_table import print_runs

        positions = {run_id: position for position, run_id in enumerate(ids, start=1)}
        numbers = [positions[run["id"]] for run in objects]
        print_runs(objects, project.known, _listing(project), numbers)
        if len(objects) < len(chosen):
            say(f"Showing {len(objects)} of {len(chosen)} runs; use -a to show all.")
    else:
        kind = "deleted runs" if options.deleted else "runs"
        say("No runs match." if options.runs or options.where else f"No {kind} in {project.runs_dir}.")
    return 0


command = Command(_HELP, _arguments, _run)


def _tell_of(skipped: list[Skipped]) -> None:
    """One warning, however many files cannot be read."""
    if len(skipped) == 1:
        say(f"gage: passed over {skipped[0].name}: {skipped[0].reason}")
    elif skipped:
        lines = [f"  {each.name}: {each.reason}" for each in skipped[:_NAMED]]
        more = [f"  and {len(skipped) - _NAMED} more"] if len(skipped) > _NAMED else []
        say("\n".join([f"gage: passed over {len(skipped)} files of the runs directory:", *lines, *more]))


def _sorted(store: RunStore, ids: list[str], fields: str) -> list[str]:
    if not fields:
        return ids
    from gage.runs.sort import sort_keys, sort_runs

    with underlined("--sort", fields):
        keys = sort_keys(fields)
    return [run.id for run in sort_runs(store.load(ids), keys)]


def _listing(project: Project) -> dict[str, Sequence[str]]:
    """The fields each operation wants shown; a gagefile that cannot be read has no say, which was told before."""
    if project.gagefile is None:
        return {}
    try:
        content = read_content(project.gagefile)
        if b"listing" not in content and b"\\" not in content:  # no part of it spells the key
            return {}
        from gage.gagefile.model import Gagefile

        gagefile = Gagefile(document_of(project.gagefile, content))
    except LoadError:
        return {}
    return {name: operation.listing for name, operation in gagefile.operations.items()}
