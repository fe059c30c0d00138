"""Reads `NAME=VALUE` arguments as environment variables; refuses those that Gage sets itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gage.engine.environment import IDENTITY
from gage.errors import GageError

_NAME = re.compile(r"[^=\0\s]+")


class VariableError(GageError):
    """An argument that sets no variable, or one that must not be set."""

    exit_code = 2


def parse_variables(arguments: Sequence[str]) -> dict[str, str]:
    """The variables of a command line; of equal names the last counts. Raises VariableError."""
    variables: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise VariableError(f"{argument!r} sets no variable; write NAME=VALUE, such as --env SEED=7")
        if name in IDENTITY:
            raise VariableError(f"--env cannot set '{name}'; Gage sets it, to tell the run what it is")
        variables[name] = value
    return variables
