"""Picks the project files that are copied as source code; reads names and first bytes, and never enters the runs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from gage.config.wildcard import compile_wildcards, has_wildcard
from gage.errors import GageError
from gage.sources.source_pattern import SourcePattern, effective, parse_pattern
from gage.sources.text_file import is_text_file


class TooManyFilesError(GageError):
    """A project with more files than the caller cares to look at."""


class SourceSelection(NamedTuple):
    """The files to copy, as POSIX paths relative to the project: in each directory its directories, then its files.

    ``idle`` are those of the patterns that ask for files and match none. ``selected_by`` has the pattern that decided
    on each file. ``directories`` are the paths of all that were entered: as long as none of them has changed, neither
    has the selection, but for what patterns ask of content.
    """

    files: list[str]
    patterns: list[str]
    warnings: list[str]
    idle: list[str]
    selected_by: Mapping[str, str] = MappingProxyType({})
    directories: Sequence[str] = ()


def select_sources(
    project_dir: Path,
    sourcecode: bool | tuple[str, ...],
    leave_out: Sequence[Path],
    most: int | None = None,
    *,
    follow_links: bool = True,
) -> SourceSelection:
    """The source files of a project under the ``sourcecode`` of an operation.

    The last matching pattern decides on a file; a file that none matches is left out. The directories in ``leave_out``
    are neither entered nor copied from, whatever the patterns say. Links are followed, but no directory is entered
    twice; without ``follow_links`` none that leads out of the project is. ``most`` is how many names are looked at.
    Raises SourcePatternError, TooManyFilesError.
    """
    patterns = effective(sourcecode)
    rules = [parse_pattern(pattern) for pattern in patterns]
    if not rules:
        return SourceSelection([], [], [], [])
    walk = _Walk(project_dir, rules, leave_out, most)
    walk.run(follow_links)
    idle = [rule.text for rule in walk.file_rules if not rule.exclude and not rule.matches]
    files = sorted(walk.selected, key=_directories_first)
    return SourceSelection(files, patterns, walk.warnings, idle, walk.selected, walk.directories)


def patterns_reaching(project_dir: Path, sourcecode: bool | tuple[str, ...], directory: str) -> list[str]:
    """The patterns that would select files below a directory if none were left out; none where it is not entered.

    ``directory`` is relative to the project, with slashes. Raises SourcePatternError.
    """
    walk = _Walk(project_dir, [parse_pattern(pattern) for pattern in effective(sourcecode)], [])
    levels = directory.split("/")
    for depth in range(1, len(levels) + 1):
        if not walk.wants_directory(os.path.join(walk.root, *levels[:depth]), "/".join(levels[:depth])):
            return []
    return [rule.text for rule in walk.file_rules if not rule.exclude and _reaches(rule, directory)]


def _directories_first(path: str) -> list[tuple[bool, str]]:
    *directories, name = path.split("/")
    return [*((False, directory) for directory in directories), (True, name)]


class _Walk:
    """One pass over a project. Links to directories wait until all real ones are done: none may take their place."""

    def __init__(
        self, project_dir: Path, rules: list[SourcePattern], leave_out: Sequence[Path], most: int | None = None
    ) -> None:
        self.root = os.path.realpath(project_dir)
        self.most = most
        self.file_rules = [rule for rule in rules if not rule.for_directories]
        self.directory_rules = [rule for rule in rules if rule.for_directories]
        real = [os.path.realpath(path) for path in leave_out]
        self.left_out = [path for path in real if path == self.root or not _is_within(self.root, path)]
        self.entered = {identity for path in self.left_out if (identity := _identity(path))}
        self.links: list[tuple[str, str]] = []
        self.selected: dict[str, str] = {}
        self.directories: list[str] = []
        self.warnings = [
            f"source code pattern '{rule.text}' matches no file; write '{rule.text}/*' for all below"
            for rule in self.file_rules
            if rule.levels[-1] == "**" and not rule.exclude
        ]

    def run(self, follow_links: bool) -> None:
        self.enter_below(self.root, "")
        while follow_links and self.links:
            path, relative = self.links.pop(0)
            real = os.path.realpath(path)
            if self.is_left_out(real):
                continue
            if _is_within(self.root, real) or _identity(path) in self.entered:
                self.warn(relative, "links to a directory that is copied already, so it is left out")
            else:
                self.enter_below(path, relative)

    def enter_below(self, path: str, relative: str) -> None:
        """A directory and all below it, its files before its directories so that limits favour files near the top."""
        waiting = [(path, relative)]
        while waiting:
            path, relative = waiting.pop()
            identity = _identity(path)
            if identity and identity not in self.entered:
                self.entered.add(identity)
                waiting.extend(reversed(self.enter(path, relative)))

    def enter(self, path: str, relative: str) -> list[tuple[str, str]]:
        """Select from the files of one directory; the real directories in it that are to be entered."""
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
                self.directories.append(path)
        except OSError as error:
            self.warn(relative or ".", f"cannot be read: {error.strerror}")
            return []
        if self.most is not None:
            self.most -= len(found)
            if self.most < 0:
                raise TooManyFilesError(f"{self.root} holds more files than are looked at")
        directories: list[tuple[str, str]] = []
        for entry in found:
            name = f"{relative}/{entry.name}" if relative else entry.name
            if not _is_directory(entry):
                self.consider(entry, name)
            elif self.wants_directory(entry.path, name):
                (self.links if entry.is_symlink() else directories).append((entry.path, name))
        return directories

    def wants_directory(self, path: str, relative: str) -> bool:
        wanted = any(not rule.exclude and not rule.overflowed and _reaches(rule, relative) for rule in self.file_rules)
        if wanted:
            for rule in self.directory_rules:
                if rule.glob.fullmatch(relative) and (not rule.sentinel or _holds(path, rule.sentinel)):
                    wanted = not rule.exclude
        return wanted

    def consider(self, entry: os.DirEntry[str], relative: str) -> None:
        """Select a file or not. What can be no source file is worth a warning only where a pattern asks for it."""
        rules = [rule for rule in self.file_rules if not rule.overflowed and rule.glob.fullmatch(relative)]
        if all(rule.exclude for rule in rules):
            return
        try:
            if not entry.is_file():
                self.warn(relative, "is a broken link" if entry.is_symlink() else "is no regular file")
            elif rule := self.decide(rules, entry, relative):
                self.select(entry, relative, rule)
        except OSError as error:
            self.warn(relative, f"cannot be read: {error.strerror}")

    def decide(self, rules: list[SourcePattern], entry: os.DirEntry[str], relative: str) -> SourcePattern | None:
        """The rule that selects a file, if it is selected."""
        chosen = None
        for rule in rules:
            if not _has_attributes(rule, entry):
                continue
            if rule.matches == rule.limit:
                rule.overflowed = True
                self.warn(relative, f"and perhaps others are beyond the limit of '{rule.text}'")
                continue
            rule.matches += 1
            chosen = None if rule.exclude else rule
        return chosen

    def select(self, entry: os.DirEntry[str], relative: str, rule: SourcePattern) -> None:
        if entry.is_symlink() and self.is_left_out(os.path.realpath(entry.path)):
            self.warn(relative, "links to a file of an earlier run, so it is left out")
        elif os.access(entry.path, os.R_OK):
            self.selected[relative] = rule.text
        else:
            self.warn(relative, "cannot be read: Permission denied")

    def is_left_out(self, real: str) -> bool:
        return any(_is_within(real, path) for path in self.left_out)

    def warn(self, relative: str, what: str) -> None:
        name = relative if relative.isprintable() else ascii(relative)
        self.warnings.append(f"source code: {name} {what}")


def _has_attributes(rule: SourcePattern, entry: os.DirEntry[str]) -> bool:
    if rule.less_than is not None and entry.stat().st_size >= rule.less_than:
        return False
    if rule.more_than is not None and entry.stat().st_size <= rule.more_than:
        return False
    return rule.kind is None or is_text_file(entry.path) is (rule.kind == "text")


def _reaches(rule: SourcePattern, directory: str) -> bool:
    """Whether a rule can match a file somewhere below a directory."""
    levels = directory.split("/")
    for level, pattern in zip(levels, rule.levels, strict=False):
        if pattern == "**":
            return True
        if not compile_wildcards(pattern, "/").fullmatch(level):
            return False
    return len(rule.levels) > len(levels)


def _holds(directory: str, levels: list[str]) -> bool:
    """Whether a directory holds a sentinel."""
    first, *rest = levels
    names = [first]
    if has_wildcard(first):
        pattern = compile_wildcards(first, "/")
        _, directories, files = next(os.walk(directory), (directory, [], []))
        names = [name for name in [*directories, *files] if pattern.fullmatch(name)]
    paths = (os.path.join(directory, name) for name in names)
    return any(_holds(path, rest) if rest else os.path.lexists(path) for path in paths)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _identity(path: str) -> tuple[int, int] | None:
    """What tells a directory from every other one, however it is reached."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_within(path: str, directory: str) -> bool:
    path, directory = os.path.normcase(path), os.path.normcase(directory)
    return path == directory or path.startswith(directory.rstrip(os.sep) + os.sep)
