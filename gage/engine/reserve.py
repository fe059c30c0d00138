"""Room on the disk that a run keeps for its own end, so that a full disk does not hide how it went."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from gage.runs.read_file import open_own

_SIZE = 1 << 16
_STEP = 1 << 13
"""Bytes given up at a time: more than a small file and its name take."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Reserve:
    """A file that is there only to be made smaller, a little for each thing that must be written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self) -> None:
        """Set the room aside; where there is none, the run begins without."""
        try:
            self._path.parent.mkdir(exist_ok=True)
            with open_own(self._path, os.O_WRONLY) as stream:
                stream.truncate(0)
                # Nothing that a file system could make smaller, and no fallocate: to take that back costs milliseconds.
                stream.write(os.urandom(_SIZE))
        except OSError:
            self.release()

    def gives(self, error: OSError) -> bool:
        """Make room for what failed with this error; whether there is reason to try again."""
        if error.errno not in _NO_ROOM:
            return False
        try:
            left = self._path.stat().st_size
            if left:
                os.truncate(self._path, max(0, left - _STEP))
            else:
                self._path.unlink()
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Give up all of it."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
