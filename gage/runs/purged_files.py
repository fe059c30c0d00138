"""Which files of a run were removed for good to make room, as its log of attributes has it; the manifest keeps them.

The record of a run that is over is never written to again, so that the digests of what was there stay.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from gage.runs.attributes import append_attributes
from gage.runs.run import Run

PURGED = "purged:"
"""Begins the name of an attribute, which the path of a file follows that is gone."""


def file_sizes(run_dir: Path) -> dict[str, int]:
    """Files and links in a run's directory, with their sizes in bytes, by path with slashes; no link is followed."""
    found = {}
    for directory, directories, names in os.walk(run_dir):
        directories.sort()
        links = [name for name in directories if Path(directory, name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(directory, name)
            found[path.relative_to(run_dir).as_posix()] = path.lstat().st_size
    return found


def purged_files(run: Run) -> dict[str, str]:
    """Who removed a file, by its path in the run's directory."""
    said = run.user_attributes.items()
    return {name[len(PURGED) :]: attribute.author for name, attribute in said if name.startswith(PURGED)}


def purge_files(run: Run, paths: Sequence[str]) -> None:
    """Remove files of a run, and say so before: cut short, it leaves files that it says are gone, and no riddle.

    ``paths`` are relative to the run's directory. Raises OSError.
    """
    append_attributes(run.user_dir, {f"{PURGED}{path}": True for path in paths})
    for path in paths:
        target = run.run_dir / path
        if os.name == "nt":
            with suppress(OSError):
                target.chmod(0o600)  # what is read-only cannot be removed there
        target.unlink(missing_ok=True)
