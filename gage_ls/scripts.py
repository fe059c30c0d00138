"""The scripts of a project that no operation runs, by their names alone; opens none and follows no link."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

_MOST_ENTRIES = 1000
"""Entries of the directory that are looked at."""

_SCRIPT = re.compile(r"(?!test_|.*_test\.py$|(?:conftest|noxfile|setup)\.py$)[^\W_][\w. -]*\.py")


def idle_scripts(directory: Path, text: str, most: int) -> list[str]:
    """Names of Python files at the top of a project that a gagefile does not speak of, the first few in order."""
    try:
        with os.scandir(directory) as entries:
            names = [entry.name for entry in islice(entries, _MOST_ENTRIES) if entry.is_file(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(name for name in names if _SCRIPT.fullmatch(name) and name not in text)[:most]
