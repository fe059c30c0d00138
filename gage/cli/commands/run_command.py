"""`gage run`: runs an operation through the engine and relays what it prints; decides nothing about runs itself."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping

from gage.cli.color import paint
from gage.cli.command import Command, Parser, UsageError
from gage.cli.error_log import log_errors_of_threads
from gage.cli.gagefile import find_operation
from gage.cli.options import current_project
from gage.cli.output import say, visible, write_json
from gage.cli.run_events import JsonEvents, TerminalEvents
from gage.cli.run_selection import ONE_RUN_HELP, one_run
from gage.config.scalar import Scalar
from gage.engine.events import Event, RunSkipped
from gage.engine.flags import is_flag, parse_flags
from gage.engine.prepare import plan_run
from gage.engine.recorded_plan import repeated_operation
from gage.engine.request import RunRequest
from gage.engine.run import run_operation, stage_operation, start_run
from gage.engine.timeout import Timeout, read_timeout
from gage.engine.variables import parse_variables
from gage.project import Project
from gage.runs.origin import Origin
from gage.runs.run import Run
from gage.runs.store import RunStore

_HELP = f"""\
Run an operation.

FLAG=VALUE changes a config value for this run. Without OPERATION the default one is run.
Exits with the exit code of the command.

A run can be made in two steps: --stage puts everything in place, and --start, which needs no project, executes it.
An earlier run is repeated in two ways: --proto takes its config and the project's source code, --restart takes its
source code, too, and needs no project. Flags win over its config.

{ONE_RUN_HELP}"""

_NOT_NEEDED = 5
"""Exit code where an equal run is there already."""


def _arguments(parser: Parser) -> None:
    parser.add_argument("operation", metavar="OPERATION", nargs="?", help="what to run")
    parser.add_argument("flags", metavar="FLAG=VALUE", nargs="*", help="config value of this run")
    given = parser.add_argument_group("what the run is given")
    given.add_argument("-l", "--label", help="label; '' for none, even if the operation has one")
    given.add_argument("-t", "--tag", action="append", default=[], help="tag, a word; may be repeated")
    given.add_argument(
        "--env", metavar="NAME=VALUE", action="append", default=[], help="environment variable; may be repeated"
    )
    given.add_argument("--timeout", metavar="TIME", help="end the command after this time, such as 90, 10m or 2h")
    _add_ways(parser.add_argument_group("what is done"), parser)
    _declare_exclusions(parser)
    shown = parser.add_argument_group("what is asked and shown")
    shown.add_argument("-y", "--yes", action="store_true", help="do not ask")
    shown.add_argument("-q", "--quiet", action="store_true", help="do not show the output; it is kept all the same")
    shown.add_argument(
        "--json", action="store_true", help="print events as JSON, one object a line; a preview as one object"
    )


def _add_ways(group: argparse._ArgumentGroup, parser: Parser) -> None:
    parser.spellings = {"--needed=source": "--needed-source"}
    group.add_argument(
        "-n",
        "--needed",
        action="store_true",
        help="run only if no completed run has this operation, version and config, else exit with 5; "
        "--needed=source compares the source code, too",
    )
    group.add_argument("--needed-source", action="store_true", help=argparse.SUPPRESS)
    group.add_argument("--help-op", action="store_true", help="say what the operation is and which flags it has")
    group.add_argument("--preview", action="store_true", help="show what would be run, and make nothing")
    group.add_argument("--stage", action="store_true", help="make the run, but do not execute its command yet")
    group.add_argument("--start", metavar="RUN", help="execute a run that is staged")
    group.add_argument("--proto", metavar="RUN", help="run what RUN ran, with its config")
    group.add_argument("--restart", metavar="RUN", help="run what RUN ran, with its config and source code")


def _declare_exclusions(parser: Parser) -> None:
    """Options of which one would have no effect."""
    parser.only_one("--preview", "--stage", "--start")
    parser.only_one("--proto", "--restart")
    parser.apart(
        *("--start", "OPERATION", "--label", "--tag", "--needed", "--proto", "--restart"),
        why="the run was given all else when it was staged",
    )
    parser.apart("--preview", "--needed", why="a preview runs nothing")
    parser.apart("--stage", "--timeout", why="give the time to --start")


def _run(options: argparse.Namespace) -> int:
    """Ask, run, and exit as the command did."""
    gc.freeze()  # what was imported stays, and need not be looked through
    gc.enable()  # a run may take days
    log_errors_of_threads(sys.argv[1:])
    project = current_project(tells=options.start is not None or options.restart is not None)
    report = JsonEvents() if options.json else TerminalEvents(options.quiet)
    if options.help_op:
        return _help(project, options.operation)
    if options.start is not None:
        return _start(project, options, report)
    request = _request(project, options)
    if options.preview:
        return _preview(request, options.json)
    if (options.needed or options.needed_source) and _is_there(request, options.needed_source, report):
        return _NOT_NEEDED
    if not options.yes and not _is_confirmed(request, options.stage):
        return 0
    return (stage_operation if options.stage else run_operation)(request, report).exit_code


command = Command(_HELP, _arguments, _run)


def _help(project: Project, name: str | None) -> int:
    from gage.cli.operation_help import print_operation

    print_operation(find_operation(project, None if name and is_flag(name) else name), project.directory)
    return 0


def _request(project: Project, options: argparse.Namespace) -> RunRequest:
    name, flags = options.operation, options.flags
    if name is not None and is_flag(name):
        name, flags = None, [name, *flags]
    request = _repeated(project, options, name) if options.restart is not None else _new(project, options, name)
    return request._replace(
        flags=parse_flags(flags),
        label=options.label,
        tags=tuple(options.tag),
        env={**request.env, **parse_variables(options.env)},
        timeout=_timeout(options),
    )


def _new(project: Project, options: argparse.Namespace, name: str | None) -> RunRequest:
    """An operation of the gagefile, perhaps with the config of an earlier run."""
    earlier = None if options.proto is None else _find(project, options, options.proto)
    return RunRequest(
        operation=find_operation(project, earlier.opref.name if earlier and name is None else name),
        namespace=project.namespace,
        project_dir=project.directory,
        runs_dir=project.runs_dir,
        flags={},
        environ=os.environ,
        project_id=project.project_id,
        origin=Origin("proto", earlier) if earlier else None,
    )


def _repeated(project: Project, options: argparse.Namespace, name: str | None) -> RunRequest:
    """What a run was, without the project; that is where it was, if it is still there."""
    if name is not None:
        raise UsageError(f"--restart takes no operation such as '{name}'; it runs what RUN ran")
    run = _find(project, options, options.restart)
    operation, env = repeated_operation(run, {**os.environ, **parse_variables(options.env)})
    return RunRequest(
        operation=operation,
        namespace=run.opref.namespace,
        project_dir=run.project if run.project and run.project.is_dir() else project.directory,
        runs_dir=project.runs_dir,
        flags={},
        environ=os.environ,
        project_id=run.project_id,
        env=env,
        origin=Origin("restart", run),
    )


def _timeout(options: argparse.Namespace) -> Timeout | None:
    return None if options.timeout is None else read_timeout(options.timeout)


def _start(project: Project, options: argparse.Namespace, report: Callable[[Event], None]) -> int:
    run = _find(project, options, options.start)
    if not options.yes and not _confirmed(f"start {run.name}, a run of {run.opref.name}", run.config):
        return 0
    return start_run(run, os.environ, report, parse_variables(options.env), _timeout(options)).exit_code


def _find(project: Project, options: argparse.Namespace, argument: str) -> Run:
    return one_run(RunStore(project.runs_dir), argument, may_ask=not options.yes)


def _is_there(request: RunRequest, with_source: bool, report: Callable[[Event], None]) -> bool:
    from gage.engine.needed import equal_run

    found = equal_run(request, with_source)
    if found:
        report(RunSkipped(found.id, found.name))
    return found is not None


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


def _is_confirmed(request: RunRequest, is_staged: bool) -> bool:
    plan = plan_run(request, lambda _warned_of_later: None)
    again = f" with the source code of {request.restarted.name}" if request.restarted else ""
    return _confirmed(
        f"{'stage' if is_staged else 'run'} {request.operation.name}{again}", plan.masking.hide_in(plan.values)
    )


def _confirmed(what: str, config: Mapping[str, Scalar]) -> bool:
    from gage.cli.console import confirm
    from gage.runs.words import value

    say(f"You are about to {what}")
    for name, scalar in sorted(config.items()):
        say(value(scalar), paint(f"  {visible(name)}:", "key", sys.stderr))
    return confirm("Continue?")
