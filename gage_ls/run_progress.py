"""Tells the client how a run goes: LSP progress, which can be cancelled, and a message if the run failed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress

from gage_ls.language_server import GageServer
from gage_ls.run_processes import Event, UnknownRunError


async def report(ls: GageServer, operation: str, run: Event, events: asyncio.Queue[Event | None]) -> None:
    """Follow a run to its end."""
    run_id = str(run.get("id"))
    title = f"{operation} {run.get('name') or run_id}"
    window = ls.client_capabilities.window
    bar = ProgressBar(ls.work_done_progress, f"gage.run/{run_id}") if window and window.work_done_progress else None
    if bar and not await bar.begin(title, lambda: ls.run_processes.stop(run_id)):
        bar = None
    end: Event = {}
    while (event := await events.get()) is not None:
        if event["event"] == "end":
            end = event
        elif bar and event["event"] == "phase":
            bar.report(str(event.get("command", "")))
        elif event["event"] == "warning":
            message = f"{title}: {event.get('message')}"
            ls.window_log_message(lsp.LogMessageParams(type=lsp.MessageType.Warning, message=message))
    words = _outcome(end)
    if bar:
        bar.end(words)
    if end.get("status") not in ("completed", "terminated"):
        ls.window_show_message(lsp.ShowMessageParams(type=lsp.MessageType.Error, message=f"{title}: {words}"))


def _outcome(end: Event) -> str:
    if not end:
        return "gage run ended without saying how; the runs list has the run's status"
    status, code = end.get("status"), end.get("exit_code")
    return f"{status} (exit code {code})" if status == "error" else str(status)


class ProgressBar:
    """A progress the server begins, in a client that can show one."""

    def __init__(self, progress: Progress, token: str) -> None:
        self._progress = progress
        self._token = token

    async def begin(self, title: str, on_cancel: Callable[[], None]) -> bool:
        """Show the progress; ``on_cancel`` is called if the person cancels it. False if the client will not show it."""
        try:
            await self._progress.create_async(self._token)
        except JsonRpcException:
            return False

        def cancelled(_future: Future[None]) -> None:
            # The run may have ended while the request was on its way.
            with contextlib.suppress(UnknownRunError):
                on_cancel()

        # pygls cancels this future when the client asks it to.
        self._progress.tokens[self._token].add_done_callback(cancelled)
        self._progress.begin(self._token, lsp.WorkDoneProgressBegin(title=title, cancellable=True))
        return True

    def report(self, message: str) -> None:
        """Say what is being done."""
        self._progress.report(self._token, lsp.WorkDoneProgressReport(message=message))

    def end(self, message: str) -> None:
        """Say how it ended."""
        self._progress.tokens.pop(self._token, None)
        self._progress.end(self._token, lsp.WorkDoneProgressEnd(message=message))
