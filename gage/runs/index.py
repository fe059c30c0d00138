"""The runs of one directory as they are now, of which only those that changed are read; writes nothing there.

What was read is kept in an `IndexFile`, between commands and for any number of processes.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from gage.errors import GageError
from gage.runs.directory_entries import directory_entries
from gage.runs.index_file import IndexFile, WrongIndexError, storable
from gage.runs.index_row import READ, STAMP, WRITE, Row, Skipped, files_state, read_row, run_of
from gage.runs.run import Run
from gage.verbose import detail

if TYPE_CHECKING:
    from gage.runs.index_where import Where

_SETTLED_NS = 2_000_000_000
"""A directory changed less than this ago may change again without a newer time: clocks tick coarsely."""

_AT_ONCE = 500
"""Rows asked for by their ids in one statement."""

T = TypeVar("T")


class Found(NamedTuple):
    """The ids of runs, newest first, and what could not be read."""

    ids: list[str]
    skipped: list[Skipped]


class RunIndex:
    """The runs of one directory. Threads may share it; runs it gave out are given out again while they are the same."""

    def __init__(self, runs_dir: Path) -> None:
        self._runs_dir = runs_dir
        self._file = IndexFile(str(runs_dir), os.environ)
        self._runs: dict[str, tuple[int, Run]] = {}
        self._lock = threading.Lock()

    @property
    def place(self) -> str | None:
        """The file that keeps it between commands; None where none can, once that was tried."""
        return self._file.place

    def find(self, container: str, where: Where | None = None) -> Found:
        """The runs that are filed in one place and that an expression selects. Never raises for what is stored."""
        return self._with_index(lambda index: self._find(index, container, where))

    def load(self, ids: Sequence[str]) -> list[Run]:
        """The runs of these ids, in this order, without those that went since they were found."""
        return self._with_index(lambda index: list(self._load(index, ids)))

    def listing(self, container: str) -> tuple[list[Run], list[Skipped]]:
        """All runs that are filed in one place, newest first, and what could not be read."""

        def look(index: sqlite3.Connection) -> tuple[list[Run], list[Skipped]]:
            found = self._find(index, container, None)
            return list(self._load(index, found.ids)), found.skipped

        return self._with_index(look)

    def _with_index(self, look: Callable[[sqlite3.Connection], T]) -> T:
        """Look into the index; one that is wrong is made anew, memory takes the place of one that cannot be used."""
        with self._lock:
            try:
                return self._once(look)
            except (sqlite3.DatabaseError, WrongIndexError) as error:
                mend = self._file.give_up if _is_in_use(error) else self._file.discard
                mend()
            try:
                return self._once(look)
            except (sqlite3.DatabaseError, WrongIndexError):
                self._file.give_up()
            return self._once(look)

    def _once(self, look: Callable[[sqlite3.Connection], T]) -> T:
        with self._file.opened() as index:
            return look(index)

    def _find(self, index: sqlite3.Connection, container: str, where: Where | None) -> Found:
        try:
            self._refresh(index)
        except OSError as error:
            return Found([], [Skipped(str(self._runs_dir), f"the runs directory cannot be read: {error.strerror}")])
        ids = self._selected(index, container, where) if where else _ids(index, _LISTED, container, {})
        detail(__name__, "found %s runs in %s", len(ids), container)
        return Found(ids, _skipped(index, container))

    def _selected(self, index: sqlite3.Connection, container: str, where: Where) -> list[str]:
        detail(__name__, "%s is asked which runs are meant", "every run" if where.sql is None else "the index")
        if where.sql is None:
            return [run.id for run in self._load(index, _ids(index, _LISTED, container, {})) if where.selects(run)]
        asked = {run.id: run for run in self._load(index, _ids(index, _SELECTED.format("is_asked"), container, {}))}
        index.create_function("ask", 1, lambda run_id: run_id in asked and where.selects(asked[run_id]))
        for name, function in where.functions.items():
            index.create_function(name, 1, function)
        condition = f"CASE WHEN is_asked THEN ask(id) ELSE {where.sql} END"
        return _ids(index, _SELECTED.format(condition), container, where.parameters)

    def _load(self, index: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Run]:
        if len(self._runs) > index.execute("SELECT count(*) FROM runs").fetchone()[0]:
            self._runs.clear()  # some are of runs that went
        for start in range(0, len(ids), _AT_ONCE):
            chunk = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(chunk))
            rows = index.execute(f"SELECT state, {READ} FROM runs WHERE id IN ({marks})", chunk)
            found = {row[1]: row for row in rows}
            for run_id in chunk:
                run = self._run(*found[run_id]) if run_id in found else None
                if run:
                    yield run

    def _run(self, state: int | None, *row: Any) -> Run | None:
        run_id, stamp = row[:2]
        known_stamp, run = self._runs.get(run_id, (0, None))
        if run and state is not None and stamp == known_stamp:
            return run
        try:
            run = run_of(self._runs_dir, row)
        except GageError:
            return None
        self._runs[run_id] = stamp, run
        return run

    def _refresh(self, index: sqlite3.Connection) -> None:
        """Bring the index up to date. Raises OSError where the runs directory cannot be read.

        While the directory has the time it had, no run came or went and no packed record was replaced; what may change
        all the same are the directories beside the records, which are looked at each time.
        """
        root = self._root()
        if root[0] is not None and root == index.execute(_ROOT).fetchone():
            rows = self._changed_rows(index)
            if rows:
                with _transaction(index):
                    detail(__name__, "read %s records that changed", len(rows))
                    # Read once more: another process may have written something newer meanwhile.
                    index.executemany(WRITE, self._changed_rows(index))
            return
        with _transaction(index):
            self._rescan(index)

    def _rescan(self, index: sqlite3.Connection) -> None:
        root = self._root()
        known = {run_id: (archive, kinds) for run_id, archive, kinds in index.execute(_SIGNS)}
        entries, foreign = directory_entries(self._runs_dir, known)
        index.executemany("DELETE FROM runs WHERE id = ?", [(run_id,) for run_id in known if run_id not in entries])
        new = sorted(run_id for run_id, sign in entries.items() if known.get(run_id) != sign)
        detail(__name__, "listed %s: %s runs, of which %s are new", self._runs_dir, len(entries), len(new))
        index.executemany(WRITE, (read_row(self._runs_dir, run_id, *entries[run_id]) for run_id in new))
        index.executemany(WRITE, self._changed_rows(index))
        skipped = sorted((storable(name), storable(reason)) for name, reason in foreign)
        if skipped != index.execute(_FOREIGN).fetchall():
            index.execute("DELETE FROM foreign_files")
            index.executemany("INSERT INTO foreign_files VALUES (?, ?)", skipped)
        if root != index.execute(_ROOT).fetchone():
            index.execute("UPDATE store SET root = ?, inode = ?", root)

    def _root(self) -> tuple[int | None, int]:
        """The time and the inode of the directory; a time that is too young to be trusted is None, and so is none."""
        try:
            status = os.stat(self._runs_dir)
        except FileNotFoundError:
            return None, 0
        is_settled = status.st_mtime_ns < time.time_ns() - _SETTLED_NS
        return status.st_mtime_ns if is_settled else None, status.st_ino

    def _changed_rows(self, index: sqlite3.Connection) -> list[Row]:
        """What to write of runs whose directories changed, or changed too short a time ago for their times to tell."""
        place, now = str(self._runs_dir), time.time_ns()
        rows = []
        for run_id, archive, kinds, state in index.execute(_WATCHED).fetchall():
            if state is None or files_state(place, run_id, kinds, now)[0] != state:
                row = read_row(self._runs_dir, run_id, archive, kinds)
                before = index.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
                if _without_stamp(row) != _without_stamp(before):
                    rows.append(row)
        return rows


_LISTED = "SELECT id FROM runs WHERE container = :container AND reason IS NULL ORDER BY began DESC, id DESC"
_SELECTED = "SELECT id FROM runs WHERE +container = :container AND reason IS NULL AND {} ORDER BY began DESC, id DESC"
"""A condition is found out sooner row by row than in the order of time, which the plus keeps SQLite from."""

_FOREIGN = "SELECT name, reason FROM foreign_files ORDER BY name"
_ROOT = "SELECT root, inode FROM store"
_SIGNS = "SELECT id, archive, kinds FROM runs"
_WATCHED = "SELECT id, archive, kinds, state FROM runs WHERE is_watched"


def _ids(index: sqlite3.Connection, question: str, container: str, more: Mapping[str, str | int | float]) -> list[str]:
    return [run_id for (run_id,) in index.execute(question, {"container": container, **more})]


def _skipped(index: sqlite3.Connection, container: str) -> list[Skipped]:
    """What could not be read, by name."""
    foreign = index.execute(_FOREIGN).fetchall()
    broken = index.execute(
        "SELECT id || CASE WHEN archive THEN '.meta.zip' WHEN kinds & 8 THEN '.meta.deleted' ELSE '.meta' END, reason"
        " FROM runs WHERE container = ? AND reason IS NOT NULL ORDER BY id",
        (container,),
    )
    return [Skipped(*row) for row in [*foreign, *broken]]


def _without_stamp(row: Row | None) -> Row | None:
    return row and (*row[:STAMP], *row[STAMP + 1 :])


def _is_in_use(error: Exception) -> bool:
    """Whether the index is right and could only not be used now: locked for long, on a full disk or a read-only one."""
    reasons = ("locked", "readonly", "full", "unable to open", "disk I/O")
    return isinstance(error, sqlite3.OperationalError) and any(reason in str(error) for reason in reasons)


@contextmanager
def _transaction(index: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; others read what was there before, and wait with what they write."""
    index.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")
