"""Turns the wildcards of file and key patterns into regular expressions that no pattern can make slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_OPTIONAL_LIMIT = 8


class WildcardError(ValueError):
    """A pattern whose matching would take too long."""


def has_wildcard(pattern: str) -> bool:
    """Whether a pattern is more than a plain name."""
    return "*" in pattern or "?" in pattern


@lru_cache(maxsize=512)
def compile_wildcards(pattern: str, separator: str) -> re.Pattern[str]:
    """An expression for whole names of levels parted by ``separator``, one character.

    Within a level ``*`` is any characters and ``?`` one character or none; a level ``**`` is any number of levels, none
    included, and needs a level after it to match anything. All else is literal. Raises WildcardError.
    """
    if pattern.count("?") > _OPTIONAL_LIMIT:
        # Each may or may not take a character: the ways to try double with every one.
        raise WildcardError(f"'{pattern}' has more than {_OPTIONAL_LIMIT} question marks")
    any_character = f"[^{re.escape(separator)}]"
    end = re.escape(separator)
    levels = re.sub(rf"(?:\*\*{end})+", f"**{separator}", pattern).split(separator)
    if levels[-1] == "**":
        return re.compile("(?!)")
    names = (f"w{number}" for number in range(len(pattern)))
    parts: list[str] = [""]
    for level in levels[:-1]:
        if level == "**":
            parts.append("")
        else:
            parts[-1] += _level(level, any_character, names) + end
    parts[-1] += _level(levels[-1], any_character, names)
    return re.compile(_joined(parts, f"(?:{any_character}*{end})", names))


def _level(level: str, any_character: str, names: Iterator[str]) -> str:
    """One level; a question mark beside a star adds nothing to it."""
    chunks = re.sub(r"[*?]*\*[*?]*", "*", level).split("*")
    return _joined([_chunk(chunk, any_character) for chunk in chunks], any_character, names)


def _chunk(chunk: str, any_character: str) -> str:
    return "".join(
        f"{any_character}{{0,{len(part)}}}?" if part.startswith("?") else re.escape(part)
        for part in re.split(r"(\?+)", chunk)
    )


def _joined(parts: list[str], repeated: str, names: Iterator[str]) -> str:
    """The parts with any number of ``repeated`` between them.

    A part between two gaps may settle for its first match: whatever follows, the later gap makes up for it. Each is
    therefore matched in a look-ahead, which never tries again, so that many stars cost no more than one.
    """
    first, *rest = parts
    if not rest:
        return first
    for part in rest[:-1]:
        name = next(names)
        first += f"(?=(?P<{name}>{repeated}*?{part}))(?P={name})"
    return f"{first}{repeated}*{rest[-1]}"
