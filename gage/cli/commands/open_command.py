"""`gage open`: opens a run's directory, or a file in it, with another program; changes nothing itself."""

from __future__ import annotations

import argparse
import shlex
import sys

from gage.cli.command import Command, UsageError
from gage.cli.run_file import RUN_FILE_HELP, add_run_file_arguments, named_run, path_in

_HELP = f"""\
Open a run's directory, or a file in it, with the program the system has for it, or with another one.

{RUN_FILE_HELP} Exits with the exit code of the program."""
_OPENERS = {"darwin": "open", "win32": "explorer"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_file_arguments(parser)
    parser.add_argument("-c", "--cmd", metavar="COMMAND", help="the program, such as 'code' or 'less -N'")


def _run(options: argparse.Namespace) -> int:
    """Start the program in this terminal and wait for it."""
    from gage.engine.process import run_in_terminal

    run = named_run(options)
    program = _words(options.cmd) if options.cmd is not None else [_OPENERS.get(sys.platform, "xdg-open")]
    return run_in_terminal([*program, str(path_in(run, options.path or "."))])


command = Command(_HELP, _arguments, _run)


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(f'--cmd: "{text}" cannot be read: {str(error).lower()}') from None
    if not words:
        raise UsageError("--cmd: the command is empty; write one such as 'less'")
    return words
