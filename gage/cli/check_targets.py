"""Which files a check is of: files, directories and patterns as the person named them; opens none of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gage.errors import GageError
from gage.gagefile.document import SYNTAX_BY_SUFFIX
from gage.gagefile.load import GAGEFILE_NAMES, find_gagefile

MOST_ENTRIES = 500_000
"""Files and directories that are looked at for patterns and ``--all``."""

_NOT_OURS = frozenset({"node_modules", "__pycache__", "site-packages"})
_META_SUFFIXES = (".meta", ".meta.zip")  # beside the directory of a run, which may hold a copy of the gagefile


class TooManyError(GageError):
    """A pattern or ``--all`` leads through more directories than anyone means to check."""

    exit_code = 2


class Target(NamedTuple):
    """A file to check; where there is none, what the person named and why that leads to no file."""

    path: Path
    missing: str = ""


def targets(words: Iterable[str], below: bool) -> list[Target]:
    """The files that words name, each once, in order; with ``below`` all gagefiles in and below directories.

    Raises:
        TooManyError: more than MOST_ENTRIES files and directories were looked at.
    """
    found: dict[str, Target] = {}
    walk = _Walk()
    for word in words:
        for target in _targets(word, below, walk):
            found.setdefault(os.path.normcase(os.path.abspath(target.path)), target)
    return list(found.values())


def _targets(word: str, below: bool, walk: _Walk) -> Iterator[Target]:
    path = Path(word)
    if os.path.isdir(path):
        yield from _all_below(path, walk) if below else [_gagefile_of(path)]
    elif re.search(r"[*?\[]", word) and not os.path.exists(path):
        yield from _matching(word, below, walk)
    else:
        yield Target(path)


def _gagefile_of(directory: Path) -> Target:
    found = find_gagefile(directory)
    if found:
        return Target(found)
    if not os.access(directory, os.X_OK):
        return Target(directory, "this directory cannot be read: Permission denied")
    names = ", ".join(GAGEFILE_NAMES[3:])
    return Target(directory, f"there is no gagefile in this directory; it would be one of {names}")


def _all_below(directory: Path, walk: _Walk) -> list[Target]:
    found = [
        Target(path)
        for inner in [directory, *walk.directories_below(directory)]
        for name in GAGEFILE_NAMES
        if os.path.isfile(path := inner / name)
    ]
    return found or [Target(directory, "there is no gagefile in this directory or below")]


def _matching(pattern: str, below: bool, walk: _Walk) -> list[Target]:
    """The gagefiles among what matches; a directory stands for the one in it."""
    anchor = Path(Path(pattern).anchor)
    parts = [part for part in Path(pattern).parts if part != str(anchor)]
    found = []
    for path in walk.matching(anchor, parts):
        if os.path.isdir(path):
            inner = _all_below(path, walk) if below else [_gagefile_of(path)]
            found += [target for target in inner if not target.missing]
        elif path.suffix.lower() in SYNTAX_BY_SUFFIX:
            found.append(Target(path))
    return found or [Target(Path(pattern), "no gagefile matches this pattern")]


class _Walk:
    """A walk through directories that counts what it sees and passes over what is nobody's own writing."""

    def __init__(self) -> None:
        self._left = MOST_ENTRIES

    def directories_below(self, directory: Path) -> Iterator[Path]:
        """Every directory below one, each before those in it, in order of name."""
        pending = self._directories(directory)[::-1]
        while pending:
            inner = pending.pop()
            yield inner
            pending += reversed(self._directories(inner))

    def matching(self, directory: Path, parts: list[str]) -> Iterator[Path]:
        """What a pattern in parts leads to from a directory, in order of name; ``**`` is any directories or none."""
        if not parts:
            yield directory
            return
        part, rest = parts[0], parts[1:]
        if part == "**":
            while rest[:1] == ["**"]:
                rest = rest[1:]
            for inner in [directory, *self.directories_below(directory)]:
                yield from self.matching(inner, rest)
        elif re.search(r"[*?\[]", part):
            for name in self._names(directory, part, files=not rest):
                yield from self.matching(directory / name, rest)
        elif os.path.lexists(directory / part):
            yield from self.matching(directory / part, rest)

    def _names(self, directory: Path, pattern: str, files: bool) -> list[str]:
        import fnmatch

        names = [inner.name for inner in self._directories(directory, hidden=pattern.startswith("."))]
        if files:
            names += [entry.name for entry in self._entries(directory) if entry.is_file()]
        hidden = pattern.startswith(".")
        return sorted(name for name in names if fnmatch.fnmatch(name, pattern) and (hidden or name[0] != "."))

    def _directories(self, directory: Path, hidden: bool = False) -> list[Path]:
        entries = self._entries(directory)
        names = {entry.name for entry in entries}
        return [
            directory / entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False)
            and entry.name not in _NOT_OURS
            and (hidden or not entry.name.startswith("."))
            and not any(f"{entry.name}{suffix}" in names for suffix in _META_SUFFIXES)
            and not os.path.lexists(os.path.join(entry.path, "pyvenv.cfg"))
        ]

    def _entries(self, directory: Path) -> list[os.DirEntry[str]]:
        """What is in a directory, in order of name; nothing where it may not be read."""
        try:
            with os.scandir(directory) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            return []
        self._left -= len(found)
        if self._left < 0:
            searched = f"more than {MOST_ENTRIES:,} files and directories were searched"
            raise TooManyError(f"{searched}; name directories closer to the gagefiles")
        return found
