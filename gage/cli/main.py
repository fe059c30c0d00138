"""The table of commands and the options that all of them share; a command's module is imported when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

from gage import __version__
from gage.cli.command import Command, Parser
from gage.cli.output import exit_on_error

# name: first line of help, shown in lists without importing the module
_COMMANDS = {
    "cat": "print a file of a run",
    "check": "check gagefiles and say what is wrong where",
    "comment": "comment on runs",
    "compare": "show runs side by side",
    "delete": "delete runs",
    "label": "label runs",
    "list": "list runs, newest first",
    "open": "open a run's directory or a file in it",
    "operations": "list the operations of the project",
    "purge": "remove deleted runs for good",
    "restore": "restore deleted runs",
    "run": "run an operation",
    "select": "print which runs are meant",
    "show": "show a run",
    "stop": "stop a run",
    "tag": "tag runs",
}
_ALIASES = {"del": "delete", "ls": "list", "ops": "operations", "rm": "delete", "runs": "list"}


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0, a command's own code, 1 for what a person can mend, 2 for wrong usage."""
    with exit_on_error():
        sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    end = _first_word(arguments)
    parser = _parser()
    options = parser.parse(arguments[:end])
    if options.runs is not None:
        os.environ["GAGE_RUNS"] = os.path.abspath(options.runs)
    if options.directory is not None:
        if not os.path.isdir(options.directory):
            parser.error(f"-C {options.directory}: there is no such directory")
        os.chdir(options.directory)
    if end == len(arguments):
        parser.print_help()
        return 0
    name = _command_name(parser, arguments[end])
    command: Command = import_module(f"gage.cli.commands.{name}_command").command
    own = Parser(prog=f"gage {name}", description=command.help)
    command.arguments(own)
    return command.run(own.parse(arguments[end + 1 :]))


def _first_word(arguments: list[str]) -> int:
    """Where the command stands: behind the shared options and their values."""
    index = 0
    while index < len(arguments) and arguments[index].startswith("-"):
        index += 2 if arguments[index] in ("-C", "--runs") else 1
    return min(index, len(arguments))


def _parser() -> Parser:
    parser = Parser(
        prog="gage",
        usage="gage [-C DIR] [--runs DIR] COMMAND [ARGUMENT]...",
        description="Run ML experiments and keep every run: its source code, config, metrics, output and files.",
        epilog=_command_list(),
    )
    parser.add_argument("--version", action="version", version=f"gage {__version__}", help="show the version and exit")
    parser.add_argument("-C", dest="directory", metavar="DIR", help="work as if started in DIR")
    parser.add_argument("--runs", metavar="DIR", help="keep and find runs in DIR")
    return parser


def _command_list() -> str:
    names = {name: ", ".join([name, *(alias for alias, of in _ALIASES.items() if of == name)]) for name in _COMMANDS}
    lines = (f"  {names[name]:<20}{text}" for name, text in _COMMANDS.items())
    return "\n".join(["commands:", *lines, "", "'gage COMMAND --help' says what a command takes."])


def _command_name(parser: Parser, word: str) -> str:
    name = _ALIASES.get(word, word)
    if name not in _COMMANDS:
        from gage.gagefile.words import nearest

        near = nearest(name, [*_COMMANDS, *_ALIASES])
        parser.error(f"there is no command '{name}'" + (f"; did you mean '{near}'?" if near else ""))
    return name
