"""Checks again whenever a file changes, until Ctrl-C; finds changes by looking, as that works on every file system."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_PAUSE = 0.3  # seconds between two looks


def watch(check: Callable[[], object], files: Callable[[], Iterable[Path]]) -> None:
    """Call ``check`` now, and again after each change of one of ``files()``; returns on Ctrl-C."""
    gc.enable()  # this may go on for days
    try:
        while True:
            seen = _state(files())
            check()
            sys.stdout.flush()
            while _state(files()) == seen:
                time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return


def _state(paths: Iterable[Path]) -> dict[Path, tuple[int, int] | None]:
    """When each file was last written, and its size; None where it cannot be looked at."""
    return {path: _facts(path) for path in paths}


def _facts(path: Path) -> tuple[int, int] | None:
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size
