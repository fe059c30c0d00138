"""Sends the diagnostics of open gagefiles, those of the newest version only; decides when, not what."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

from lsprotocol import types as lsp

from gage_ls.checking import SLICE
from gage_ls.features.diagnostics import diagnostics
from gage_ls.workspace import OpenDocument, Workspace

_STEP = 50
"""Problems that are put into the words of LSP in a millisecond or two."""

_SCREEN = 200
"""Problems that are told first: more than can be seen at once, and few enough to take no time."""


class Publisher:
    """Checks a document as soon as it changes, but never for more than half of the time.

    Work goes on in slices, each followed by a rest as long as itself in which messages of the client are answered.
    What one slice cannot do begins with the problems around the last edit, which are told at its end, and all of them
    when they are known. A change ends what was done for the version before; operations it left alone stay checked.
    """

    def __init__(self, workspace: Workspace, send: Callable[[lsp.PublishDiagnosticsParams], None]) -> None:
        self._workspace = workspace
        self._send = send
        self._telling: dict[str, _Telling] = {}
        self._resting: dict[str, asyncio.TimerHandle] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}

    def changed(self, uri: str) -> None:
        """A document was opened or edited."""
        if uri not in self._resting:
            self._go_on(uri)

    async def read(self, uri: str) -> None:
        """Wait until the text of a document is read, if it is open; it is read even if nothing is to be told of it."""
        if uri not in self._reading:
            self._reading[uri] = asyncio.get_running_loop().create_task(self._read(uri))
        await asyncio.wait([self._reading[uri]])

    async def _read(self, uri: str) -> None:
        try:
            while (document := self._workspace.get(uri)) and not document.is_read:
                end = time.perf_counter() + SLICE
                while not document.is_read and time.perf_counter() < end:
                    document.read_on()
                await asyncio.sleep(0)
        finally:
            del self._reading[uri]

    def closed(self, uri: str) -> None:
        """A document was closed: take its diagnostics back."""
        timer = self._resting.pop(uri, None)
        if timer:
            timer.cancel()
        if self._telling.pop(uri, None) is not None:
            self._send(lsp.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    def _go_on(self, uri: str) -> None:
        self._resting.pop(uri, None)
        document = self._workspace.get(uri)
        telling = self._telling.get(uri)
        if document is None or (telling and telling.document is document and telling.is_done):
            return
        if telling is None or telling.document is not document:
            telling = self._telling[uri] = _Telling(document)
        begun = time.perf_counter()
        told = telling.go_on(begun + SLICE)
        if told is not None:
            self._send(lsp.PublishDiagnosticsParams(uri=uri, version=document.version, diagnostics=told))
        # While a text is being read questions about it wait for that, so only other messages are let in between.
        rest = time.perf_counter() - begun if document.is_read else 0
        self._resting[uri] = asyncio.get_running_loop().call_later(rest, self._go_on, uri)


class _Telling:
    """What is told of one version: what is known after a slice, if that was not enough, and at last everything."""

    def __init__(self, document: OpenDocument) -> None:
        self.document = document
        self.is_done = False
        self._told: int | None = None
        self._all: list[lsp.Diagnostic] = []
        self._steps = _check_and_convert(document, self._all)

    def go_on(self, end: float) -> list[lsp.Diagnostic] | None:
        """Work until a time; what is to be told then, if anything."""
        for _ in self._steps:
            if time.perf_counter() >= end:
                return self._first()
        self.is_done = True
        return self._all

    def _first(self) -> list[lsp.Diagnostic] | None:
        """The problems near the last edit, told when the first slice ends and when all of them are known.

        Where there are none, those shown elsewhere need not go.
        """
        if not self.document.is_read or (self._told is not None and not self.document.checking.looked_around):
            return None
        around = self.document.checking.around[:_SCREEN]
        if not around or self._told == len(around):
            return None
        self._told = len(around)
        return list(diagnostics(self.document, around))


def _check_and_convert(document: OpenDocument, converted: list[lsp.Diagnostic]) -> Iterator[None]:
    """Read a text, find all problems and put them into the words of LSP, in steps."""
    while not document.is_read:
        document.read_on()
        yield
    yield from document.checking.steps
    for shown in diagnostics(document, document.checking.problems):
        converted.append(shown)
        if len(converted) % _STEP == 0:
            yield
