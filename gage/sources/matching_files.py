"""The files that patterns match now, for who asks often: a walk is repeated only where a directory has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gage.sources.source_pattern import SourcePatternError
from gage.sources.source_selection import TooManyFilesError, select_sources

_MOST_NAMES = 20_000
"""Files and directories that are looked at for one answer."""

_MOST_PATTERNS = 100
"""Patterns of one selection: each is held against each name."""

_MOST_KEPT = 2_000
"""Answers that are kept."""

_TICK = 50_000_000
"""Nanoseconds by which the clock of a file system may be behind."""

Patterns = bool | tuple[str, ...]
"""As ``sourcecode`` of an operation has them."""

Files = tuple[str, ...]


class _Known(NamedTuple):
    files: Files | None
    looked_at: Sequence[str]
    state: list[int]


class MatchingFiles:
    """Below any directory; ``left_out`` is not entered."""

    def __init__(self, left_out: Path) -> None:
        self._left_out = left_out
        self._known: dict[tuple[Path, Patterns], _Known] = {}

    def of(self, directory: Path, patterns: Patterns) -> Files | None:
        """The files that patterns select, relative to the directory; None where that cannot be said in reasonable time.

        No link is followed out of the directory.
        """
        key = (directory, patterns)
        known = self._known.get(key)
        # The size of a file may change without its directory.
        if known and known.state == _state(known.looked_at) and not _asks_for_size(patterns):
            return known.files
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        self._known[key] = known = self._look(directory, patterns)
        return known.files

    def _look(self, directory: Path, patterns: Patterns) -> _Known:
        if not isinstance(patterns, bool) and len(patterns) > _MOST_PATTERNS:
            return _Known(None, (), [])
        began = time.time_ns()
        try:
            found = select_sources(directory, patterns, [self._left_out], _MOST_NAMES, follow_links=False)
        except SourcePatternError:
            return _Known(None, (), [])
        except (TooManyFilesError, OSError, ValueError):
            top = [str(directory)]
            return _Known(None, top, _state(top))
        state = _state(found.looked_at)
        # What changed during the walk may have been seen or not.
        is_settled = max(state, default=0) < began - _TICK
        return _Known(tuple(found.files), found.looked_at, state if is_settled else [])


def _asks_for_size(patterns: Patterns) -> bool:
    return not isinstance(patterns, bool) and any("size" in pattern for pattern in patterns)


def _state(paths: Sequence[str]) -> list[int]:
    """Changes when a name in one of the directories comes or goes, or one of the files is written."""
    return [_changed(path) for path in paths]


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return -1
