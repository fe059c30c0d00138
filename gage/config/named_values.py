"""The values of a run that stand in no file, only in its command: judged before anything is made; replaces nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from gage.config.project_config import ConfigError
from gage.config.scalar import Scalar, WrittenFloat, WrittenInt
from gage.gagefile.model import ConfigValue


def resolve_named(values: Iterable[ConfigValue], flags: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The value of each name, from its flag or its default; None where it has neither.

    Raises:
        ConfigError: a flag has another type, or is none of the choices, or out of bounds, or a required one is missing.
    """
    resolved: dict[str, Scalar] = {}
    for value in values:
        if value.name in flags:
            resolved[value.name] = _held_to(value, flags[value.name])
        elif value.required:
            what = f" ({value.description})" if value.description else ""
            raise ConfigError(f"'{value.name}'{what} must be given; add {value.name}={_example(value)}")
        else:
            resolved[value.name] = value.default
    return resolved


def _held_to(value: ConfigValue, given: Scalar) -> Scalar:
    flag = _typed(value, given)
    if value.choices and not any(type(flag) is type(choice) and flag == choice for choice in value.choices):
        raise ConfigError(f"{_shown(value, given)} is none of its choices: {', '.join(map(_spelled, value.choices))}")
    if isinstance(flag, int | float) and not isinstance(flag, bool):
        if value.least is not None and flag < value.least:
            raise ConfigError(f"{_shown(value, given)} is too small; the least is {value.least}")
        if value.most is not None and flag > value.most:
            raise ConfigError(f"{_shown(value, given)} is too large; the most is {value.most}")
    return flag


def _typed(value: ConfigValue, given: Scalar) -> Scalar:
    if value.type == "string":
        return given.text if isinstance(given, WrittenInt | WrittenFloat) else _spelled(given)
    is_number = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)
    if value.type == "boolean" and isinstance(given, bool):
        return given
    if value.type == "integer" and is_number and isinstance(given, int):
        return int(given)
    if value.type == "number" and is_number and isinstance(given, int | float):
        return int(given) if isinstance(given, int) else float(given)
    kinds = {"boolean": "true or false", "integer": "a whole number", "number": "a number"}
    raise ConfigError(f"{_shown(value, given)} does not fit; '{value.name}' is {kinds[value.type]}")


def _example(value: ConfigValue) -> str:
    if value.choices:
        return _spelled(value.choices[0])
    return {"string": "TEXT", "integer": "NUMBER", "number": "NUMBER", "boolean": "true"}[value.type]


def _shown(value: ConfigValue, given: Scalar) -> str:
    return f"{value.name}={given.text if isinstance(given, WrittenInt | WrittenFloat) else _spelled(given)}"


def _spelled(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
