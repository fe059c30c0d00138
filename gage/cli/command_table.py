"""The table of commands; a command's module is imported when it is called, and no other one."""

from __future__ import annotations

from importlib import import_module

from gage.cli.command import Command, Parser

# name: first line of help, shown in lists without importing the module
COMMANDS = {
    "associate": "say which project a run belongs to",
    "cat": "print a file of a run",
    "check": "check gagefiles and say what is wrong where",
    "comment": "comment on runs",
    "compare": "show runs side by side",
    "completion": "let a shell complete what is typed",
    "config": "show which settings apply, and where each comes from",
    "delete": "delete runs",
    "diff": "show what changed from one run to another",
    "export": "hand runs to others, whole or as a table",
    "help": "explain a topic or a command",
    "init": "write a first gagefile",
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
    "util": "do rare work on runs, such as removing large files",
    "watch": "follow what a run prints",
}
NOT_YET = {
    "archive": "'gage export' packs runs into a zip, and 'gage delete' takes them out of lists",
    "board": "'gage list' and 'gage compare' show runs as tables, and 'gage export' writes them as CSV",
    "copy": "'gage export' hands runs to others",
    "publish": "'gage export' hands runs to others",
    "sync": "'gage export' hands runs to others",
    "view": "'gage list', 'gage show' and 'gage compare' show runs here",
}
"""Commands that people know of gage 0.1.2 or look for, and what does some of it until they are there."""

ALIASES = {"del": "delete", "ls": "list", "ops": "operations", "rm": "delete", "runs": "list"}


def load_command(name: str) -> tuple[Command, Parser]:
    """A command and the parser of its own arguments."""
    command: Command = import_module(f"gage.cli.commands.{name}_command").command
    parser = Parser(prog=f"gage {name}", description=command.help)
    command.arguments(parser)
    return command, parser
