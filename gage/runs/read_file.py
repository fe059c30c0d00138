"""Opens the files of a runs directory, where anyone may put them; refuses what is no file, and damaged zips.

What is written to is no link, either: in a directory that is shared, it could lead to any file of whoever writes.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from gage.errors import GageError

if TYPE_CHECKING:
    from zipfile import ZipFile


class RecordError(GageError):
    """A record cannot be read, or cannot be made."""


def open_file(path: Path) -> IO[bytes]:
    """A file to read. Raises OSError, also for pipes and devices, which might never begin or end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is no file", str(path))
    return os.fdopen(descriptor, "rb")


def open_own(path: Path, flags: int, made: int = os.O_CREAT) -> FileIO:
    """A file to write in place, made if need be; ``flags`` are those of `os.open`, and nothing is held back.

    Raises OSError, also for links, which might lead out of the runs directory, and what is no file.
    """
    safe = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))
    descriptor = os.open(path, flags | made | safe, 0o666)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is no file of its own", str(path))
    return FileIO(descriptor, "r+b" if flags & os.O_RDWR else "ab")


def write_own(path: Path, data: bytes, synced: bool = False) -> None:
    """Replace the content of a file, and if need be wait until the disk has it. Raises what `open_own` does."""
    with open_own(path, os.O_RDWR) as stream:
        stream.truncate()
        _write_all(stream, data)
        if synced:
            os.fsync(stream.fileno())


def append_own(path: Path, data: bytes) -> None:
    """Add to the end of a file. Raises what `open_own` does."""
    with open_own(path, os.O_WRONLY | os.O_APPEND) as stream:
        _write_all(stream, data)


def _write_all(stream: FileIO, data: bytes) -> None:
    with memoryview(data) as view:
        written = 0
        while written < len(view):
            written += stream.write(view[written:]) or 0


@contextmanager
def open_packed(path: Path) -> Iterator[ZipFile]:
    """A zip to read. Raises FileNotFoundError, and RecordError for whatever else is wrong, also while it is read."""
    import zipfile

    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as archive:
            yield archive
    except FileNotFoundError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,  # a way of compression that zipfile does not know
        ValueError,
    ) as error:
        raise RecordError(f"{path} is not a readable zip file: {error}") from None
