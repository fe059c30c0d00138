"""`gage run`: runs an operation through the engine and relays what it prints; decides nothing about runs itself."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Callable, Mapping

from gage.cli.command import Command, UsageError
from gage.cli.gagefile import find_operation
from gage.cli.options import current_project
from gage.cli.output import say, write_json
from gage.cli.run_events import JsonEvents, TerminalEvents
from gage.cli.run_selection import one_run
from gage.config.run_config import run_config
from gage.config.scalar import Scalar
from gage.engine.events import Event
from gage.engine.flags import is_flag, parse_flags
from gage.engine.request import RunRequest
from gage.engine.run import run_operation, stage_operation, start_run
from gage.project import Project
from gage.runs.run import Run
from gage.runs.store import RunStore

_HELP = """\
Run an operation.

FLAG=VALUE changes a config value for this run. Without OPERATION the default one is run.
Exits with the exit code of the command.

A run can be made in two steps: --stage puts everything in place, and --start, which needs no project, executes it.
RUN is a position in the list (1 is the newest), or the beginning of a run's name or id."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("operation", metavar="OPERATION", nargs="?", help="what to run")
    parser.add_argument("flags", metavar="FLAG=VALUE", nargs="*", help="config value of this run")
    parser.add_argument("-l", "--label", help="label of the run")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.add_argument("-q", "--quiet", action="store_true", help="do not show the output; it is kept all the same")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--preview", action="store_true", help="show what would be run, and make nothing")
    way.add_argument("--stage", action="store_true", help="make the run, but do not execute its command yet")
    way.add_argument("--start", metavar="RUN", help="execute a run that is staged")
    parser.add_argument("--proto", metavar="RUN", help="run what RUN ran, with its config; flags win over it")
    parser.add_argument(
        "--json", action="store_true", help="print events as JSON, one object a line; a preview as one object"
    )


def _run(options: argparse.Namespace) -> int:
    """Ask, run, and exit as the command did."""
    gc.enable()  # a run may take days
    project = current_project()
    report = JsonEvents() if options.json else TerminalEvents(options.quiet)
    if options.start is not None:
        return _start(project, options, report)
    request = _request(project, options)
    if options.preview:
        return _preview(request, options.json)
    what = f"{'stage' if options.stage else 'run'} {request.operation.name}"
    if not options.yes and not _confirmed(what, _config(request)):
        return 0
    return (stage_operation if options.stage else run_operation)(request, report).exit_code


command = Command(_HELP, _arguments, _run)


def _request(project: Project, options: argparse.Namespace) -> RunRequest:
    name, flags = options.operation, options.flags
    if name is not None and is_flag(name):
        name, flags = None, [name, *flags]
    earlier = None if options.proto is None else _find(project, options.proto)
    return RunRequest(
        operation=find_operation(project, earlier.opref.name if earlier and name is None else name),
        namespace=project.namespace,
        project_dir=project.directory,
        runs_dir=project.runs_dir,
        flags=parse_flags(flags),
        environ=os.environ,
        label=options.label,
        earlier=earlier.config if earlier else {},
    )


def _start(project: Project, options: argparse.Namespace, report: Callable[[Event], None]) -> int:
    if any(given is not None for given in (options.operation, options.label, options.proto)):
        raise UsageError(
            "--start takes no operation, flag, label or --proto; the run was given all of that when it was staged"
        )
    run = _find(project, options.start)
    if not options.yes and not _confirmed(f"start {run.name}, a run of {run.opref.name}", run.config):
        return 0
    return start_run(run, os.environ, report).exit_code


def _find(project: Project, argument: str) -> Run:
    return one_run(RunStore(project.runs_dir), argument)


def _preview(request: RunRequest, as_json: bool) -> int:
    from gage.engine.preview import preview

    found = preview(request)
    if as_json:
        write_json(found)
        return 0
    from gage.cli.run_preview import print_preview

    for warning in found["warnings"]:
        say(f"gage: {warning}")
    print_preview(found)
    return 0


def _config(request: RunRequest) -> Mapping[str, Scalar]:
    return run_config(request.operation, request.project_dir, request.flags, request.earlier)[1]


def _confirmed(what: str, config: Mapping[str, Scalar]) -> bool:
    from gage.cli.console import confirm
    from gage.runs.words import value

    say(f"You are about to {what}")
    for name, scalar in sorted(config.items()):
        say(f"  {name}: {value(scalar)}")
    return confirm("Continue?")
