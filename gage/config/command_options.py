"""Adds options to a command for the values whose place is its command line; executes none."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from itertools import pairwise

from gage.config.command_config import quoted
from gage.config.project_config import ConfigError, ProjectConfig
from gage.config.resolve import same, spelled
from gage.config.scalar import Scalar
from gage.gagefile.model import Command

_MORE_THAN_A_CALL = re.compile(r"[|&;<>()`#\r\n]")


def with_options(command: Command, config: ProjectConfig, values: Mapping[str, Scalar], written: Command) -> Command:
    """The command with ``--option=value`` for each value that differs from the default its option has in a file.

    ``written`` is the command of the gagefile: what that names itself, as ``{name}``, is not added. Raises ConfigError
    where it does not call the file that has the option, or does more than that.
    """
    options: dict[str, str] = {}
    for path, literals in config.files.items():
        for name, literal in literals.items():
            value = values[name]
            if literal.option and not same(value, literal.value) and not _names(written, name):
                if why := _refusal(value, written, path):
                    raise ConfigError(f"{name}={spelled(value)} cannot be set: {why}; write {{{name}}} in the command")
                options.setdefault(literal.option, f"{literal.option}={spelled(value)}")
    if not options:
        return command
    if isinstance(command, str):
        return " ".join([command.rstrip(), *(quoted(option, "") for option in options.values())])
    return (*command, *options.values())


def _refusal(value: Scalar, command: Command, path: str) -> str:
    """Why an option cannot be added to a command; nothing if it can."""
    if value is None:
        return "an option cannot be null"
    return "" if _calls(command, path) else f"the command does not call {path} and nothing else"


def without_fixed_options(config: ProjectConfig, command: Command) -> ProjectConfig:
    """The config without the options that a command of the gagefile gives itself: their defaults are not used."""
    files = {
        path: {name: each for name, each in literals.items() if not _fixes(command, name, each.option)}
        for path, literals in config.files.items()
    }
    left = {name for literals in files.values() for name in literals}
    return config._replace(values={name: value for name, value in config.values.items() if name in left}, files=files)


def _fixes(command: Command, name: str, option: str) -> bool:
    words = command.split() if isinstance(command, str) else command
    is_given = bool(option) and any(word == option or word.startswith(f"{option}=") for word in words)
    return is_given and not _names(command, name)


def _names(command: Command, name: str) -> bool:
    text = command if isinstance(command, str) else "\0".join(command)
    return not text.startswith("#!") and re.search(rf"(?<![{{$])\{{{re.escape(name)}\}}(?!\}})", text) is not None


def _calls(command: Command, path: str) -> bool:
    """Whether a command is one call, of a script or module."""
    module = path.removesuffix(".py").removesuffix("/__main__").replace("/", ".")
    if isinstance(command, str):
        if _MORE_THAN_A_CALL.search(command.strip()):
            return False
        try:
            words = shlex.split(command, posix=os.name != "nt")
        except ValueError:
            return False
    else:
        words = list(command)
    scripts = [word.replace("\\", "/").removeprefix("./") for word in words]
    return path in scripts or ("-m", module) in pairwise(words)
