"""Checks gagefiles that are not open; reads them beside the messages, and only where they may have changed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import NamedTuple

from gage.facts import gather_facts
from gage.gagefile.document import SYNTAX_BY_SUFFIX
from gage.gagefile.facts import Facts
from gage.gagefile.load import LoadError, read_document
from gage.gagefile.problem import Problem
from gage.gagefile.settings_above import settings_above
from gage.gagefile.silence import Settings
from gage.gagefile.text import Span
from gage_ls.reports import Report, report_of
from gage_ls.workspace import OpenDocument, Workspace

_BELIEVED = 30.0
"""Seconds for which the files around a gagefile are taken to be as they were, if the client tells of no change."""

_NO_VERSION = -1
Stamp = tuple[int, int]


class _Known(NamedTuple):
    """What a report was made of: the hash of the text, facts, settings; when, and after how many changes known of."""

    stamp: Stamp
    changes: int
    at: float
    read: tuple[int, Facts, Settings]
    id: str


class ClosedGagefiles:
    """Keeps the id of each file's last report, by which the client shows that it has it; not the report."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[Path, _Known] = {}
        self._changes = 0

    def something_changed(self) -> None:
        """Something of the project, or of what is set, is not as it was."""
        self._changes += 1

    def keep_only(self, paths: set[Path]) -> None:
        """Forget all other files."""
        self._known = {path: known for path, known in self._known.items() if path in paths}

    async def report(self, path: Path, had: str | None) -> Report:
        """What is wrong in a file now; ``had`` is the id of the report that the client has."""
        stamp, changes, now = _stamp(path), self._changes, time.monotonic()
        known = self._known.get(path)
        if known and known.id != had:
            known = None  # the report is not kept, so it is made again
        if known and (stamp, changes) == (known.stamp, known.changes) and now < known.at + _BELIEVED:
            return Report(known.id, None)
        document = await asyncio.to_thread(self._read, path)
        read = hash(document.text), document.facts, document.settings
        report = Report(known.id, None) if known and known.read == read else await report_of(document)
        self._known[path] = _Known(stamp, changes, now, read, report.id)
        return report

    def _read(self, path: Path) -> OpenDocument:
        """A file as if it were open, with what there is to know of its project."""
        syntax = SYNTAX_BY_SUFFIX[path.suffix]
        try:
            document = read_document(path)
        except LoadError as error:
            return self._unreadable(path, error)
        facts, settings = gather_facts(document, path), settings_above(path)
        encoding = self._workspace.encoding
        return OpenDocument(
            path.as_uri(), _NO_VERSION, document.text, syntax, encoding, facts, document, settings, saved=True
        )

    def _unreadable(self, path: Path, error: LoadError) -> OpenDocument:
        syntax = SYNTAX_BY_SUFFIX[path.suffix]
        document = OpenDocument(path.as_uri(), _NO_VERSION, "", syntax, self._workspace.encoding)
        document.checking.refuse(Problem("unreadable-file", error.reason, Span(0, 0)))
        return document


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
