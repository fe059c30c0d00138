"""`gage cat`: prints a file of a run, byte for byte; changes nothing."""

from __future__ import annotations

import argparse
import shutil
import sys

from gage.cli.command import Command
from gage.cli.output import write_text
from gage.cli.run_file import RUN_FILE_HELP, RunFileError, add_run_file_arguments, named_run, path_in
from gage.runs.read_file import open_file
from gage.runs.run import Run

_HELP = f"""\
Print a file of a run, byte for byte. Without --path the files of the run are listed.

{RUN_FILE_HELP}"""


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_file_arguments(parser)
    parser.add_argument("--meta", action="store_true", help="PATH is a member of the record, such as 'log/runner'")


def _run(options: argparse.Namespace) -> int:
    """Print what is asked for; a name a line where no file is named."""
    run = named_run(options)
    if options.path is None:
        for name in run.record.members() if options.meta else _files(run):
            write_text(f"{name}\n")
    elif options.meta:
        _print_member(run, options.path)
    else:
        _print_file(run, options.path)
    return 0


command = Command(_HELP, _arguments, _run)


def _files(run: Run) -> list[str]:
    return sorted(path.relative_to(run.run_dir).as_posix() for path in run.run_dir.rglob("*") if not path.is_dir())


def _print_file(run: Run, path: str) -> None:
    found = path_in(run, path)
    if found.is_dir():
        raise RunFileError(f"'{path}' of run {run.name} is a directory; name a file in it")
    try:
        with open_file(found) as stream:
            sys.stdout.flush()
            shutil.copyfileobj(stream, sys.stdout.buffer)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RunFileError(f"'{path}' of run {run.name} cannot be read: {error.strerror}") from None


def _print_member(run: Run, member: str) -> None:
    if member not in run.record.members():
        raise RunFileError(f"the record of run {run.name} has no '{member}'; 'gage cat --meta {run.name}' lists it")
    with run.record.open(member) as stream:
        sys.stdout.flush()
        shutil.copyfileobj(stream, sys.stdout.buffer)
