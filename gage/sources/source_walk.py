"""One walk over a project that holds its files against patterns; reads names and first bytes, never enters runs."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gage.config.wildcard import compile_wildcards, has_wildcard
from gage.errors import GageError
from gage.sources.git_ignored import GitIgnored, GitRepository, ignored_in, repository_at
from gage.sources.source_pattern import SourcePattern
from gage.sources.text_file import is_text_file

_RECORD = re.compile(r"[0-9a-f-]{36}\.meta(\.zip)?")
"""What lies beside each run in a runs directory."""

_MOST_LEFT_OUT = 1_000
"""Files left out that are named."""

_RULES_A_NAME = 100
"""Rules of ignore files by which looking at a name counts once more."""


class LeftOut(NamedTuple):
    """A file, or a directory with a slash at its end, that a rule asks for and that is left out all the same.

    ``reason`` is ``gitignore``, or the attribute of the rule: ``text``, ``binary``, ``size`` or ``max-matches``.
    ``rule`` is the rule that says so, for ``gitignore`` as ``FILE:LINE: RULE``.
    """

    path: str
    reason: str
    rule: str


class TooManyFilesError(GageError):
    """A project with more files than the caller cares to look at."""


class _Place(NamedTuple):
    """A directory: its path, the same relative to the project, and what Git ignores in it, if that counts."""

    path: str
    relative: str
    ignored: GitIgnored | None


class SourceWalk:
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
        self.repositories: list[GitRepository] = []
        self.heeds_git = False
        self.left_out_first: list[LeftOut] = []
        self.left_out_count = 0
        self.warnings = [
            f"source code pattern '{rule.text}' matches no file; write '{rule.text}/*' for all below"
            for rule in self.file_rules
            if rule.levels[-1] == "**" and not rule.exclude
        ]

    def run(self, follow_links: bool, heeds_git: bool) -> None:
        """Go over all directories that rules reach; with ``heeds_git`` what Git ignores is left out."""
        self.heeds_git = heeds_git
        self.enter_below(_Place(self.root, "", self.known(ignored_in(self.root)) if heeds_git else None))
        while follow_links and self.links:
            path, relative = self.links.pop(0)
            real = os.path.realpath(path)
            if self.is_left_out(real):
                continue
            if _is_within(self.root, real) or _identity(path) in self.entered:
                self.warn(relative, "links to a directory that is copied already, so it is left out")
            else:
                self.enter_below(_Place(path, relative, None))

    def looked_at(self) -> list[str]:
        """The paths of all directories that were entered, and of the files that say what Git ignores."""
        return [*self.directories, *(path for repository in self.repositories for path in repository.read)]

    def enter_below(self, place: _Place) -> None:
        """A directory and all below it, its files before its directories so that limits favour files near the top."""
        waiting = [place]
        while waiting:
            place = waiting.pop()
            identity = _identity(place.path)
            if identity and identity not in self.entered:
                self.entered.add(identity)
                waiting.extend(reversed(self.enter(place)))

    def enter(self, place: _Place) -> list[_Place]:
        """Select from the files of one directory; the real directories in it that are to be entered."""
        try:
            with os.scandir(place.path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
                self.directories.append(place.path)
        except OSError as error:
            self.warn(place.relative or ".", f"cannot be read: {error.strerror}")
            return []
        if any(_RECORD.fullmatch(entry.name) for entry in found):
            return []
        place = self.with_own_rules(place, found)
        self.count(place, len(found))
        directories: list[_Place] = []
        for entry in found:
            name = f"{place.relative}/{entry.name}" if place.relative else entry.name
            if not _is_directory(entry):
                self.consider(entry, name, place.ignored)
            elif self.wants_directory(entry.path, name) and not self.is_ignored(entry, name, place.ignored):
                if entry.is_symlink():
                    self.links.append((entry.path, name))
                else:
                    directories.append(_Place(entry.path, name, place.ignored and place.ignored.below(entry.name)))
        return directories

    def with_own_rules(self, place: _Place, found: Sequence[os.DirEntry[str]]) -> _Place:
        """The directory with what its own ignore file says; of a repository in the project nothing but its own."""
        if self.heeds_git and place.relative:
            names = {entry.name for entry in found if entry.name in (".git", ".gitignore")}
            if ".git" in names and (own := self.known(repository_at(place.path))):
                return place._replace(ignored=own)
            if ".gitignore" in names and place.ignored:
                return place._replace(ignored=place.ignored.with_own_rules(place.path))
        return place

    def known(self, ignored: GitIgnored | None) -> GitIgnored | None:
        if ignored:
            self.repositories.append(ignored.repository)
        return ignored

    def count(self, place: _Place, names: int) -> None:
        if self.most is not None:
            weight = place.ignored.weight if place.ignored else 0
            self.most -= names * (1 + weight // _RULES_A_NAME)
            if self.most < 0:
                raise TooManyFilesError(f"{self.root} holds more files than are looked at")

    def wants_directory(self, path: str, relative: str) -> bool:
        """Whether rules reach a directory, and none of those for directories leaves it out."""
        wanted = any(not rule.exclude and not rule.overflowed and reaches(rule, relative) for rule in self.file_rules)
        if wanted:
            last = None
            for rule in self.directory_rules:
                if rule.glob.fullmatch(relative) and (not rule.sentinel or _holds(path, rule.sentinel)):
                    last = rule
            if last:
                last.decided += 1
                wanted = not last.exclude
        return wanted

    def is_ignored(self, entry: os.DirEntry[str], relative: str, ignored: GitIgnored | None) -> bool:
        if ignored is None:
            return False
        is_directory = entry.is_dir(follow_symlinks=False)
        rule = ignored.reason(entry.name, is_directory)
        if rule:
            self.leave_out(relative + "/" * is_directory, "gitignore", rule)
        return bool(rule)

    def consider(self, entry: os.DirEntry[str], relative: str, ignored: GitIgnored | None) -> None:
        """Select a file or not. What can be no source file is worth a warning only where a pattern asks for it."""
        rules = [rule for rule in self.file_rules if not rule.overflowed and rule.glob.fullmatch(relative)]
        if all(rule.exclude for rule in rules):
            return
        try:
            if self.is_ignored(entry, relative, ignored):
                return
            if not entry.is_file():
                self.warn(relative, "is a broken link" if entry.is_symlink() else "is no regular file")
            elif rule := self.decide(rules, entry, relative):
                self.select(entry, relative, rule)
        except OSError as error:
            self.warn(relative, f"cannot be read: {error.strerror}")

    def decide(self, rules: list[SourcePattern], entry: os.DirEntry[str], relative: str) -> SourcePattern | None:
        """The rule that selects a file, if it is selected."""
        chosen: SourcePattern | None = None
        is_wanted = False
        refused: tuple[str, str] | None = None
        for rule in rules:
            lacks = _lacks(rule, entry)
            if not lacks and rule.matches == rule.limit:
                rule.overflowed = True
                self.warn(relative, f"and perhaps others are beyond the limit of '{rule.text}'")
                lacks = "max-matches"
            if lacks:
                refused = refused if rule.exclude else (lacks, rule.text)
            else:
                rule.matches += 1
                is_wanted = is_wanted or not rule.exclude
                chosen = rule
        if chosen is None:
            if refused:
                self.leave_out(relative, *refused)
            return None
        chosen.decided += is_wanted
        return None if chosen.exclude else chosen

    def select(self, entry: os.DirEntry[str], relative: str, rule: SourcePattern) -> None:
        if entry.is_symlink() and self.is_left_out(os.path.realpath(entry.path)):
            self.warn(relative, "links to a file of an earlier run, so it is left out")
        elif os.access(entry.path, os.R_OK):
            self.selected[relative] = rule.text
        else:
            self.warn(relative, "cannot be read: Permission denied")

    def leave_out(self, relative: str, reason: str, rule: str) -> None:
        self.left_out_count += 1
        if self.left_out_count <= _MOST_LEFT_OUT:
            self.left_out_first.append(LeftOut(relative, reason, rule))

    def is_left_out(self, real: str) -> bool:
        return any(_is_within(real, path) for path in self.left_out)

    def warn(self, relative: str, what: str) -> None:
        name = relative if relative.isprintable() else ascii(relative)
        self.warnings.append(f"source code: {name} {what}")


def _lacks(rule: SourcePattern, entry: os.DirEntry[str]) -> str:
    """The attribute of a rule that a file does not have, or nothing."""
    if rule.less_than is not None and entry.stat().st_size >= rule.less_than:
        return "size"
    if rule.more_than is not None and entry.stat().st_size <= rule.more_than:
        return "size"
    if rule.kind is None or is_text_file(entry.path) is (rule.kind == "text"):
        return ""
    return rule.kind


def reaches(rule: SourcePattern, directory: str) -> bool:
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
