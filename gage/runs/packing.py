"""Packs the records of runs that are over, and later those that found no room; packs none that anybody works on.

The member ``run.json`` in a record that is a directory says that it is to be packed.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gage.runs.heartbeat import OWNER
from gage.runs.ids import is_id
from gage.runs.record import FIRST_MEMBER, Record

_MARKER = ".unpacked"
"""A file in the runs directory while records wait there for room."""

_META = ".meta"


def pack(record: Record) -> None:
    """Pack the record of a run that is over; where another process does it, or did, nothing is left to do.

    Raises OSError; what finds no room then, `pack_left` packs later.
    """
    with _held(record.directory) as is_alone:
        if is_alone is not False:
            _seal(record)


def pack_left(runs_dir: Path) -> None:
    """Pack the records of our own that found no room when their runs ended, as far as there is room now."""
    marker = runs_dir / _MARKER
    if not os.path.exists(marker):
        return
    try:
        # Gone first: whatever finds no room leaves it again.
        marker.unlink()
        names = os.listdir(runs_dir)
    except OSError:
        return
    for run_id in (name[: -len(_META)] for name in names if name.endswith(_META)):
        if is_id(run_id):
            # Another one may be smaller.
            with suppress(OSError):
                pack_if_left(Record(runs_dir, run_id))


def pack_if_left(record: Record) -> None:
    """Pack a record of our own whose run is over if nobody works on it; what is beside its zip goes.

    Raises OSError where there is no room.
    """
    if (
        sys.platform == "win32"
        or not _is_ours(record.directory)
        or not (record.is_sealed or _is_left(record.directory))
    ):
        return
    with _held(record.directory) as is_alone:
        # Where the file system has no locks, somebody else may be at it.
        if is_alone:
            _seal(record)


def _seal(record: Record) -> None:
    try:
        if record.is_sealed:
            record.remove_directory()
        else:
            record.seal()
    except OSError:
        with suppress(OSError):
            (record.archive.parent / _MARKER).touch()
        raise


def _is_ours(directory: Path) -> bool:
    """Of the records of other users it is not known what else they let us do."""
    try:
        status = os.lstat(directory)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()


def _is_left(directory: Path) -> bool:
    return (directory / FIRST_MEMBER).is_file() and not os.path.lexists(directory / OWNER)


@contextmanager
def _held(directory: Path) -> Iterator[bool | None]:
    """Whether no other process holds a record; None where the system cannot tell.

    What holds it goes with the process, however that ends.
    """
    if sys.platform == "win32":
        yield None
        return
    import fcntl

    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        # It was packed by another.
        yield False
        return
    try:
        is_alone: bool | None = True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            is_alone = False
        except OSError:
            is_alone = None
        yield is_alone
    finally:
        os.close(descriptor)
