"""A run while it is being made: what its phases share, and how a phase ends it before its time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from gage.engine.claim import Claim
from gage.engine.events import Event, Warned
from gage.engine.journal import Journal
from gage.engine.prepare import Plan
from gage.engine.reserve import Reserve
from gage.engine.run_clock import RunClock
from gage.engine.run_files import RunFiles
from gage.engine.signals import Signals
from gage.engine.usage import Usage
from gage.engine.watchdog import Watchdog
from gage.errors import GageError
from gage.runs.process_identity import ProcessIdentity
from gage.runs.record import Record
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
        self.clock = RunClock(self.record)
        self.journal = Journal(self.record)
        self.files = RunFiles(self.run_dir, self.record, self.journal)
        self.reserve = Reserve(self.record.directory / "proc" / "reserve")
        self.signals = signals
        self.report = report
        self.usage = Usage()
        self.provenance: threading.Thread | None = None
        self.claim: Claim | None = None
        self.watchdog: Watchdog | None = None
        self.exit_code: int | None = None
        self.was_started = False

    def warn(self, message: str) -> None:
        """Tell the person, and the journal."""
        self.journal.write(message)
        self.report(Warned(message))

    def write(self, member: str, data: bytes) -> None:
        """Write a member that is to outlast a power cut, where failing to must not end the run.

        Its command may be at work.
        """
        self.journal.write(f"Writing meta {member}")
        self._put(self.record.write, member, data)

    def note(self, member: str, data: bytes) -> None:
        """Write a member that a power cut within seconds may take; when the record is packed, the disk has it."""
        self._put(self.record.note, member, data)

    def _put(self, write: Callable[[str, bytes], None], member: str, data: bytes) -> None:
        try:
            write(member, data)
        except OSError as error:
            if self.reserve.gives(error):
                self._put(write, member, data)
            else:
                self.warn(f"{member} of run {self.id} could not be recorded: {error.strerror}")

    def watch(self) -> None:
        """Have the run watched over, keep the claim on it, and set aside room for its end."""
        self.reserve.take()
        self.watchdog = Watchdog(self.store.runs_dir, self.id, self.clock.ahead_ns, self.warn)
        if self.watchdog.identity:
            self.note("proc/watchdog", self.watchdog.identity.encode())
        self.claim = Claim(self.record, self.signals, self.journal)

    def unwatch(self) -> None:
        """End what `watch` began: the run is recorded, or someone else's."""
        if self.claim:
            self.claim.let_go()
        if self.watchdog:
            self.watchdog.call_off()

    def stamp(self, member: str) -> None:
        """Write the time, in microseconds since the epoch, and let watchers know."""
        self.journal.write(f"Writing meta {member}")
        self.note(member, self.clock.timestamp())
        self.store.touch()

    def begins(self) -> None:
        """A command is about to be started: until `began` names it, only its environment tells that it is the run's."""
        if self.watchdog:
            self.watchdog.expect()

    def began(self, command: ProcessIdentity) -> None:
        """Record the process of a command that was started, so that others can tell that it lives, and end it."""
        if self.watchdog:
            self.watchdog.guard(command)
        self.note("proc/process", command.encode())
        self.note("proc/lock", str(command.pid).encode())

    def ended(self, exit_code: int) -> None:
        """Tell the watchdog how the run's own command ended, until it is recorded."""
        if self.watchdog:
            self.watchdog.tell_end(exit_code)

    def let_go(self) -> None:
        """Forget the processes of the run: it is over, or someone else may start it. Raises OSError."""
        self.reserve.release()
        if self.claim:
            self.claim.let_go()
        for member in ("proc/lock", "proc/process", "proc/watchdog", "proc/cancel", "proc/owner"):
            self.record.delete(member)

    def heed_signals(self) -> None:
        """Raise StagingError if a signal asked the run to end."""
        signum = self.signals.take()
        if signum is not None:
            raise StagingError(-signum)
