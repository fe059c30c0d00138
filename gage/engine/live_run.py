"""A run while it is being made: what its phases share, and how a phase ends it before its time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from gage.engine.events import Event, Warned
from gage.engine.journal import Journal
from gage.engine.prepare import Plan
from gage.engine.run_files import RunFiles
from gage.engine.signals import Signals
from gage.engine.usage import Usage
from gage.engine.watchdog import Watchdog
from gage.errors import GageError
from gage.runs.process_identity import ProcessIdentity
from gage.runs.record import Record, timestamp
from gage.runs.store import RunStore


class StagingError(GageError):
    """The run cannot be staged; ``exit_code`` is what it ends with, negative for a signal."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(f"staging ended with {exit_code}")
        self.exit_code = exit_code


class LiveRun:
    """The state of a run between its making and its end.

    ``exit_code`` is None until something decided it: 0, an error code, or minus a signal. ``was_started`` tells
    whether the command itself had its turn.
    """

    def __init__(
        self, plan: Plan, store: RunStore, run_id: str, signals: Signals, report: Callable[[Event], None]
    ) -> None:
        self.plan = plan
        self.store = store
        self.id = run_id
        self.run_dir: Path = store.runs_dir / run_id
        self.record = Record(store.runs_dir, run_id)
        self.journal = Journal(self.record)
        self.files = RunFiles(self.run_dir, self.record, self.journal)
        self.signals = signals
        self.report = report
        self.usage = Usage()
        self.provenance: threading.Thread | None = None
        self.watchdog: Watchdog | None = None
        self.exit_code: int | None = None
        self.was_started = False

    def warn(self, message: str) -> None:
        """Tell the person, and the journal."""
        self.journal.write(message)
        self.report(Warned(message))

    def write(self, member: str, data: bytes) -> None:
        """Write a member where failing to must not end the run: its command may be at work."""
        self.journal.write(f"Writing meta {member}")
        try:
            self.record.write(member, data)
        except OSError as error:
            self.warn(f"{member} of run {self.id} could not be recorded: {error.strerror}")

    def note(self, member: str, data: bytes) -> None:
        """Write a member about processes, which nothing but the status depends on."""
        try:
            self.record.note(member, data)
        except OSError as error:
            self.warn(f"{member} of run {self.id} could not be recorded: {error.strerror}")

    def watch(self) -> None:
        """Have the run watched over."""
        self.watchdog = Watchdog(self.store.runs_dir, self.id, self.warn)
        if self.watchdog.identity:
            self.note("proc/watchdog", self.watchdog.identity.encode())

    def stamp(self, member: str) -> None:
        """Write the time, in microseconds since the epoch, and let watchers know."""
        self.write(member, timestamp())
        self.store.touch()

    def began(self, command: ProcessIdentity) -> None:
        """Record the process of a command that was started, so that others can tell that it lives, and end it."""
        if self.watchdog:
            self.watchdog.guard(command)
        self.note("proc/process", command.encode())
        self.note("proc/lock", str(command.pid).encode())

    def let_go(self) -> None:
        """Forget the processes of the run: it is over, or someone else may start it. Raises OSError."""
        for member in ("proc/lock", "proc/process", "proc/watchdog", "proc/owner"):
            self.record.delete(member)

    def heed_signals(self) -> None:
        """Raise StagingError if a signal asked the run to end."""
        signum = self.signals.take()
        if signum is not None:
            raise StagingError(-signum)
