"""`gage associate`: says which project a run belongs to; refuses a project that is no directory."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gage.cli.command import Command, Parser, UsageError
from gage.cli.options import current_project
from gage.cli.output import say
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, one_run
from gage.errors import GageError
from gage.runs.associate import associate_run, dissociate_run
from gage.runs.store import RunStore

_HELP = f"""\
Say which project a run belongs to, where the project was moved or is not known.

{ONE_RUN_HELP}
PROJECT is a directory; without it the project of the working directory is meant. Runs of a project whose gagefile has
a '$project-id' find it by that, wherever it was moved to."""


class AssociateError(GageError):
    """The project of a run could not be recorded."""


def _arguments(parser: Parser) -> None:
    parser.add_argument("run", metavar="RUN", help=RUN_ARGUMENT)
    parser.add_argument("project", metavar="PROJECT", nargs="?", help="directory of the project")
    parser.add_argument("-r", "--remove", action="store_true", help="forget the project of the run instead")
    parser.apart("--remove", "PROJECT", why="the run is to have none")


def _run(options: argparse.Namespace) -> int:
    """Write or remove the reference to the project."""
    project = current_project()
    directory = project.directory if options.project is None else _directory(options.project)
    store = RunStore(project.runs_dir)
    run = one_run(store, options.run)
    try:
        if options.remove:
            dissociate_run(store, run.id)
        else:
            associate_run(store, run.id, directory)
    except OSError as error:
        raise AssociateError(f"the project of run {run.name} cannot be recorded: {error.strerror}") from None
    say(f"gage: run {run.name} {'has no project any more' if options.remove else f'belongs to {directory}'}")
    return 0


command = Command(_HELP, _arguments, _run)


def _directory(argument: str) -> Path:
    path = Path(os.path.abspath(argument))
    if not os.path.isdir(path):
        reason = f'"{argument}" is a file' if os.path.exists(path) else f'there is no directory "{argument}"'
        raise UsageError(f"{reason}; name the directory of a project")
    return path
