"""What lies in a runs directory: what belongs to each recorded run, and what to none; reads no file."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gage.runs.ids import is_id
from gage.runs.index_row import ARCHIVE, META, MOVE, RENAMED, SUFFIXES, USER, Skipped

_ID_LENGTH = 36

_DELETED = (".deleted", ".user.deleted", ".project.deleted", ".move.deleted")
_WITHOUT_A_SAY = frozenset((".project", ".project.partial", ".meta.partial", ".meta.zip.partial", *_DELETED))
"""What else may follow an id; of a run whose record is there, or on its way, or was there."""

_NO_RUNS = ("README", "CACHEDIR.TAG", "lost+found", "Thumbs.db", "desktop.ini")
"""How the names begin of what people and systems put into any directory, beside hidden files."""


class DirectoryEntries(NamedTuple):
    """``runs`` has, by id, the inode of the packed record, or 0, and what lies beside it, as `SUFFIXES` numbers it."""

    runs: dict[str, tuple[int, int]]
    foreign: list[Skipped]


def directory_entries(runs_dir: Path, known: Container[str]) -> DirectoryEntries:
    """Look through a runs directory, which need not be there; what is ``known`` has an id. Raises OSError."""
    archives: dict[str, int] = {}
    beside: dict[str, int] = {}
    directories: list[str] = []
    others: list[str] = []
    with suppress(FileNotFoundError), os.scandir(runs_dir) as entries:
        for entry in entries:
            name = entry.name
            suffix = name[_ID_LENGTH:]
            if suffix == ARCHIVE:
                archives[name[:_ID_LENGTH]] = entry.inode()
            elif len(name) == _ID_LENGTH:
                directories.append(name)
            elif suffix in SUFFIXES:
                beside[name[:_ID_LENGTH]] = beside.get(name[:_ID_LENGTH], 0) | SUFFIXES[suffix]
            elif suffix not in _WITHOUT_A_SAY:
                others.append(name)
    runs = {run_id: (inode, beside.get(run_id, 0) & (USER | MOVE)) for run_id, inode in archives.items()}
    for run_id, kinds in beside.items():
        if run_id not in archives and kinds & (META | RENAMED):
            # What gage 0.1.2 deleted counts where there is nothing else.
            runs[run_id] = 0, kinds & ~RENAMED if kinds & META else RENAMED
    wrong = [run_id for run_id in runs if run_id not in known and not is_id(run_id)]
    others += [run_id + (ARCHIVE if runs.pop(run_id)[0] else ".meta") for run_id in wrong]
    left = [name for name in directories if name not in runs and not beside.get(name, 0) & MOVE]
    return DirectoryEntries(runs, [*_foreign(others), *_without_record(left)])


def _foreign(names: Iterable[str]) -> Iterable[Skipped]:
    for name in names:
        stem, _, suffix = name.partition(".")
        if suffix in ("meta", "meta.zip"):
            yield Skipped(name, f"{stem!r} is not a run id")
        elif not name.startswith((".", *_NO_RUNS)):
            yield Skipped(name, "it belongs to no run")


def _without_record(names: Iterable[str]) -> Iterable[Skipped]:
    for name in names:
        yield Skipped(name, "there is no record of such a run" if is_id(name) else "it belongs to no run")
