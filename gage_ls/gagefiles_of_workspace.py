"""The gagefiles in the folders of a workspace; looks at names only, and follows no link out of a folder."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from gage.gagefile.load import GAGEFILE_NAMES

MOST_ENTRIES = 100_000
"""Files and directories that are looked at; what lies deeper than these is not found."""

MOST_GAGEFILES = 1_000

_NOT_OURS = frozenset({"node_modules", "__pycache__", "site-packages"})
_META_SUFFIXES = (".meta", ".meta.zip")  # beside the directory of a run, which may hold a copy of the gagefile
_PLAIN_NAMES = frozenset(name for name in GAGEFILE_NAMES if "/" not in name)
_HIDDEN = ".gage"


def find_gagefiles(folders: Sequence[Path]) -> list[Path]:
    """The gagefiles in and below folders, each once, in order of path; the nearest, if there are too many.

    Directories that are hidden, links, virtual environments, others' packages or runs are passed over; ``.gage`` is
    looked into for its own gagefile only. What may not be read counts as empty.
    """
    found: set[Path] = set()
    pending = deque((Path(os.path.abspath(folder)), os.path.realpath(folder)) for folder in folders)
    seen = {folder for folder, _ in pending}
    looked_at = 0
    while pending and looked_at < MOST_ENTRIES and len(found) < MOST_GAGEFILES:
        directory, root = pending.popleft()
        entries = _entries(directory)
        looked_at += len(entries)
        found.update(_gagefiles(directory, entries, root))
        inner = [path for path in _directories(directory, entries) if path not in seen]
        seen.update(inner)
        pending.extend((path, root) for path in inner)
    return sorted(found)[:MOST_GAGEFILES]


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return list(entries)
    except OSError:
        return []


def _gagefiles(directory: Path, entries: list[os.DirEntry[str]], root: str) -> Iterator[Path]:
    """The gagefiles right here and in ``.gage``; one that is a link counts if what it leads to is below the root."""
    names = {entry.name for entry in entries}
    hidden = {name for name in GAGEFILE_NAMES if name.startswith(f"{_HIDDEN}/")} if _HIDDEN in names else set()
    for name in (names & _PLAIN_NAMES) | hidden:
        path = directory / name
        if path.is_file() and Path(os.path.realpath(path)).is_relative_to(root):
            yield path


def _directories(directory: Path, entries: list[os.DirEntry[str]]) -> Iterator[Path]:
    names = {entry.name for entry in entries}
    for entry in entries:
        is_run = any(f"{entry.name}{suffix}" in names for suffix in _META_SUFFIXES)
        is_ours = entry.name not in _NOT_OURS and not entry.name.startswith(".") and not is_run
        if is_ours and entry.is_dir(follow_symlinks=False) and not os.path.lexists(f"{entry.path}/pyvenv.cfg"):
            yield directory / entry.name
