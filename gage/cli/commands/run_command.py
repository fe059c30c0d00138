"""`gage run`: runs an operation through the engine and relays what it prints; decides nothing about runs itself."""

from __future__ import annotations

import argparse
import gc
import os

from gage.cli.command import Command
from gage.cli.gagefile import find_operation
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_events import JsonEvents, TerminalEvents
from gage.config.run_config import run_config
from gage.engine.flags import is_flag, parse_flags
from gage.engine.request import RunRequest
from gage.engine.run import run_operation

_HELP = """\
Run an operation.

FLAG=VALUE changes a config value for this run. Without OPERATION the default one is run.
Exits with the exit code of the command."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("operation", metavar="OPERATION", nargs="?", help="what to run")
    parser.add_argument("flags", metavar="FLAG=VALUE", nargs="*", help="config value of this run")
    parser.add_argument("-l", "--label", help="label of the run")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.add_argument("-q", "--quiet", action="store_true", help="do not show the output; it is kept all the same")
    parser.add_argument("--json", action="store_true", help="print events as JSON, one object a line")


def _run(options: argparse.Namespace) -> int:
    """Ask, run, and exit as the command did."""
    gc.enable()  # a run may take days
    name, flags = options.operation, options.flags
    if name is not None and is_flag(name):
        name, flags = None, [name, *flags]
    project = current_project()
    request = RunRequest(
        operation=find_operation(project, name),
        namespace=project.namespace,
        project_dir=project.directory,
        runs_dir=project.runs_dir,
        flags=parse_flags(flags),
        environ=os.environ,
        label=options.label,
    )
    if not options.yes and not _confirmed(request):
        return 0
    return run_operation(request, JsonEvents() if options.json else TerminalEvents(options.quiet)).exit_code


command = Command(_HELP, _arguments, _run)


def _confirmed(request: RunRequest) -> bool:
    from gage.cli.console import confirm
    from gage.cli.run_table import value

    _, config = run_config(request.operation, request.project_dir, request.flags)
    say(f"You are about to run {request.operation.name}")
    for name, scalar in sorted(config.items()):
        say(f"  {name}: {value(scalar)}")
    return confirm("Continue?")
