"""Picks the project files that are copied as source code; reads names and first bytes, and never enters the runs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from gage.sources.source_pattern import effective, parse_pattern, uses_default_rules
from gage.sources.source_walk import LeftOut, SourceWalk, TooManyFilesError, reaches

__all__ = ["LeftOut", "SourceSelection", "TooManyFilesError", "patterns_reaching", "select_sources"]


class SourceSelection(NamedTuple):
    """The files to copy, as POSIX paths relative to the project: in each directory its directories, then its files.

    ``idle`` are those of the patterns that ask for files and match none. ``selected_by`` has the pattern that decided
    on each file. ``looked_at`` are the paths of all directories that were entered, and of the files that say what Git
    ignores: as long as none of them has changed, neither has the selection, but for what patterns ask of content.
    ``matches`` are how many files each pattern selects, or files and directories it leaves out. ``left_out`` are the
    first of ``left_out_count``.
    """

    files: list[str]
    patterns: list[str]
    warnings: list[str]
    idle: list[str]
    selected_by: Mapping[str, str] = MappingProxyType({})
    looked_at: Sequence[str] = ()
    matches: Sequence[int] = ()
    left_out: Sequence[LeftOut] = ()
    left_out_count: int = 0


def select_sources(
    project_dir: Path,
    sourcecode: bool | tuple[str, ...],
    leave_out: Sequence[Path],
    most: int | None = None,
    *,
    follow_links: bool = True,
) -> SourceSelection:
    """The source files of a project under the ``sourcecode`` of an operation.

    The last matching pattern decides on a file; a file that none matches is left out. Under the default rules, so is
    what Git ignores. The directories in ``leave_out``, and others that hold runs, are neither entered nor copied from,
    whatever the patterns say. Links are followed, but no directory is entered
    twice; without ``follow_links`` none that leads out of the project is. ``most`` is how many names are looked at.
    Raises SourcePatternError, TooManyFilesError.
    """
    patterns = effective(sourcecode)
    rules = [parse_pattern(pattern) for pattern in patterns]
    if not rules:
        return SourceSelection([], [], [], [])
    walk = SourceWalk(project_dir, rules, leave_out, most)
    walk.run(follow_links, heeds_git=uses_default_rules(sourcecode))
    idle = [rule.text for rule in walk.file_rules if not rule.exclude and not rule.matches]
    files = sorted(walk.selected, key=_directories_first)
    return SourceSelection(
        files,
        patterns,
        walk.warnings,
        idle,
        walk.selected,
        walk.looked_at(),
        [rule.decided for rule in rules],
        walk.left_out_first,
        walk.left_out_count,
    )


def patterns_reaching(project_dir: Path, sourcecode: bool | tuple[str, ...], directory: str) -> list[str]:
    """The patterns that would select files below a directory if none were left out; none where it is not entered.

    ``directory`` is relative to the project, with slashes. Raises SourcePatternError.
    """
    walk = SourceWalk(project_dir, [parse_pattern(pattern) for pattern in effective(sourcecode)], [])
    levels = directory.split("/")
    for depth in range(1, len(levels) + 1):
        if not walk.wants_directory(os.path.join(walk.root, *levels[:depth]), "/".join(levels[:depth])):
            return []
    return [rule.text for rule in walk.file_rules if not rule.exclude and reaches(rule, directory)]


def _directories_first(path: str) -> str:
    """What puts the directories of a directory before its files: their ends sort before all that names have."""
    directory, _, name = path.rpartition("/")
    return "\0{}\1{}".format(directory.replace("/", "\0"), name) if directory else f"\1{name}"
