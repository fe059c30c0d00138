"""The way from a command line to its command, and from there to the exit code; knows no command itself."""

from __future__ import annotations

import os
import sys
import time
from typing import NoReturn

from gage import __version__
from gage.cli.command import UsageError
from gage.cli.command_table import ALIASES, COMMANDS, NOT_YET, load_command
from gage.cli.output import exit_on_error
from gage.cli.shared_options import first_word, shared_parser
from gage.verbose import be_verbose, inform


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0, a command's own code, 1 for what a person can mend, 2 for wrong usage.

    An error that nobody expected ends it with 70.
    """
    given = sys.argv[1:] if arguments is None else arguments
    with exit_on_error(given):
        sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    end = first_word(arguments)
    parser = shared_parser()
    options = parser.parse(arguments[:end])
    be_verbose(options.verbose)
    if options.runs == "":
        raise UsageError("--runs needs the name of a directory")
    if options.runs is not None:
        os.environ["GAGE_RUNS"] = os.path.abspath(options.runs)
    if options.directory is not None:
        if not os.path.isdir(options.directory):
            raise UsageError(f'-C: there is no directory "{options.directory}"')
        try:
            os.chdir(options.directory)
        except OSError as error:
            raise UsageError(f'-C: the directory "{options.directory}" cannot be entered: {error.strerror}') from None
    if end == len(arguments):
        parser.print_help()
        return 0
    _require_working_directory()
    name = _command_name(arguments[end])
    command, own = load_command(name)
    inform("gage %s, Python %s (%s)", __version__, sys.version.partition(" ")[0], sys.executable)
    began = time.monotonic()
    code = command.run(own.parse(arguments[end + 1 :]))
    inform("gage %s ends with %s after %.2f seconds", name, code, time.monotonic() - began)
    return code


def _require_working_directory() -> None:
    """Raise UsageError where the directory that the shell stands in was removed."""
    try:
        os.getcwd()
    except FileNotFoundError:
        message = "the working directory does not exist any more; change to one that does, or name one with -C"
        raise UsageError(message) from None


def _command_name(word: str) -> str:
    name = ALIASES.get(word, word)
    if name in NOT_YET:
        raise UsageError(f"there is no command '{name}' yet; {NOT_YET[name]}")
    if name not in COMMANDS:
        from gage.gagefile.words import nearest

        near = nearest(name, [*COMMANDS, *ALIASES])
        hint = f"did you mean '{near}'?" if near else "'gage --help' lists them"
        raise UsageError(f"there is no command '{name}'; {hint}")
    return name
