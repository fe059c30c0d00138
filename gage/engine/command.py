"""How a command of a gagefile becomes the words of a process; starts nothing."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

from gage.gagefile.model import Command

_EVAL_OPTION = {"lua": "-e", "node": "-e", "nodejs": "-e", "perl": "-e", "rscript": "-e", "ruby": "-e"}
"""How interpreters take a program as an argument, where it is not ``-c``."""

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


def encode_command(command: Command) -> bytes:
    """The member ``proc/cmd.json``."""
    return json.dumps(command).encode()


def words(command: Command) -> str | list[str]:
    """What to execute. A text (on Windows only) is a line for the system's shell.

    A command that begins with ``#!`` is a program for the interpreter named there, handed over line by line as written.
    Raises ValueError for an interpreter line whose quotes do not close.
    """
    if not isinstance(command, str):
        return list(command)
    if command.startswith("#!"):
        line, _, program = command[2:].partition("\n")
        return [*_interpreter(line), program]
    return command if os.name == "nt" else ["/bin/sh", "-c", command]


def _interpreter(line: str) -> list[str]:
    """The interpreter, its arguments, and the option that makes it take a program as an argument."""
    parts = shlex.split(line)
    if parts and Path(parts[0]).name == "env":
        # What env -S does is done already, and finding the program is all that is left on Windows.
        parts = [part for part in parts if part not in ("-S", "--split-string")]
        if os.name == "nt":
            parts = parts[1:]
    program = next((part for part in parts if not _is_env_word(part)), "sh")
    return [*(parts or ["/bin/sh"]), _EVAL_OPTION.get(Path(program).stem.lower(), "-c")]


def _is_env_word(part: str) -> bool:
    """Whether a word comes before the program's name: ``env`` itself, an option of it, or a variable it sets."""
    return Path(part).name == "env" or part.startswith("-") or _ASSIGNMENT.match(part) is not None
