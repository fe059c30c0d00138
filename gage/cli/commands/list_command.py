"""`gage list`: lists the runs of the project, newest first; changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from gage.cli.options import current_project, json_option, runs_argument
from gage.gagefile.load import LoadError, read_document
from gage.gagefile.model import Gagefile
from gage.project import Project
from gage.runs.run_object import run_object
from gage.runs.select import select_runs
from gage.runs.store import RunStore

_PAGE = 20


@click.command(
    "list",
    help="List runs, newest first.\n\nRUN is a position in the list (1 is the newest), a range such as 2:5, or the "
    "beginning of a run's name or id.",
)
@runs_argument
@click.option("-n", "--limit", type=click.IntRange(min=1), default=_PAGE, show_default=True, help="Show so many runs.")
@click.option("-a", "--all", "all_runs", is_flag=True, help="Show all runs.")
@json_option
def command(runs: tuple[str, ...], limit: int, all_runs: bool, as_json: bool) -> None:
    """Print a table, or the run objects of docs/interfaces.md."""
    project = current_project()
    store = RunStore(project.runs_dir)
    found = store.runs()
    for skipped in store.skipped:
        click.echo(f"gage: passed over {skipped.name}: {skipped.reason}", err=True)
    chosen = select_runs(found, runs) if runs else found
    objects = [run_object(run) for run in (chosen if all_runs else chosen[:limit])]
    if as_json:
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
    elif objects:
        from gage.cli.run_table import print_runs

        print_runs(objects, project.namespace, _listing(project))
        if len(objects) < len(chosen):
            click.echo(f"Showing {len(objects)} of {len(chosen)} runs; use -a to show all.", err=True)
    else:
        click.echo(f"No runs in {project.runs_dir}." if not runs else "No runs match.", err=True)


def _listing(project: Project) -> dict[str, Sequence[str]]:
    """The fields each operation wants shown; a gagefile that cannot be read has no say, and stops no list."""
    if project.gagefile is None:
        return {}
    try:
        gagefile = Gagefile(read_document(project.gagefile))
    except LoadError:
        return {}
    return {name: operation.listing for name, operation in gagefile.operations.items()}
