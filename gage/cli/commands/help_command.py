"""`gage help`: explains a topic, or a command as its `--help` does; knows nothing of the project it is called in."""

from __future__ import annotations

import argparse

from gage.cli.command import Command, Parser, UsageError
from gage.cli.command_table import ALIASES, COMMANDS, load_command
from gage.cli.help_topics import TOPICS, topic
from gage.cli.output import write
from gage.cli.pager import paged
from gage.cli.plain_table import is_for_terminal

_HELP = """\
Explain a topic or a command. Without TOPIC the topics are listed."""


def _arguments(parser: Parser) -> None:
    parser.add_argument("topic", metavar="TOPIC", nargs="?", help="a topic, or the name of a command")


def _run(options: argparse.Namespace) -> int:
    """Print a topic as Markdown, or as it reads best on a terminal."""
    name = options.topic
    if name is None:
        write(_list())
    elif name in TOPICS:
        with paged():
            _print_topic(topic(name) + _of_command(name))
    elif (command := ALIASES.get(name, name)) in COMMANDS:
        with paged():
            write(load_command(command)[1].format_help())
    else:
        raise UsageError(_unknown(name))
    return 0


command = Command(_HELP, _arguments, _run)


def _list() -> str:
    lines = [f"  {name:<17}{about}" for name, about in TOPICS.items()]
    ends = ["", "'gage help TOPIC' explains one, 'gage --help' lists the commands.", ""]
    return "\n".join(["topics:", *lines, *ends])


def _print_topic(text: str) -> None:
    from gage.cli.console import is_plain, print_markdown

    if is_plain() or not is_for_terminal():
        write(text)
    else:
        print_markdown(text)


def _of_command(name: str) -> str:
    """Where a topic and a command have one name, how to read about the command."""
    return f"\n`gage {name} --help` says what the command takes.\n" if name in COMMANDS else ""


def _unknown(name: str) -> str:
    from gage.gagefile.words import nearest

    near = nearest(name, [*TOPICS, *COMMANDS, *ALIASES])
    return f"there is no help topic '{name}'; " + (f"did you mean '{near}'?" if near else "'gage help' lists them")
