"""Copies one source file, sharing its blocks where the file system can; refuses what is no file, or vanished."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from typing import NamedTuple

from gage.errors import GageError
from gage.runs.sha256 import sha256 as new_digest

_BLOCK = 1 << 20

_TRIES = 3

TICK = 20_000_000
"""Nanoseconds within which two changes of a file may have the same time."""

_CAN_SHARE = hasattr(os, "copy_file_range")
_CANNOT_SHARE = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EBADF, errno.ETXTBSY)
"""What the system answers where it cannot copy by itself from one file to the other."""


class SourceFileError(GageError):
    """A source file that cannot be copied, and why."""


class FileState(NamedTuple):
    """What is another when the content of a file is another; ``mtime`` is in nanoseconds."""

    mtime: int
    size: int
    inode: int


class Copied(NamedTuple):
    """A copy: its state, and the SHA-256 of its content. ``was_steady`` is false where the original kept changing."""

    state: FileState
    sha256: str
    was_steady: bool


def file_state(status: os.stat_result) -> FileState:
    """The state of a file by what `os.stat` says."""
    return FileState(status.st_mtime_ns, status.st_size, status.st_ino)


def copy_source(source: str, target: str, name: str, *, closed: bool = False) -> Copied:
    """Copy the content of a file, of a link that of the file it leads to; who may execute that may execute the copy.

    ``name`` is how messages call it. A ``closed`` copy is one that nobody may write to. The target must not be there.
    A file that changes meanwhile is copied again, and if it keeps changing, as far as it went. Raises SourceFileError,
    and FileNotFoundError where the directory of the target is missing.
    """
    origin = _open(source, name)
    try:
        mode = stat.S_IMODE(os.fstat(origin).st_mode) & 0o777
        mode = (0o555 if mode & 0o111 else 0o444) if closed else 0o600 | mode
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        copy = os.open(target, flags, mode)
        try:
            sha256, was_steady = _copy(origin, copy)
            return Copied(file_state(os.fstat(copy)), sha256, was_steady)
        finally:
            os.close(copy)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SourceFileError(f'source file "{name}" cannot be copied to {target}: {error.strerror}') from None
    finally:
        os.close(origin)


def _open(source: str, name: str) -> int:
    # A pipe that took the place of the file is not waited for.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        origin = os.open(source, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFileError(f'source file "{name}" is gone; it was there when the run was planned') from None
    except OSError as error:
        raise SourceFileError(f'source file "{name}" cannot be read any more: {error.strerror}') from None
    if not stat.S_ISREG(os.fstat(origin).st_mode):
        os.close(origin)
        raise SourceFileError(f'source file "{name}" is no file any more; it was one when the run was planned')
    return origin


def _copy(origin: int, copy: int) -> tuple[str, bool]:
    """The digest of what was copied, and whether it was all of one moment. Raises OSError."""
    for _ in range(_TRIES):
        before = os.fstat(origin)
        # What is read and what is shared are two looks: between them, a file that is fresh may change unnoticed.
        may_share = _CAN_SHARE and before.st_size and before.st_mtime_ns < time.time_ns() - TICK
        sha256 = (_share if may_share else _read_and_write)(origin, copy, before.st_size)
        after = os.fstat(origin)
        if file_state(before) == file_state(after):
            return sha256, True
        os.ftruncate(copy, 0)
    return _read_and_write(origin, copy, os.fstat(origin).st_size), False


def _share(origin: int, copy: int, size: int) -> str:
    """Let the system copy: it shares blocks where it can, and is no slower where not (see decision 0020)."""
    sha256 = _read(origin, size, lambda _: None)
    done = 0
    try:
        while done < size and (count := os.copy_file_range(origin, copy, size - done, done, done)):
            done += count
    except OSError as error:
        if error.errno not in _CANNOT_SHARE:
            raise
    return sha256 if done == size else _read_and_write(origin, copy, size)


def _read_and_write(origin: int, copy: int, size: int) -> str:
    os.lseek(copy, 0, os.SEEK_SET)
    return _read(origin, size, lambda block: _write(copy, block))


def _read(origin: int, size: int, use: Callable[[bytes], None]) -> str:
    """Read what was there when the size was taken, and no more: a file may grow faster than it is read.

    Of one without a size, which the system makes up as it is read, a block is taken.
    """
    size = size or _BLOCK
    os.lseek(origin, 0, os.SEEK_SET)
    digest = new_digest(size)
    while size > 0 and (block := os.read(origin, min(size, _BLOCK))):
        size -= len(block)
        digest.update(block)
        use(block)
    return digest.hexdigest()


def _write(copy: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(copy, view) :]
