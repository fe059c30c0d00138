"""The record of one run: its meta members, in ``<id>.meta/`` while it is live and in ``<id>.meta.zip`` afterwards."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from gage.runs.read_file import RecordError, append_own, open_file, open_own, open_packed, write_own
from gage.runs.stored_zip import read_stored
from gage.runs.zip_writer import write_zip

__all__ = ["Record", "RecordError", "timestamp", "write_whole"]

_FACT_LIMIT = 32 << 20
"""No member that is read whole is larger; what is, was not written by a run tool."""

_PARTIAL = ".partial"

FIRST_MEMBER = "run.json"
"""It stands first in a packed record, where one small read at a known place finds it."""


class Record:
    """The meta members of one run, by their relative POSIX names.

    Members are written whole or not at all, so a reader never meets half of one. The zip counts once it exists: it
    is complete before the directory goes.
    """

    def __init__(self, runs_dir: Path, run_id: str) -> None:
        self.directory = runs_dir / f"{run_id}.meta"
        self.archive = runs_dir / f"{run_id}.meta.zip"

    @property
    def is_sealed(self) -> bool:
        """Whether the run is over and its record packed."""
        return os.path.exists(self.archive)

    @property
    def exists(self) -> bool:
        """Whether there is anything that may be a record."""
        return self.is_sealed or self.directory.is_dir()

    def read(self, member: str) -> bytes | None:
        """The content of a member, or None where there is none. Raises RecordError for a damaged zip."""
        return self.read_all((member,)).get(member)

    def read_all(self, members: Iterable[str]) -> dict[str, bytes]:
        """The members that exist, read together: a zip is opened once."""
        wanted = tuple(members)
        if not self.is_sealed:
            found = {name: data for name in wanted if (data := _read_file(self.directory / name)) is not None}
            # Packed meanwhile, the directory may have been half gone.
            if not self.is_sealed:
                return found
        try:
            return self._read_archive(wanted)
        except FileNotFoundError:
            # Purged meanwhile.
            return {}

    @contextmanager
    def open(self, member: str) -> Iterator[IO[bytes]]:
        """A member as a seekable stream, for those that may be large. Raises FileNotFoundError, RecordError."""
        stream = None if self.is_sealed else self._open_live(member)
        if stream is not None:
            with stream:
                yield stream
            return
        with open_packed(self.archive) as archive:
            if member not in archive.NameToInfo:
                raise FileNotFoundError(member)
            with archive.open(member) as packed:
                yield packed

    def sizes(self, members: Iterable[str]) -> dict[str, int]:
        """How many bytes each of these members has that exist, in the order given. Raises RecordError."""
        wanted = tuple(members)
        if not self.is_sealed:
            found = {name: size for name in wanted if (size := _file_size(self.directory / name)) is not None}
            if not self.is_sealed:
                return found
        with open_packed(self.archive) as archive:
            names = archive.NameToInfo
            return {name: names[name].file_size for name in wanted if name in names}

    def stretch(self, member: str, start: int, end: int) -> bytes:
        """A member's bytes from ``start`` up to ``end``, or to where it ends; none where there is no such member.

        Raises RecordError.
        """
        try:
            with self.open(member) as stream:
                stream.seek(start)
                return stream.read(end - start)
        except FileNotFoundError:
            return b""

    def members(self) -> list[str]:
        """The names of all members, sorted. Raises RecordError, OSError."""
        if not self.is_sealed:
            found = sorted(path.relative_to(self.directory).as_posix() for path in _files(self.directory))
            # Packed meanwhile, the directory may have been half gone.
            if not self.is_sealed:
                return found
        with open_packed(self.archive) as archive:
            return sorted(name for name in archive.namelist() if not name.endswith("/"))

    def write(self, member: str, data: bytes) -> None:
        """Replace a member of a live record, and wait for the disk. Raises OSError."""
        write_whole(self._place(member), data)

    def note(self, member: str, data: bytes) -> None:
        """Replace a member for which nobody waits for the disk: it has all of them once they are packed.

        Raises OSError.
        """
        write_whole(self._place(member), data, synced=False)

    def claim(self, member: str, data: bytes) -> None:
        """Write a member of a live record that only one process can have written, and which appears whole.

        Raises FileExistsError, OSError.
        """
        path = self._place(member)
        draft = path.with_name(f"{path.name}.{os.getpid()}-{time.time_ns()}{_PARTIAL}")
        try:
            write_own(draft, data, synced=True)
            _link(draft, path, data)
        finally:
            draft.unlink(missing_ok=True)

    def append(self, member: str, data: bytes) -> None:
        """Add to the end of a log member of a live record. Raises OSError."""
        path = self._place(member)
        append_own(path, data)

    def delete(self, member: str) -> None:
        """Remove a member of a live record, if it is there."""
        (self.directory / member).unlink(missing_ok=True)

    def make(self, members: Mapping[str, bytes]) -> None:
        """Begin a live record that appears with all its first members at once. Raises OSError, leaving nothing.

        They are there whichever process stops. Should the machine lose its power in the first seconds, only
        ``opref`` is, without which there is no run: to wait for the disk ten times would cost as much as the rest.
        """
        draft = self.directory.with_name(self.directory.name + _PARTIAL)
        try:
            for name, data in members.items():
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                write_own(path, data, synced=name == "opref")
            draft.rename(self.directory)
        except OSError:
            _remove_tree(draft)
            raise
        _sync_directory(self.directory.parent)

    def seal(self) -> None:
        """Turn the live record into its zip (members stored as they are, for any tool to read). Raises OSError.

        `packing` sees to it that one process alone does.
        """
        draft = self.archive.with_name(self.archive.name + _PARTIAL)
        try:
            paths = (path for path in self.directory.rglob("*") if not path.name.endswith(_PARTIAL))
            members = {path.relative_to(self.directory).as_posix(): path for path in paths}
            ordered = sorted(members.items(), key=lambda member: (member[0] != FIRST_MEMBER, member))
            with io.BufferedRandom(open_own(draft, os.O_RDWR)) as stream:
                stream.truncate()
                write_zip(stream, ordered)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(self.archive)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        _sync_directory(self.archive.parent)
        self.remove_directory()

    def remove_directory(self) -> None:
        """Remove what the zip takes the place of. What is held open (Windows) stays, and is never looked at again."""
        _remove_tree(self.directory)

    def discard(self) -> None:
        """Make the run vanish from listings at one stroke; what a live record held stays as ``.partial``.

        Raises OSError.
        """
        draft = self.directory.with_name(self.directory.name + _PARTIAL)
        if self.directory.is_dir():
            _remove_tree(draft)
            self.directory.rename(draft)
        self.archive.unlink(missing_ok=True)

    def _place(self, member: str) -> Path:
        """Where a member of a live record is written.

        Raises OSError where the record is gone, which is not made anew, and where a link might lead out of it.
        """
        path = self.directory / member
        for directory in (self.directory, path.parent):
            if directory.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(directory))
        if path.parent != self.directory:
            path.parent.mkdir(exist_ok=True)
        return path

    def _open_live(self, member: str) -> IO[bytes] | None:
        """A member of the directory, or None where the directory was packed before it could be opened."""
        try:
            return open_file(self.directory / member)
        except FileNotFoundError:
            if self.is_sealed:
                return None
            raise

    def _read_archive(self, members: tuple[str, ...]) -> dict[str, bytes]:
        found = read_stored(self.archive, members)
        if found is not None:
            return found
        found = {}
        with open_packed(self.archive) as archive:
            names = archive.NameToInfo
            for member in members:
                if member in names:
                    if names[member].file_size > _FACT_LIMIT:
                        raise RecordError(f"{self.archive} holds a {member} of {names[member].file_size} bytes")
                    found[member] = archive.read(member)
        return found


def write_whole(path: Path, data: bytes, synced: bool = True) -> None:
    """Write a file that appears complete or not at all, whenever the process or the machine stops. Raises OSError.

    Not ``synced``, it does so only if the process stops.
    """
    draft = path.with_name(path.name + _PARTIAL)
    try:
        write_own(draft, data, synced)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def timestamp() -> bytes:
    """Now, as the members for times have it: decimal microseconds since the epoch."""
    return str(time.time_ns() // 1000).encode()


def _link(draft: Path, path: Path, data: bytes) -> None:
    """Give a file another name, which nothing may have. Raises FileExistsError, OSError."""
    try:
        os.link(draft, path)
    except FileExistsError:
        # A file server that was asked twice, because its answer got lost, says so of what it did itself (open(2)).
        if draft.stat().st_nlink < 2:
            raise
    except OSError:
        # A file system without links: for a moment others may see an empty file.
        with path.open("xb", buffering=0) as stream:
            stream.write(data)
            os.fsync(stream.fileno())


def _remove_tree(path: Path) -> None:
    """Remove a directory as far as that can be done."""
    if sys.platform == "win32":
        import shutil

        shutil.rmtree(path, ignore_errors=True)
        return
    # `shutil` does the same, and loads the libraries of four kinds of archives first.
    with suppress(OSError):
        for _, directories, files, descriptor in os.fwalk(path, topdown=False):
            for name in files:
                os.unlink(name, dir_fd=descriptor)
            for name in directories:
                os.rmdir(name, dir_fd=descriptor)
        path.rmdir()


def _sync_directory(path: Path) -> None:
    """Make a rename in a directory outlast a power cut; Windows keeps no such promise and has no call for it."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        # Some network file systems cannot sync a directory; the rename itself stands.
        return
    finally:
        os.close(descriptor)


def _read_file(path: Path) -> bytes | None:
    try:
        with open_file(path) as stream:
            return stream.read(_FACT_LIMIT)
    except OSError:
        return None


def _file_size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _files(directory: Path) -> Iterator[Path]:
    """The members of a live record, without what goes while they are looked for."""
    for folder, _, names in os.walk(directory):
        paths = (Path(folder, name) for name in names if not name.endswith(_PARTIAL))
        yield from (path for path in paths if path.is_file())
