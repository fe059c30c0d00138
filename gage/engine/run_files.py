"""The files of a run directory: what came, changed or went between two looks, and the digest of each."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from gage.engine.file_digest import file_digest
from gage.engine.journal import Journal
from gage.engine.platform import make_read_only
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

    def note_changes(self, new_type: FileType) -> None:
        """Log files that are new (as ``new_type``), modified or gone since the last look. Raises OSError."""
        present = dict(self._look())
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
        self._record.write("manifest", encode_manifest(entries))

    def _protect(self, name: str, is_closed: bool) -> str | None:
        path = self._run_dir / name
        try:
            if is_closed and not path.is_symlink():
                make_read_only(path)
            return file_digest(path)
        except OSError as error:
            self._journal.write(f'File "{name}" is left out of the manifest: {error.strerror}')
            return None

    def _look(self) -> Iterator[tuple[str, int]]:
        """Relative POSIX paths and modification times in microseconds, in order of directory, then name."""
        root = str(self._run_dir)
        for directory, subdirectories, names in os.walk(root):
            subdirectories.sort()
            for name in sorted(names):
                path = os.path.join(directory, name)
                mtime = self._mtime(root, path)
                if mtime is None:
                    continue
                relative = os.path.relpath(path, root) if directory != root else name
                if self._is_recordable(relative):
                    yield relative.replace(os.sep, "/"), mtime

    def _mtime(self, root: str, path: str) -> int | None:
        """None for what is no file of the run: pipes, sockets, links that lead out or nowhere."""
        try:
            found = os.lstat(path)
            if stat.S_ISLNK(found.st_mode):
                counts = os.path.realpath(path).startswith(os.path.realpath(root) + os.sep)
                counts = counts or os.path.relpath(path, root).replace(os.sep, "/") in self._links
                return found.st_mtime_ns // 1000 if counts and os.path.isfile(path) else None
        except OSError:
            return None
        return found.st_mtime_ns // 1000 if stat.S_ISREG(found.st_mode) else None

    def _is_recordable(self, path: str) -> bool:
        if is_recordable(path):
            return True
        if path not in self._unrecordable:
            self._unrecordable.add(path)
            self._journal.write(f"File {path!r} is left out of log/files and manifest: its name is not a line of text")
        return False
