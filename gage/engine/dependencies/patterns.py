"""The files that the patterns of a dependency choose: globs, expressions behind ``regex:``, and ``-`` to leave out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from gage.config.wildcard import WildcardError, compile_wildcards, has_wildcard
from gage.engine.dependencies.found import UnmetError

_REGEX = "regex:"


def chosen(patterns: Iterable[str], names_below: Callable[[str], Iterable[str]], where: str) -> list[str]:
    """The names that patterns choose, sorted; the last one that matches a name decides.

    ``names_below`` gives the names below a directory, or all for an empty text. Raises UnmetError for a pattern that
    matches nothing: an operation that needs some files would run without them.
    """
    picked: set[str] = set()
    for pattern in patterns:
        if pattern.startswith("-"):
            picked = {name for name in picked if not _compiled(pattern[1:]).fullmatch(name)}
            continue
        found = set(_matches(pattern, names_below))
        if not found:
            raise UnmetError(f'no file {where} matches "{pattern}"')
        picked |= found
    if not picked:
        raise UnmetError(f"no file {where} is left by its patterns")
    return sorted(picked)


def _matches(pattern: str, names_below: Callable[[str], Iterable[str]]) -> Iterable[str]:
    if not pattern.startswith(_REGEX) and not has_wildcard(pattern):
        return [pattern]
    expression = _compiled(pattern)
    return (name for name in names_below(_start(pattern)) if expression.fullmatch(name))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        if pattern.startswith(_REGEX):
            return re.compile(pattern[len(_REGEX) :].strip())
        return compile_wildcards(pattern.strip().removeprefix("./"), "/")
    except (re.error, WildcardError) as error:
        raise UnmetError(f'the pattern "{pattern}" cannot be read: {error}') from None


def _start(pattern: str) -> str:
    """The directories that a pattern begins with; all others need not be looked at."""
    if pattern.startswith(_REGEX):
        return ""
    levels = pattern.removeprefix("./").split("/")
    first = next(index for index, level in enumerate(levels) if has_wildcard(level))
    return "/".join(levels[:first])
