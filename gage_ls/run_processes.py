"""Starts runs as processes of their own and follows what they say; never imports the engine or blocks the loop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NamedTuple

from gage.errors import GageError

Event = dict[str, Any]
"""One line of `gage run --json`; its kind is under ``event``."""

SKIPPED = "skipped"
"""The event of a run that was not needed: the one it names is equal."""

# Not `-m gage`: that puts the working directory first on the path, and so the project's `types.py` before Python's.
# The path is the server's own: it may have been started from a copy of Gage that its Python knows nothing of.
_GAGE = """\
import sys
del sys.path[0]
import json
sys.path[:] = json.loads(sys.argv.pop(1))
from gage.__main__ import main
main()
"""
_LONGEST_COMPLAINT = 4000


class NotStartedError(GageError):
    """No run was made; the message is what `gage run` said."""


class RunProcess:
    """One `gage run`. ``on_event`` is called in the event loop for every event but the run's own, then with None."""

    def __init__(self, process: subprocess.Popen[str], complaints: IO[str], on_event: Callable[[Event | None], None]):
        self._process = process
        self._complaints = complaints
        self._on_event = on_event
        self._made: asyncio.Future[Event] = asyncio.get_running_loop().create_future()

    async def made(self) -> Event:
        """Wait for the first event, which names the run that is made or makes it superfluous.

        Raises NotStartedError if the process ends without one.
        """
        loop = asyncio.get_running_loop()
        # A thread of ours, not the loop's: one that is blocked in a read must not keep the server from ending.
        threading.Thread(target=self._read, args=(loop,), daemon=True).start()
        # Shielded: a client that takes its request back, as one does that ends, does not undo the run.
        return await asyncio.shield(self._made)

    def is_of(self, run_id: str) -> bool:
        """Whether this is the process of a run."""
        made = self._made.done() and self._made.exception() is None
        return made and self._made.result().get("id") == run_id

    def interrupt(self) -> None:
        """What Ctrl-C does in a terminal: to the process and all it started."""
        if sys.platform == "win32":
            self._process.send_signal(signal.CTRL_BREAK_EVENT)
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGINT)

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        # The loop is closed before this thread ends where the server ends before the run.
        with contextlib.suppress(RuntimeError), self._complaints, self._process:
            for line in self._process.stdout or ():
                event = _event(line)
                # What the command prints is in the run and may be much: no client is told.
                if event and event["event"] != "output":
                    loop.call_soon_threadsafe(self._receive, event)
            self._process.wait()
            loop.call_soon_threadsafe(self._end, _complaint(self._complaints, self._process.returncode))

    def _receive(self, event: Event) -> None:
        if event["event"] in ("run", SKIPPED) and not self._made.done():
            self._made.set_result(event)
        else:
            self._on_event(event)

    def _end(self, complaint: str) -> None:
        if not self._made.done():
            self._made.set_exception(NotStartedError(complaint))
        self._on_event(None)


class GageRun(NamedTuple):
    """A call of `gage run`: its options, its other words, and the directory to call it in.

    ``runs_dir`` is where runs are kept, if that is not where the project in the directory keeps them.
    """

    options: tuple[str, ...]
    words: tuple[str, ...]
    directory: Path
    runs_dir: Path | None = None


class RunProcesses:
    """The runs this server started and that have not ended."""

    def __init__(self) -> None:
        self._processes: list[RunProcess] = []

    async def start(self, call: GageRun, on_event: Callable[[Event | None], None]) -> Event:
        """Start `gage run`; returns once the run is made or not needed, with the event that says so.

        ``on_event`` gets all other events but output, then None when the process is gone. Raises NotStartedError.
        """

        def follow(event: Event | None) -> None:
            if event is None:
                self._processes.remove(process)
            on_event(event)

        process = RunProcess(*_spawn(call), follow)
        self._processes.append(process)
        return await process.made()

    def stop(self, run_id: str) -> bool:
        """Interrupt a run; False for one that has ended or that someone else started."""
        process = next((process for process in self._processes if process.is_of(run_id)), None)
        if process:
            process.interrupt()
        return process is not None


def ask(call: GageRun) -> Any:
    """What `gage run` prints as one piece of JSON; blocks until it does. Raises NotStartedError."""
    process, complaints = _spawn(call)
    with complaints:
        printed, _ = process.communicate()
        if process.returncode != 0:
            raise NotStartedError(_complaint(complaints, process.returncode))
        return json.loads(printed)


def _spawn(call: GageRun) -> tuple[subprocess.Popen[str], IO[str]]:
    """In a session of its own, so that neither the editor's end nor its signals end the run."""
    complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - the reader closes it
    path = json.dumps([entry for entry in sys.path if entry])
    command = [sys.executable, "-c", _GAGE, path, "run", "-y", "--json", *call.options, "--", *call.words]
    try:
        process = subprocess.Popen(
            command,
            cwd=call.directory,
            env={**os.environ, **({"GAGE_RUNS": str(call.runs_dir)} if call.runs_dir else {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except (OSError, ValueError) as error:
        complaints.close()
        raise NotStartedError(f"'gage run' cannot be started in {call.directory}: {error}") from error
    return process, complaints


def _complaint(complaints: IO[str], exit_code: int) -> str:
    complaints.seek(0)
    said = complaints.read().strip()[-_LONGEST_COMPLAINT:].removeprefix("gage: ")
    return said or f"gage run ended with exit code {exit_code} before it made a run"


def _event(line: str) -> Event | None:
    """Anything that is no event is left out: a library may print to the same stream."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get("event"), str) else None
