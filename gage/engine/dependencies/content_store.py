"""Files that were fetched, kept by their SHA-256 in the user's cache directory; each is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from gage.engine.dependencies.found import UnmetError
from gage.runs.cache_directory import cache_directory
from gage.runs.file_digest import file_digest

try:
    import fcntl
except ImportError:  # Windows, which keeps an open file from being removed
    fcntl = None  # type: ignore[assignment]  # asked for before it is used

_BLOCK = 1 << 20

_DRAFT = "fetching-"
_DESERTED = 60 if fcntl else 86_400
"""Seconds after which a draft that is not locked is nobody's; without locks, after which nobody writes to one."""


class Readable(Protocol):
    """What content comes from."""

    def read(self, size: int, /) -> bytes: ...


def store_directory(environ: Mapping[str, str]) -> Path:
    """Below the user's cache directory."""
    return Path(cache_directory(environ), "files")


class ContentStore:
    """A directory of files named by their digest; any number of processes may use it at once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def find(self, sha256: str) -> Path | None:
        """The file of a digest, which is computed once more: a file that no longer has it is removed."""
        path = self._path(sha256)
        try:
            if file_digest(path) == sha256:
                return path
            path.unlink()
        except OSError:
            return None
        return None

    def add(self, content: Readable, most: int, accept: Callable[[str, int], None]) -> Path:
        """Keep a content, unless ``accept`` raises for its digest and size; its path.

        Raises OSError, and ValueError for more than ``most`` bytes.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        self._remove_deserted()
        handle, name = tempfile.mkstemp(prefix=_DRAFT, dir=self._directory)
        try:
            with os.fdopen(handle, "wb") as draft:
                if fcntl:
                    with suppress(OSError):  # a file system without locks, where none is taken for deserted
                        fcntl.flock(draft, fcntl.LOCK_EX)
                sha256, size = _copy(content, draft, most)
                accept(sha256, size)
                draft.flush()
                os.fsync(draft.fileno())
            os.chmod(name, 0o444)
            path = self._path(sha256)
            path.parent.mkdir(exist_ok=True)
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
        return path

    def _remove_deserted(self) -> None:
        """What a process that was killed left half fetched would stay for ever."""
        for draft in self._directory.glob(f"{_DRAFT}*"):
            with suppress(OSError):
                if _is_deserted(draft):
                    draft.unlink()

    def _path(self, sha256: str) -> Path:
        return self._directory / sha256[:2] / sha256


def _is_deserted(draft: Path) -> bool:
    """Whether nobody writes to a draft any more. Raises OSError where somebody does, or it cannot be told."""
    if draft.stat().st_mtime > time.time() - _DESERTED:
        return False
    if fcntl:
        with draft.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


def require_content(found: str, size: int, sha256: str | None, declared: str) -> None:
    """Raise UnmetError for content that is cut short, or another than the one asked for."""
    if declared.isdecimal() and declared.lstrip("0") != str(size).lstrip("0"):
        raise UnmetError(f"it cannot be fetched: the server sent {size} of {declared} bytes")
    if sha256 and found != sha256:
        raise UnmetError(f"what is there has the SHA-256 {found}, not the {sha256} that the gagefile asks for")


def _copy(content: Readable, draft: IO[bytes], most: int) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    while block := content.read(_BLOCK):
        size += len(block)
        if size > most:
            raise ValueError(f"it is larger than {most:,} bytes")
        sha256.update(block)
        draft.write(block)
    return sha256.hexdigest(), size
