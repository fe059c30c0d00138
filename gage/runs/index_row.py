"""A run as a row of the index, and back; what SQL could not compare as Python does is marked to be asked of the run."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any, NamedTuple

from gage.errors import GageError
from gage.runs.attributes import label_of, read_attributes, tags_of
from gage.runs.ids import id_ms, is_id
from gage.runs.record import FIRST_MEMBER
from gage.runs.renamed import RenamedRun
from gage.runs.run import Run
from gage.runs.run_json import Told, read, told
from gage.runs.status import exit_status
from gage.runs.stored_zip import read_first

ACTIVE = "active"
TRASH = "trash"

META, USER, MOVE, RENAMED = 1, 2, 4, 8
"""What may lie beside a packed record, or in its place, and changes: directories, whose times are looked at."""

SUFFIXES = {".meta": META, ".user": USER, ".move": MOVE, ".meta.deleted": RENAMED}
ARCHIVE = ".meta.zip"

_LOOKED_AT = {META: (".meta", ".meta/proc"), USER: (".user",), MOVE: (".move",), RENAMED: (".meta.deleted",)}
_SETTLED_NS = 2_000_000_000
"""Files changed less than this before they were read may change again without a newer time: clocks tick coarsely."""

_FACTS = ("opref", "initialized", "staged", "started", "stopped", "proc/exit", "config.json", "summary.json")
_WORKERS = frozenset(("proc/owner", "proc/watchdog", "proc/lock"))
"""The members that name processes which work on a run."""

_TEXTS = 5
"""How many texts a row ends with."""

_LAST_INTEGER = (1 << 63) - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Row = tuple[Any, ...]
_NOTHING: Row = (None,) * 17

STAMP = 5
"""The place in a row of the time it was read at, in nanoseconds; another one means that the run may be another."""

READ = (
    "id, stamp, is_asked, kinds, namespace, operation, version,"
    " initialized, staged, started, stopped, exit_code, own_label, config, metrics, attributes, more"
)
"""The columns that `run_of` takes."""

WRITE = f"INSERT OR REPLACE INTO runs VALUES ({', '.join('?' * 27)})"
"""Keeps what `read_row` gives."""


class Skipped(NamedTuple):
    """An entry of a runs directory that looks like a run and could not be read, and why."""

    name: str
    reason: str


def files_state(runs_dir: str, run_id: str, kinds: int, now: int) -> tuple[int, bool]:
    """A number that changes when any of these directories does, and whether they changed long enough before ``now``."""
    seen = []
    is_settled = True
    for kind, suffixes in _LOOKED_AT.items():
        for suffix in suffixes if kinds & kind else ():
            try:
                status = os.stat(f"{runs_dir}/{run_id}{suffix}")
            except OSError:
                # Gone meanwhile, or not there yet.
                seen.append((0, 0))
                continue
            seen.append((status.st_mtime_ns, status.st_ino))
            is_settled = is_settled and status.st_mtime_ns < now - _SETTLED_NS
    return hash(tuple(seen)), is_settled


def read_row(runs_dir: Path, run_id: str, archive: int, kinds: int) -> Row:
    """The row of a run as it is now. Its files are looked at before they are read. Never raises for what is stored."""
    place, now = str(runs_dir), time.time_ns()
    state, is_settled = files_state(place, run_id, kinds, now) if kinds else (0, True)
    container = TRASH if kinds & RENAMED else container_of(f"{place}/{run_id}.move") if kinds & MOVE else ACTIVE
    run, is_asked, began, reason, said = None, True, None, None, _NOTHING
    try:
        run, is_asked = _told(runs_dir, run_id, bool(archive), kinds)
        began = _began(run_id, run)
        said = _said(run, f"{place}/{run_id}.user" if kinds & USER else None)
    except GageError as error:
        reason, is_settled = str(error), False
    except (UnicodeError, OverflowError):
        is_asked = True
    known_state = state if is_settled else None
    is_watched = bool(kinds) or not is_settled
    return (run_id, archive, kinds, known_state, is_watched, now, container, reason, began, is_asked, *said)


def run_of(runs_dir: Path, row: Row) -> Run:
    """The run of a row. One that may change by itself is read now. Raises RecordError, OprefError."""
    run_id, _, is_asked, kinds, namespace, operation, version, *numbers = row[:-_TEXTS]
    if is_asked:
        return _read(runs_dir, run_id, kinds)
    own_label, config, metrics, attributes, more = row[-_TEXTS:]
    opref = f"2 {namespace} {operation}" + ("" if version is None else f" {version}")
    label = "" if own_label is None else f',"run":{{"label":{_encode(own_label)}}}'
    summary = f'{{"metrics":{metrics},"attributes":{attributes}{label}}}'
    texts = (opref, *numbers, config, summary)
    facts = {name: str(text).encode() for name, text in zip(_FACTS, texts, strict=True) if text is not None}
    if more:
        facts.update((name, text.encode()) for name, text in json.loads(more).items())
    run = Run(runs_dir, run_id, facts)
    if not kinds & USER:
        run.user_attributes = {}
    return run


def container_of(move_dir: str | os.PathLike[str]) -> str:
    """Where a run is filed: the newest marker counts; its name is a log id of 36 characters, a dash, the place."""
    try:
        markers = [name for name in os.listdir(move_dir) if is_id(name[:36]) and name[36:37] == "-"]
    except OSError:
        return ACTIVE
    return max(markers, default="")[37:] or ACTIVE


def _told(runs_dir: Path, run_id: str, is_packed: bool, kinds: int) -> tuple[Told, bool]:
    """What the record tells, by one read where `run_json` is in it, and whether processes may still change that.

    Raises RecordError, OprefError.
    """
    first = read_first(f"{runs_dir}/{run_id}{ARCHIVE}", FIRST_MEMBER) if is_packed else None
    found = read(first) if first else None
    if found:
        return found, False
    run = _read(runs_dir, run_id, kinds)
    may_change = run.exit_code is None or not (is_packed or _WORKERS.isdisjoint(run.facts))
    return told(run), may_change or bool(kinds & RENAMED)


def _read(runs_dir: Path, run_id: str, kinds: int) -> Run:
    return RenamedRun(runs_dir, run_id) if kinds & RENAMED else Run(runs_dir, run_id)


def _began(run_id: str, run: Told) -> int:
    """When the run began, as far as it got: what lists are ordered by."""
    began = run.started or run.staged or run.initialized
    return began if began is not None else (id_ms(run_id) or 0) * 1000


def _said(run: Told, user_dir: str | None) -> Row:
    """The columns that expressions ask for. Raises UnicodeError, OverflowError for what SQLite would not hold."""
    said = read_attributes(Path(user_dir)) if user_dir else {}
    label, tags = label_of(said, run.label), tags_of(said)
    namespace, operation, version = run.opref
    texts = (
        label, run.label, _encode(tags), _encode(run.config), _encode(run.metrics), _encode(run.attributes),
        _encode(run.more) if run.more else None,
    )  # fmt: skip
    for text in (namespace, operation, version, *texts):
        if text is not None and ("\0" in text or "\\u0000" in text):
            raise UnicodeError
        if text is not None and not text.isascii():
            text.encode()
    if run.exit_code is not None and abs(run.exit_code) > _LAST_INTEGER:
        raise OverflowError
    duration = None if run.started is None or run.stopped is None else (run.stopped - run.started) / 1_000_000
    status = None if run.exit_code is None else exit_status(run.exit_code)
    times = (run.initialized, run.staged, run.started, run.stopped, duration)
    return (namespace, operation, version, status, run.exit_code, *times, *texts)
