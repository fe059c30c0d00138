"""The files of a run directory: what came, changed or went between two looks, and the digest of each."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gage.engine.copy_source import TICK, FileState, file_state
from gage.engine.journal import Journal
from gage.engine.platform import make_read_only
from gage.runs.file_digest import file_digest
from gage.runs.manifest import (
    FileEvent,
    FileType,
    ManifestEntry,
    encode_file_events,
    encode_manifest,
    is_recordable,
    read_file_events,
    read_manifest,
)
from gage.runs.record import Record
from gage.runs.supplied import MEMBER, Supplied, read_supplied


class _Seen(NamedTuple):
    """A file as it was at the last look: when it changed, in microseconds, and what it holds."""

    mtime: int
    content: FileState
    is_closed: bool


class RunFiles:
    """Keeps ``log/files`` and ``manifest`` of one run.

    Counted are regular files, links to such inside the run directory, and the links that it is told to expect. Names
    that cannot stand in a line of text are left out, with a line in the journal; the files stay where they are.
    """

    def __init__(self, run_dir: Path, record: Record, journal: Journal) -> None:
        self._run_dir = run_dir
        self._record = record
        self._journal = journal
        self._types: dict[str, FileType] = {}
        self._times: dict[str, int] = {}
        self._seen: dict[str, _Seen] = {}
        self._known: dict[str, tuple[FileState, str]] = {}
        self._digests: dict[str, str] = {}
        self._unrecordable: set[str] = set()
        self._links: set[str] = set()
        self._writeable: set[str] = set()

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file when it was first seen, by path."""
        return self._digests

    def expect(self, supplied: Iterable[Supplied]) -> None:
        """Count the links that lead to what the run needs, and leave to the run what it may write to."""
        for file in (file for each in supplied for file in each.files):
            if file.origin:
                self._links.add(file.path)
            if file.writeable:
                self._writeable.add(file.path)

    def recall(self) -> None:
        """Take up where the record has it, for a run that another process staged. Raises RecordError."""
        self.expect(read_supplied(self._record.read(MEMBER)))
        for entry in read_manifest(self._record.read("manifest") or b""):
            self._digests[entry.path] = entry.sha256
        for event in read_file_events(self._record.read("log/files") or b""):
            if event.mtime is None:
                self._types.pop(event.path, None)
                self._times.pop(event.path, None)
            else:
                self._types[event.path] = event.type
                self._times[event.path] = event.mtime

    def know(self, path: str, state: FileState, sha256: str) -> None:
        """Take the digest of a file from who read it; it holds as long as the file has that state."""
        self._known[path] = state, sha256

    def open_to_changes(self) -> None:
        """Forget the digests that a change might not show on: a command starts now, and a file may be that fresh."""
        now = time.time_ns()
        fresh = [path for path, (state, _) in self._known.items() if state.mtime > now - TICK]
        for path in fresh:
            del self._known[path]

    def note_changes(self, new_type: FileType) -> None:
        """Log files that are new (as ``new_type``), modified or gone since the last look. Raises OSError."""
        self._seen = dict(self._look())
        present = {path: seen.mtime for path, seen in self._seen.items()}
        events = [
            FileEvent("a" if path not in self._times else "m", self._types.setdefault(path, new_type), mtime, path)
            for path, mtime in present.items()
            if self._times.get(path) != mtime
        ]
        gone = [path for path in self._times if path not in present]
        events += [FileEvent("d", self._types.pop(path), None, path) for path in gone]
        self._times = present
        if events:
            self._record.append("log/files", encode_file_events(events))

    def write_manifest(self, is_over: bool = True) -> None:
        """Make the files known read-only and record their digests, telling which changed since the last time.

        Until the run is over, what it may write to is left writeable.
        """
        entries = []
        for path, kind in self._types.items():
            digest = self._protect(path, is_over or path not in self._writeable)
            if digest is None:
                continue
            if self._digests.setdefault(path, digest) != digest:
                self._journal.write(f'File "{path}" was modified during the run')
            entries.append(ManifestEntry(kind, digest, path))
        self._record.note("manifest", encode_manifest(entries))

    def _protect(self, name: str, is_closed: bool) -> str | None:
        """The digest of a file, which is read only where it is not known to be as it was."""
        path = self._run_dir / name
        seen = self._seen.get(name)
        try:
            if is_closed and not (seen and seen.is_closed) and not path.is_symlink():
                make_read_only(str(path))
            state, digest = self._known.get(name, (None, ""))
            if seen is None or state != seen.content:
                state, digest = file_state(os.stat(path)), file_digest(path)
                self._known[name] = state, digest
        except OSError as error:
            self._journal.write(f'File "{name}" is left out of the manifest: {error.strerror}')
            return None
        return digest

    def _look(self) -> Iterator[tuple[str, _Seen]]:
        """Relative POSIX paths and what was found there, in order of directory, then name."""
        waiting = [(str(self._run_dir), "")]
        while waiting:
            directory, relative = waiting.pop()
            below = []
            for entry in _entries(directory):
                path = f"{relative}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    below.append((entry.path, f"{path}/"))
                elif (seen := self._see(entry, path)) and self._is_recordable(path):
                    yield path, seen
            waiting.extend(reversed(below))

    def _see(self, entry: os.DirEntry[str], path: str) -> _Seen | None:
        """None for what is no file of the run: pipes, sockets, links that lead out or nowhere."""
        try:
            found = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                return _Seen(found.st_mtime_ns // 1000, file_state(found), not found.st_mode & 0o222)
            if stat.S_ISLNK(found.st_mode) and self._counts(entry.path, path):
                target = os.stat(entry.path)
                if stat.S_ISREG(target.st_mode):
                    return _Seen(found.st_mtime_ns // 1000, file_state(target), True)
        except OSError:
            return None
        return None

    def _counts(self, link: str, path: str) -> bool:
        """Whether a link is one that was expected, or leads to a file of the run."""
        return path in self._links or os.path.realpath(link).startswith(os.path.realpath(self._run_dir) + os.sep)

    def _is_recordable(self, path: str) -> bool:
        if is_recordable(path):
            return True
        if path not in self._unrecordable:
            self._unrecordable.add(path)
            self._journal.write(f"File {path!r} is left out of log/files and manifest: its name is not a line of text")
        return False


def _entries(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
