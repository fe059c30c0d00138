"""The SQLite file that keeps an index of one runs directory: opened, made, deleted where it is wrong; knows no run.

It lies in the user's cache directory. Where none can be written, an index in memory does, which only costs time.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from gage.runs.cache_directory import cache_directory
from gage.runs.process_identity import boot_id

_APPLICATION = 0x67616765  # "gage", which other programs than SQLite can tell the file by
_VERSION = 2
_WAIT = 5.0
"""Seconds another process may keep the index to itself, which a large one does for long only while it is built."""

_DESERTED = 30 * 86_400
"""Seconds without a change after which it is looked whether there is still a store of an index."""

_SCHEMA = """
CREATE TABLE store (path TEXT NOT NULL, root INTEGER, inode INTEGER, boot TEXT);
CREATE TABLE foreign_files (name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE runs (
    id TEXT PRIMARY KEY, archive INTEGER NOT NULL, kinds INTEGER NOT NULL, state INTEGER, is_watched INTEGER NOT NULL,
    stamp INTEGER NOT NULL, container TEXT NOT NULL, reason TEXT, began INTEGER, is_asked INTEGER NOT NULL,
    namespace TEXT, operation TEXT, version TEXT, status TEXT, exit_code INTEGER,
    initialized INTEGER, staged INTEGER, started INTEGER, stopped INTEGER, duration REAL,
    label TEXT, own_label TEXT, tags TEXT, config TEXT, metrics TEXT, attributes TEXT, more TEXT
);
CREATE INDEX listed ON runs (container, began DESC, id DESC, reason);
CREATE INDEX watched ON runs (is_watched, id, archive, kinds, state) WHERE is_watched;
CREATE INDEX asked ON runs (is_asked) WHERE is_asked;
"""


class WrongIndexError(Exception):
    """The file is not an index of this directory; it is deleted, and made anew."""


class IndexFile:
    """The index of one runs directory, which other processes may use at the same time."""

    def __init__(self, runs_dir: str, environ: Mapping[str, str]) -> None:
        self._store = os.path.realpath(runs_dir)
        self._path = os.path.join(cache_directory(environ), "runs", _file_name(self._store))
        self._in_memory: sqlite3.Connection | None = None

    @property
    def place(self) -> str | None:
        """The path of the file; None where the index is kept in memory."""
        return None if self._in_memory else self._path

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The index, for one look. What is wrong with it comes out as sqlite3.DatabaseError or WrongIndexError."""
        if self._in_memory:
            yield self._in_memory
            return
        connection = self._connect()
        try:
            yield connection
        finally:
            if connection is not self._in_memory:
                connection.close()

    def discard(self) -> None:
        """Delete the file, for the next look to make a new one."""
        if self._in_memory:
            self._in_memory.close()
            self._in_memory = None
        _remove(self._path)

    def give_up(self) -> None:
        """Keep the index in memory from now on."""
        self._in_memory = self._in_memory or self._made(_connection(":memory:"))

    def _connect(self) -> sqlite3.Connection:
        try:
            is_new = not os.path.exists(self._path)
            if is_new:
                self._create()
            connection = _connection(self._path)
        except (OSError, sqlite3.OperationalError):
            self.give_up()
            assert self._in_memory
            return self._in_memory
        try:
            return self._checked(connection)
        except BaseException:
            connection.close()
            raise

    def _create(self) -> None:
        """An empty file that only its owner reads, for SQLite to fill; files beside it get the same permissions."""
        directory = os.path.dirname(self._path)
        os.makedirs(directory, mode=0o700, exist_ok=True)
        _prune(directory)
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def _checked(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """The connection, if it leads to an index of this store, made now where the file is empty."""
        boot = boot_id()
        if _ask(connection, "PRAGMA user_version") == 0:
            connection.execute("PRAGMA journal_mode = WAL")
            self._made(connection)
        marks = [_ask(connection, f"PRAGMA {name}") for name in ("application_id", "user_version")]
        if marks != [_APPLICATION, _VERSION] or _ask(connection, "SELECT path FROM store") != storable(self._store):
            raise WrongIndexError
        # Nobody waits for the disk where it can be told that the machine stopped since.
        connection.execute(f"PRAGMA synchronous = {'OFF' if boot else 'NORMAL'}")
        if boot and _ask(connection, "SELECT boot FROM store") != boot:
            _survive_a_boot(connection, boot)
        return connection

    def _made(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Make the tables, unless another process just did."""
        connection.execute("BEGIN IMMEDIATE")
        if _ask(connection, "SELECT count(*) FROM sqlite_master") == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO store (path) VALUES (?)", (storable(self._store),))
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("COMMIT")
        return connection


def _connection(path: str) -> sqlite3.Connection:
    """One whose transactions begin and end where it is said, and which threads may share."""
    return sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False, cached_statements=20)


def _ask(connection: sqlite3.Connection, question: str) -> Any:
    row = connection.execute(question).fetchone()
    return row and row[0]


def _survive_a_boot(connection: sqlite3.Connection, boot: str) -> None:
    """See to it that an index which the machine may not have written to the end holds nothing that is not so.

    A row that is older than the others is known by its own state, once the directory is looked through.
    """
    if _ask(connection, "PRAGMA quick_check") != "ok":
        raise WrongIndexError
    connection.execute("UPDATE store SET root = NULL, boot = ?", (boot,))


def _file_name(store: str) -> str:
    """Short and the same every time. That two stores could share one is seen to: the file knows whose it is."""
    path = os.fsencode(store)
    return f"{zlib.crc32(path):08x}{zlib.crc32(path[::-1]):08x}.sqlite"


def storable(path: str) -> str:
    """A path or a name as SQLite can keep it: bytes that are no text are written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _prune(directory: str) -> None:
    """Delete the indexes of stores that are no more, among those that nobody wrote to for long."""
    for name in os.listdir(directory):
        path = os.path.join(directory, name)
        with suppress(OSError):
            if name.endswith(".sqlite") and os.stat(path).st_mtime < time.time() - _DESERTED and not _is_used(path):
                _remove(path)


def _is_used(path: str) -> bool:
    try:
        connection = sqlite3.connect(path)
        try:
            [(store,)] = connection.execute("SELECT path FROM store")
        finally:
            connection.close()
    except (sqlite3.Error, ValueError):
        return False
    return os.path.isdir(store)


def _remove(path: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            os.unlink(path + suffix)
