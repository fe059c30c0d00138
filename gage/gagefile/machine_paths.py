"""Finds paths that only one machine has: those into somebody's home directory and into the project; reads no disk."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGIN = r"(?<![\w.:/\\$~}-])"
_REST = r"[^\s\"'`;|&<>()=,:*?]*"
_HOME = rf"{_BEGIN}(?:/home/|/Users/|/root/|[A-Za-z]:[\\/]+Users[\\/]+)(?=[\w.-]){_REST}"


def is_absolute(path: str) -> bool:
    """Whether a path begins at the root of a disk, on any system."""
    return re.match(r"/|[A-Za-z]:[\\/]", path) is not None


def machine_paths(text: str, directory: str) -> Iterator[tuple[int, str]]:
    """The paths in a text that lie in a home directory or in the project's, each once, with its offset.

    ``directory`` is the project's, absolute, or nothing if it is not known.
    """
    patterns = [_HOME]
    # A project at the root of a disk, as in a container, may well be there on every machine that runs it.
    if directory in text and len(re.findall(r"[^\\/]+", directory)) > 1:
        patterns.append(rf"{_BEGIN}{re.escape(directory)}(?![\w.-]){_REST}")
    found: dict[str, int] = {}
    for match in sorted((match for pattern in patterns for match in re.finditer(pattern, text)), key=re.Match.start):
        found.setdefault(match[0], match.start())
    return ((start, path) for path, start in found.items())
