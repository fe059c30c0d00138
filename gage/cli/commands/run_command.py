"""`gage run`: runs an operation through the engine and relays what it prints; decides nothing about runs itself."""

from __future__ import annotations

import os
import sys

import click

from gage.cli.gagefile import find_operation
from gage.cli.options import current_project
from gage.cli.run_events import JsonEvents, TerminalEvents
from gage.engine.config import read_config, resolve_config
from gage.engine.flags import is_flag, parse_flags
from gage.engine.request import RunRequest
from gage.engine.run import run_operation


@click.command(
    "run",
    help="Run an operation.\n\nFLAG=VALUE changes a config value for this run. Without OPERATION the default one is "
    "run. Exits with the exit code of the command.",
)
@click.argument("operation", required=False)
@click.argument("flags", metavar="[FLAG=VALUE]...", nargs=-1)
@click.option("-l", "--label", help="Label of the run.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("-q", "--quiet", is_flag=True, help="Do not show the output; it is kept all the same.")
@click.option("--json", "as_json", is_flag=True, help="Print events as JSON, one object a line.")
def command(
    operation: str | None, flags: tuple[str, ...], label: str | None, yes: bool, quiet: bool, as_json: bool
) -> None:
    """Ask, run, and exit as the command did."""
    if operation is not None and is_flag(operation):
        flags = (operation, *flags)
        operation = None
    project = current_project()
    found = find_operation(project, operation)
    request = RunRequest(
        operation=found,
        namespace=project.namespace,
        project_dir=project.directory,
        runs_dir=project.runs_dir,
        flags=parse_flags(flags),
        environ=os.environ,
        label=label,
    )
    if not yes and not _confirmed(request):
        return
    report = JsonEvents() if as_json else TerminalEvents(quiet)
    sys.exit(run_operation(request, report).exit_code)


def _confirmed(request: RunRequest) -> bool:
    from gage.cli.console import confirm
    from gage.cli.run_table import value

    config = resolve_config(read_config(request.operation.config, request.project_dir), request.flags)
    click.echo(f"You are about to run {request.operation.name}", err=True)
    for name, scalar in sorted(config.items()):
        click.echo(f"  {name}: {value(scalar)}", err=True)
    return confirm("Continue?")
