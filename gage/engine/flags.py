"""Reads `NAME=VALUE` arguments as flags; knows no operation and refuses an argument that is no assignment."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from gage.config.scalar import Scalar, WrittenFloat, WrittenInt
from gage.errors import GageError

_ASSIGNMENT = re.compile(
    r"""\s*(?:(?P<name>[\w.][\w.-]*)|"(?P<double>[^"]+)"|'(?P<single>[^']+)')\s*=(?P<value>.*)""", re.DOTALL
)
_QUOTED = re.compile(r"""(["'])(?P<text>(?:(?!\1).)*)\1""", re.DOTALL)
_INT = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}


class FlagError(GageError):
    """An argument that is no flag, or a flag given twice."""

    exit_code = 2


def is_flag(argument: str) -> bool:
    """Whether an argument has the form of a flag; its value is not looked at."""
    return _ASSIGNMENT.fullmatch(argument) is not None


def parse_flags(arguments: Sequence[str]) -> dict[str, Scalar]:
    """The flags of a command line, in order. Raises FlagError."""
    flags: dict[str, Scalar] = {}
    for argument in arguments:
        match = _ASSIGNMENT.fullmatch(argument)
        if match is None:
            raise FlagError(f"{argument!r} is not a flag; {_mend(argument)}")
        name = match["name"] or match["double"] or match["single"]
        if name in flags:
            raise FlagError(f"flag {name!r} is given twice, the second time as {argument!r}; keep one of the two")
        flags[name] = parse_value(match["value"])
    return flags


def parse_value(text: str) -> Scalar:
    """The value a text stands for: in quotes a string; `true`, `false`, `null`; a finite number; else the text.

    A number comes as WrittenInt or WrittenFloat. Spaces around the text are dropped, those in quotes kept.
    """
    text = text.strip()
    if quoted := _QUOTED.fullmatch(text):
        return quoted["text"]
    if text in _WORDS:
        return _WORDS[text]
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> WrittenInt | WrittenFloat | None:
    number: WrittenInt | WrittenFloat
    if _INT.fullmatch(text):
        try:
            number = WrittenInt(text)
        except ValueError:  # more digits than Python converts
            return None
    elif _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        number = WrittenFloat(text)
    else:
        return None
    number.text = text
    return number


def _mend(argument: str) -> str:
    name, equals, value = argument.partition("=")
    if not equals:
        return "write NAME=VALUE, such as lr=0.1"
    if not name.strip():
        return f"a name belongs before the equals sign, such as NAME={value}"
    return (
        "a name is made of letters, digits, '.', '_' and '-', and does not begin with '-'; "
        f"put any other name in quotes, such as '\"my name\"={value}'"
    )
