"""What faults are done to: a project whose runs are real `gage` processes, all marked, so that none can be left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from gage_command import environment

from gage.runs.process_identity import process_lives
from gage.runs.record import Record
from gage.runs.status import run_status
from gage.runs.store import RunStore

Found = TypeVar("Found")

_MARK = "GAGE_FAULT_TEST"
INTERFERENCE = str(Path(__file__).parent / "interference")
"""What goes into PYTHONPATH for the settings that its module describes."""


@dataclass
class Project:
    """A project directory with its runs inside, and every process that was started for it."""

    directory: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    known: set[int] = field(default_factory=set)

    @property
    def runs_dir(self) -> Path:
        return self.directory / ".gage" / "runs"

    def write(self, **operations: Any) -> Project:
        """Make these the operations: a command, or what the gagefile is to have."""
        gagefile = {name: {"exec": each} if isinstance(each, str) else each for name, each in operations.items()}
        (self.directory / "gage.json").write_text(json.dumps(gagefile))
        return self

    def environ(self, **settings: str) -> dict[str, str]:
        return environment(self.directory.parent, **{_MARK: str(self.directory), **settings})

    def start(self, *arguments: str, through: Sequence[str] = (), **settings: str) -> subprocess.Popen[bytes]:
        """Start `gage`, if need be through another program; what it prints is in ``log``."""
        command = [*through, sys.executable, "-m", "gage", *arguments]
        with (self.directory.parent / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.directory,
                env=self.environ(**settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def gage(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Call `gage` and wait for its end."""
        command = [sys.executable, "-m", "gage", *arguments]
        environ = self.environ(**settings)
        return subprocess.run(command, cwd=self.directory, env=environ, capture_output=True, text=True, check=False)

    @property
    def log(self) -> str:
        return (self.directory.parent / "log").read_text()

    def runs(self, **settings: str) -> list[dict[str, Any]]:
        """All runs as `gage list` has them; it must not complain of anything."""
        listed = self.gage("list", "--all", "--json", **settings)
        assert (listed.returncode, listed.stderr) == (0, "")
        found: list[dict[str, Any]] = json.loads(listed.stdout)
        return found

    def run(self, **settings: str) -> dict[str, Any]:
        """The only run."""
        (run,) = self.runs(**settings)
        return run

    def output(self, run: dict[str, Any]) -> str:
        """What a run's command printed, as it is kept."""
        return self.gage("show", run["id"], "--output").stdout

    def show(self, run: dict[str, Any]) -> dict[str, Any]:
        """A run with its details."""
        shown: dict[str, Any] = json.loads(self.gage("show", run["id"], "--json").stdout)
        return shown

    @property
    def record(self) -> Path:
        """The record of the only run, which is not over."""
        (found,) = self.runs_dir.glob("*.meta")
        return found

    @property
    def run_dir(self) -> Path:
        """Where the command of the only live run works."""
        return self.record.with_suffix("")

    def pid(self, name: str = "proc/lock") -> int:
        """The process that a member of the only live record names, once it does."""
        members = wait_for(lambda: [each for each in self.runs_dir.glob(f"*.meta/{name}") if each.stat().st_size])
        return int(members[0].read_text().split()[0])

    def has_printed(self, text: str) -> None:
        """Wait until a command printed something, which the terminal shows."""
        wait_for(lambda: text in self.log or all(process.poll() is not None for process in self.started))
        assert text in self.log, self.log

    def processes(self) -> list[int]:
        """The living processes of all that was started here."""
        return [pid for pid in _numbers() if self._is_ours(pid)]

    def children(self, pid: int) -> list[int]:
        """What a process started, as far as it lives."""
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def _is_ours(self, pid: int) -> bool:
        try:
            environ = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False
        if f"{_MARK}={self.directory}".encode() in environ.split(b"\0"):
            self.known.add(pid)
            return True
        # While a process becomes another program it has no environment to see.
        return not environ and pid in self.known and process_lives(pid)

    def stamps(self, run_id: str) -> list[int]:
        """The times of a run that is over, in microseconds: made, staged, started, stopped."""
        record = Record(self.runs_dir, run_id)
        return [int(record.read(member) or 0) for member in ("initialized", "staged", "started", "stopped")]

    def statuses_until_nothing_is_left(self) -> list[str]:
        """What whoever looks all the time sees of the only run, up to the end of all that was started here."""
        store = RunStore(self.runs_dir)
        seen: list[str] = []
        is_over = False
        while not is_over:
            is_over = not self.processes()
            for run in store.runs():
                status = run_status(run)
                seen += [status] if seen[-1:] != [status] else []
            assert store.skipped == []
        return seen

    def nothing_is_left(self) -> None:
        """Wait for the end of all that was started here."""
        wait_for(lambda: not self.processes())


def wait_for(condition: Callable[[], Found]) -> Found:
    """Wait until something is so; a minute is never reached unless it never will be."""
    for _ in range(6_000):
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError("it never happened")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "project").mkdir()
    made = Project(tmp_path / "project")
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)
    for process in made.started:
        process.wait()


def _numbers() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]
