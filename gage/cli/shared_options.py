"""The options that stand before the command, which all commands share; reads none of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from gage import __version__
from gage.cli.command import Parser
from gage.cli.command_table import ALIASES, COMMANDS


def first_word(arguments: Sequence[str]) -> int:
    """Where the command stands: behind the shared options and their values."""
    index = 0
    while index < len(arguments) and arguments[index].startswith("-"):
        index += 2 if arguments[index] in ("-C", "--runs") else 1
    return min(index, len(arguments))


def shared_parser() -> Parser:
    """What reads the words before the command, and knows the help of ``gage`` itself."""
    parser = Parser(
        prog="gage",
        usage="gage [-C DIR] [--runs DIR] [-v] COMMAND [ARGUMENT]...",
        description="Run ML experiments and keep every run: its source code, config, metrics, output and files.",
        epilog=_command_list(),
    )
    parser.add_argument("--version", action="version", version=f"gage {__version__}", help="show the version and exit")
    parser.add_argument("-C", dest="directory", metavar="DIR", help="work as if started in DIR")
    parser.add_argument("--runs", metavar="DIR", help="keep and find runs in DIR")
    parser.add_argument(
        *("-v", "--verbose"), action="count", default=0, help="tell on stderr what is done; -vv tells details, too"
    )
    return parser


def _command_list() -> str:
    names = {name: ", ".join([name, *(alias for alias, of in ALIASES.items() if of == name)]) for name in COMMANDS}
    lines = (f"  {names[name]:<20}{text}" for name, text in COMMANDS.items())
    return "\n".join(
        ["commands:", *lines, "", "'gage COMMAND --help' says what a command takes, 'gage help' explains the rest."]
    )
