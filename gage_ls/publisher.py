"""Sends the diagnostics of open gagefiles, those of the newest version only; decides when, not what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lsprotocol import types as lsp

from gage_ls.features.diagnostics import diagnostics
from gage_ls.workspace import Workspace


class Publisher:
    """Checks a document as soon as it changes, but never for more than half of the time.

    A change that comes sooner after a check than the check took waits until as much time has passed; all that come
    meanwhile share one check. In a file of common size the wait is too short to be met.
    """

    def __init__(self, workspace: Workspace, send: Callable[[lsp.PublishDiagnosticsParams], None]) -> None:
        self._workspace = workspace
        self._send = send
        self._rested: dict[str, float] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def changed(self, uri: str) -> None:
        """A document was opened or edited."""
        if uri in self._waiting:
            return
        loop = asyncio.get_running_loop()
        wait = self._rested.get(uri, 0.0) - loop.time()
        if wait > 0:
            self._waiting[uri] = loop.call_later(wait, self._publish, uri)
        else:
            self._publish(uri)

    def closed(self, uri: str) -> None:
        """A document was closed: take its diagnostics back."""
        timer = self._waiting.pop(uri, None)
        if timer:
            timer.cancel()
        if self._rested.pop(uri, None) is not None:
            self._send(lsp.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    def _publish(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        document = self._workspace.get(uri)
        if document is None:
            return
        loop = asyncio.get_running_loop()
        begun = loop.time()
        self._send(lsp.PublishDiagnosticsParams(uri=uri, version=document.version, diagnostics=diagnostics(document)))
        done = loop.time()
        self._rested[uri] = done + (done - begun)
