"""A file of a run as a person names it on the command line; refuses what lies outside of the run's directory."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gage.cli.command import UsageError
from gage.cli.options import current_project
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, one_run
from gage.errors import GageError
from gage.runs.run import Run
from gage.runs.store import RunStore

RUN_FILE_HELP = f"""\
{ONE_RUN_HELP} Without
it the newest run is meant. PATH is a path in the run's directory."""


class RunFileError(GageError):
    """A file that a run does not have, or that cannot be read."""


def add_run_file_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``RUN`` and ``--path``."""
    parser.add_argument("run", metavar="RUN", nargs="?", help=RUN_ARGUMENT)
    parser.add_argument("-p", "--path", metavar="PATH", help="a file, or directory, of the run")


def named_run(options: argparse.Namespace) -> Run:
    """The run that is meant. Raises SelectError."""
    return one_run(RunStore(current_project().runs_dir), options.run)


def path_in(run: Run, path: str) -> Path:
    """Where a file of a run lies. Raises UsageError for a path that leads out of the run, RunFileError for none."""
    inside = os.path.normpath(path)
    if os.path.isabs(inside) or inside.split(os.sep)[0] == os.pardir or "\0" in inside:
        raise UsageError(f"'{path}' leads out of the run's directory; write a path such as 'summary.json'")
    found = run.run_dir / inside
    if not os.path.lexists(found):
        raise RunFileError(f"run {run.name} has no '{path}'; 'gage show {run.name} --all-files' lists its files")
    return found
