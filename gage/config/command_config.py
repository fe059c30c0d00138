"""Commands as they will run: with config values where they stand as `{name}`; executes none."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from gage.config.scalar import Scalar
from gage.gagefile.model import Command


def with_project_dir(command: Command, project_dir: Path) -> Command:
    """The command with the literal text ``$project_dir`` replaced, as the run command has it."""
    if isinstance(command, str):
        return command.replace("$project_dir", str(project_dir))
    return tuple(word.replace("$project_dir", str(project_dir)) for word in command)


def command_text(command: Command) -> str:
    """The command as a person reads it."""
    return command if isinstance(command, str) else shlex.join(command)


def with_config(command: Command, values: Mapping[str, Scalar]) -> Command:
    """The command with each ``{name}`` replaced that is a config value, quoted where a shell reads it.

    ``{{name}}`` becomes ``{name}``, and ``${name}`` is left to the shell. A script (``#!``) is left as it is: it is a
    program of another language, in which braces have a meaning of their own.
    """
    names = "|".join(re.escape(name) for name in sorted(values, key=len, reverse=True))
    if not names or (isinstance(command, str) and command.startswith("#!")):
        return command
    return with_places(command, re.compile(rf"\{{\{{(?P<escaped>{names})\}}\}}|(?<![$]){{(?P<name>{names})}}"), values)


def with_places(command: Command, place: re.Pattern[str], values: Mapping[str, Scalar]) -> Command:
    """The command with values in its places: group ``name`` names one, ``escaped`` is what stays, in braces."""
    if not isinstance(command, str):
        return tuple(place.sub(lambda found: _replaced(found, values), word) for word in command)
    if command.startswith("#!"):
        return place.sub(lambda found: _replaced(found, values), command)
    return _in_shell(command, place, values)


def _replaced(found: re.Match[str], values: Mapping[str, Scalar]) -> str:
    return f"{{{found['escaped']}}}" if found["escaped"] else _text(values[found["name"]])


def _in_shell(command: str, place: re.Pattern[str], values: Mapping[str, Scalar]) -> str:
    pieces: list[str] = []
    end = 0
    quotes = _quotes(command)
    for found in place.finditer(command):
        quote = next(mark for start, mark in reversed(quotes) if start <= found.start())
        text = _replaced(found, values)
        pieces += [command[end : found.start()], text if found["escaped"] else quoted(text, quote)]
        end = found.end()
    return "".join([*pieces, command[end:]])


def _quotes(command: str) -> list[tuple[int, str]]:
    """From which offset on which quotes are open: nothing, ``'`` or ``"`` (POSIX shell, XCU 2.2)."""
    return [(0, ""), *_changes(command)]


def _changes(command: str) -> Iterator[tuple[int, str]]:
    quote, at = "", 0
    while at < len(command):
        mark = command[at]
        if mark == "\\" and quote != "'" and os.name != "nt":
            at += 1
        elif mark == quote:
            quote = ""
            yield at + 1, ""
        elif not quote and (mark == '"' or (mark == "'" and os.name != "nt")):
            quote = mark
            yield at + 1, mark
        at += 1


def quoted(text: str, quote: str) -> str:
    """A text as the shell is to read it where a quote is open, or none."""
    if os.name == "nt":
        # cmd.exe has no way to write a quote in quotes that every program reads alike; doubled is what most take.
        inner = text.replace('"', '""')
        return inner if quote or re.fullmatch(r"[\w.:/\\+=,-]+", text) else f'"{inner}"'
    if quote == '"':
        return re.sub(r'([\\"$`])', r"\\\1", text)
    return text.replace("'", "'\"'\"'") if quote == "'" else shlex.quote(text)


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
