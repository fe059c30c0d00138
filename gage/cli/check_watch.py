"""Checks again whenever a file changes, until Ctrl-C; finds changes by looking, as that works on every file system."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_PAUSE = 0.3  # seconds between two looks
_TICK = 10_000_000  # nanoseconds that the times of a file system may be behind

_State = tuple[int, int, int] | None


def watch(check: Callable[[], object], files: Callable[[], Iterable[Path]]) -> None:
    """Call ``check`` now, and again after each change of one of ``files()``; returns on Ctrl-C."""
    gc.enable()  # this may go on for days
    try:
        while True:
            begun = time.time_ns() - _TICK
            before = _state(files())
            check()
            sys.stdout.flush()
            seen = {path: before.get(path, _known(state, begun)) for path, state in _state(files()).items()}
            while _state(files()) == seen:
                time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return


def _known(state: _State, begun: int) -> _State:
    """The state of a file that a check found out about; another one if it may have changed while that went on."""
    return (0, 0, 0) if state and max(state[:2]) >= begun else state


def _state(paths: Iterable[Path]) -> dict[Path, _State]:
    """When each file was last written, made or moved, and its size; None where it cannot be looked at."""
    return {path: _facts(path) for path in paths}


def _facts(path: Path) -> _State:
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size
