"""The values of a run: those of the project, overridden by flags that name one and fit it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from gage.config.project_config import ConfigError, Literal, ProjectConfig
from gage.config.scalar import Scalar, WrittenFloat, WrittenInt


def resolve_config(
    config: ProjectConfig, flags: Mapping[str, Scalar], named: Collection[str] = ()
) -> dict[str, Scalar]:
    """All values of a run. Raises ConfigError for a flag that names no value or does not fit the one it names.

    ``named`` are flags of the command alone, which stand in no file. A key whose literal another key shares
    (``a = b = 5``) follows that one.
    """
    for name in flags:
        if name not in config.values and name not in named:
            raise ConfigError(_unknown(name, [*config.values, *named]))
    given: dict[str, Scalar] = {}
    for path, literals in reversed(config.files.items()):
        for name in flags:
            if name in literals:
                given[name] = fit(name, flags[name], literals[name], path)
    return {**config.values, **_followers(config, given), **given}


def fit(name: str, value: Scalar, literal: Literal, path: str) -> Scalar:
    """A value in the type of the literal it is to replace. Raises ConfigError.

    A number replaces a number (a float stays one), ``true`` and ``false`` a boolean; text is replaced by the value as
    it was written, and None by anything.
    """
    old = literal.value
    if isinstance(old, str):
        return _text(value)
    value = _plain(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ConfigError(f"{name}={value} does not fit; {value} is no number that a file can hold")
    if old is None or type(old) is type(value):
        return value
    if isinstance(old, bool):
        raise ConfigError(
            f"{_shown(name, value)} does not fit; '{name}' is a boolean in {path}, so write true or false"
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(f"{_shown(name, value)} does not fit; '{name}' is a number in {path}, as in {name}={old}")
    return _exact_float(value) if isinstance(old, float) else value


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two values are one and the same to a program: 1, 1.0 and True are three, and 0.0 is not -0.0."""
    return type(one) is type(other) and repr(one) == repr(other)


def _followers(config: ProjectConfig, given: dict[str, Scalar]) -> dict[str, Scalar]:
    """The values that change because their literal is one that a given key has too."""
    followers: dict[str, Scalar] = {}
    for path, literals in reversed(config.files.items()):
        owners: dict[int, str] = {}
        for name in given:
            if name not in literals:
                continue
            other = owners.setdefault(literals[name].start, name)
            if not same(given[other], given[name]):
                raise ConfigError(
                    f"{other} and {name} share one value in {path}, so they cannot become "
                    f"{spelled(given[other])} and {spelled(given[name])}; set one of them, or part them in the file"
                )
        for name, literal in literals.items():
            if name not in given and literal.start in owners:
                followers[name] = given[owners[literal.start]]
    return followers


def _text(value: Scalar) -> str:
    if isinstance(value, WrittenInt | WrittenFloat):
        return value.text
    return value if isinstance(value, str) else spelled(value)


def _plain(value: Scalar) -> Scalar:
    if isinstance(value, WrittenInt):
        return int(value)
    return float(value) if isinstance(value, WrittenFloat) else value


def _exact_float(value: int | float) -> int | float:
    try:
        return float(value) if float(value) == value else value
    except OverflowError:
        return value


def spelled(value: Scalar) -> str:
    """A value as a flag gives it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _shown(name: str, value: Scalar) -> str:
    return f"{name}={spelled(value)}"


def _unknown(name: str, known: list[str]) -> str:
    import difflib

    if not known:
        return f"there is no flag '{name}'; the operation has no config values to set"
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else f"; the flags are {', '.join(known)}"
    return f"there is no flag '{name}'{hint}"
