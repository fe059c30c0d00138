"""Writes a file that appears whole or not at all, with the permissions it had; refuses what is no regular file."""

from __future__ import annotations

import os
from pathlib import Path

from gage.errors import GageError


class WriteError(GageError):
    """A file could not be written; what was there is untouched."""

    exit_code = 2


def replace_file(path: Path, content: bytes) -> None:
    """Put a content in the place of a file, or of what a link leads to, at one stroke. Raises WriteError."""
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        existing = target.stat() if target.exists() else None
        # /dev/stdout leads to the file that a shell has open: replaced, it would lose what else is written there.
        if os.path.abspath(path).startswith(("/dev/", "/proc/")) or (existing and not target.is_file()):
            raise WriteError(f"{path} cannot be written: this is no regular file")
        if existing and not os.access(target, os.W_OK):
            raise WriteError(f"{path} cannot be written: it is read-only")
        try:
            with draft.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            if existing:
                draft.chmod(existing.st_mode & 0o7777)
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from None
