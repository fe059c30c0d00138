"""Tells the client how a run goes: LSP progress, which can be cancelled, and a message if the run failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress

from gage.errors import GageError
from gage_ls.language_server import GageServer
from gage_ls.protocol import STAGE
from gage_ls.run_output import show_output
from gage_ls.run_processes import Event

_SHOW = "Show output"


async def report(
    ls: GageServer, command: str, operation: str, runs_dir: Path, run: Event, events: asyncio.Queue[Event | None]
) -> None:
    """Follow what a command began with a run, to its end."""
    run_id = str(run.get("id"))
    title = f"{operation} {run.get('name') or run_id}"
    bar = ProgressBar(ls.work_done_progress, f"{command}/{run_id}") if ls.client.shows_progress else None
    # A client that is told no percentage at the beginning may pass over all later ones.
    percentage = 0 if run.get("progress") is True and command != STAGE else None
    if bar and not await bar.begin(title, percentage, lambda: ls.run_processes.stop(run_id)):
        bar = None
    end: Event = {}
    while (event := await events.get()) is not None:
        if event["event"] == "end":
            end = event
        elif bar and event["event"] == "phase":
            bar.report(str(event.get("command", "")))
        elif bar and event["event"] == "progress":
            bar.report(*_steps(event))
        elif event["event"] == "warning":
            message = f"{title}: {event.get('message')}"
            ls.window_log_message(lsp.LogMessageParams(type=lsp.MessageType.Warning, message=message))
    words = _outcome(end)
    if bar:
        bar.end(words)
    if end.get("status") not in ("completed", "terminated", "staged"):
        await _tell_failure(ls, f"{title}: {words}", runs_dir, run_id)


async def _tell_failure(ls: GageServer, message: str, runs_dir: Path, run_id: str) -> None:
    """Show a message that offers the output, to a client that can show both."""
    if not ls.client.shows_documents:
        _tell(ls, message)
        return
    actions = [lsp.MessageActionItem(title=_SHOW)]
    params = lsp.ShowMessageRequestParams(type=lsp.MessageType.Error, message=message, actions=actions)
    try:
        if await ls.window_show_message_request_async(params):
            await show_output(ls, runs_dir, run_id)
    except JsonRpcException:
        # It shows messages without a choice, as all clients do.
        _tell(ls, message)
    except (GageError, OSError) as error:
        _tell(ls, str(error))


def _tell(ls: GageServer, message: str) -> None:
    ls.window_show_message(lsp.ShowMessageParams(type=lsp.MessageType.Error, message=message))


def _steps(event: Event) -> tuple[str, int | None]:
    """How far a run is, as people read it, and in percent where that is known.

    Percentages must not fall, so those of the phases around the command itself are left out.
    """
    completed, total = event.get("completed"), event.get("total")
    if isinstance(completed, int | float) and isinstance(total, int | float) and total > 0:
        percentage = max(0, min(100, int(100 * completed / total)))
        return f"{completed}/{total}", percentage if event.get("phase") == "run" else None
    return str(completed), None


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

    async def begin(self, title: str, percentage: int | None, on_cancel: Callable[[], object]) -> bool:
        """Show the progress; ``on_cancel`` is called if the person cancels it. False if the client will not show it."""
        try:
            await self._progress.create_async(self._token)
        except JsonRpcException:
            return False

        def cancelled(_future: Future[None]) -> None:
            on_cancel()

        # pygls cancels this future when the client asks it to.
        self._progress.tokens[self._token].add_done_callback(cancelled)
        begin = lsp.WorkDoneProgressBegin(title=title, cancellable=True, percentage=percentage)
        self._progress.begin(self._token, begin)
        return True

    def report(self, message: str, percentage: int | None = None) -> None:
        """Say what is being done, and how far it is, from 0 to 100."""
        self._progress.report(self._token, lsp.WorkDoneProgressReport(message=message, percentage=percentage))

    def end(self, message: str) -> None:
        """Say how it ended."""
        self._progress.tokens.pop(self._token, None)
        self._progress.end(self._token, lsp.WorkDoneProgressEnd(message=message))
