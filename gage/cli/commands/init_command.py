"""`gage init`: writes a first gagefile from the scripts of a directory; never writes over one."""

from __future__ import annotations

import argparse
from pathlib import Path

from gage.cli.command import Command
from gage.cli.output import say
from gage.errors import GageError
from gage.first_gagefile import Script, find_scripts, first_gagefile
from gage.gagefile.load import find_gagefile
from gage.runs.ids import make_id

_HELP = """\
Write a first gagefile, gage.toml, for the current directory.

Its Python scripts become operations, and their top-level values config; with --yes all of them, else those you say yes
to. A directory that has a gagefile is left as it is."""
_NAME = "gage.toml"


class InitError(GageError):
    """A gagefile that is not written, and why."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def _run(options: argparse.Namespace) -> int:
    """Ask, write, and say what to do next."""
    directory = Path.cwd()
    if found := find_gagefile(directory):
        raise InitError(f"{found.relative_to(directory)} is there already; 'gage operations' lists what it declares")
    scripts = find_scripts(directory)
    if not options.yes:
        scripts = [script for script in scripts if _is_wanted(script)]
    try:
        with open(_NAME, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(first_gagefile(scripts, make_id()))
    except OSError as error:
        raise InitError(f"{_NAME} cannot be written: {error.strerror}") from None
    say(f"gage: wrote {_NAME}; {_next(scripts)}")
    return 0


command = Command(_HELP, _arguments, _run)


def _is_wanted(script: Script) -> bool:
    from gage.cli.console import confirm

    values = f", config {', '.join(script.values)}" if script.values else ""
    return confirm(f"Add operation '{script.operation}' (python {script.name}{values})?")


def _next(scripts: list[Script]) -> str:
    if not scripts:
        return "there was no script to make an operation of: write one there, as the comments show"
    return f"try 'gage run {scripts[0].operation} --preview', then 'gage run {scripts[0].operation}'"
