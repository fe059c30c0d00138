"""Processes of a run's commands: start, wait, signal the whole group. The only user of subprocess."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gage.errors import GageError
from gage.runs.process_identity import identify

_NOT_FOUND, _NOT_EXECUTABLE = 127, 126
"""What shells exit with."""

_LOOK_UP = 0.1
"""Seconds after which a signal is seen at the latest."""


class StartError(GageError):
    """A command could not be started; ``exit_code`` is the one a shell would give."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Used(NamedTuple):
    """What a command and all that it waited for used; memory is the most that one of its processes had, in bytes."""

    cpu_seconds: float
    peak_memory: int


class Child:
    """A running command at the head of its own process group, so that a signal reaches all it started.

    Standard input is inherited; output and errors come out of a pipe each, ``outputs``. Leaving the ``with`` block
    early kills the group: no command outlives an engine that failed.
    """

    def __init__(self, command: str | list[str], cwd: Path, environ: Mapping[str, str]) -> None:
        """Start a command; a text is a line for the system's shell. Raises StartError."""
        windows = sys.platform == "win32"
        if windows and isinstance(command, list):
            command = _found_on_windows(command, cwd, environ)
        try:
            self._process = subprocess.Popen(
                command,
                shell=isinstance(command, str),
                cwd=cwd,
                env=dict(environ),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=not windows,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except (OSError, ValueError) as error:
            raise _start_error(command, error) from None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self.outputs = (self._process.stdout, self._process.stderr)
        self.pid = self._process.pid
        self.identity = identify(self.pid)
        self.used: Used | None = None
        """Known once the command has ended, where the system tells."""

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self.kill()
            self.wait()

    def wait(self, looks: Sequence[Callable[[], None]] = ()) -> int:
        """Wait for the command itself, not for what it left in the background; a negative code is a signal.

        ``looks`` are called ten times a second until then.

        A signal that comes just before a blocking call does not interrupt it, and Python would not see it until the
        command ended. So a thread waits for the command, and this one looks up from time to time.
        """
        waiter = threading.Thread(target=self._await, name="wait", daemon=True)
        waiter.start()
        while waiter.is_alive():
            waiter.join(_LOOK_UP)
            for look in looks if waiter.is_alive() else ():
                look()
        return self._process.wait()

    def _await(self) -> None:
        if sys.platform == "win32":
            self._process.wait()
            return
        try:
            _, status, used = os.wait4(self.pid, 0)
        except ChildProcessError:
            # The caller ignores the ends of children, and the system has forgotten this one.
            self._process.wait()
            return
        self._process.returncode = os.waitstatus_to_exitcode(status)
        unit = 1 if sys.platform == "darwin" else 1024
        self.used = Used(round(used.ru_utime + used.ru_stime, 6), used.ru_maxrss * unit)

    def send(self, signum: int) -> None:
        """Send a signal to the whole group; on Windows every signal is Ctrl-Break, the one a group can be sent."""
        if self._process.returncode is not None:
            return
        try:
            if sys.platform == "win32":
                self._process.send_signal(signal.CTRL_BREAK_EVENT)
            else:
                os.killpg(self.pid, signum)
        except (ProcessLookupError, PermissionError):
            # It ended a moment ago (macOS says "not permitted" of a group that only has a zombie).
            return

    def kill(self) -> None:
        """End the whole group at once; on Windows the command alone."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            self.send(signal.SIGKILL)


def output_of(words: list[str], cwd: Path, environ: Mapping[str, str]) -> tuple[int, bytes]:
    """Execute a program that has nothing to ask, and wait for it; its exit code, and what it printed.

    Raises StartError.
    """
    try:
        ended = subprocess.run(
            words,
            cwd=cwd,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except (OSError, ValueError) as error:
        raise _start_error(words, error) from None
    return ended.returncode, ended.stdout


def first_output(
    words: list[str], cwd: Path, environ: Mapping[str, str], most: int, seconds: float
) -> tuple[int | None, bytes]:
    """Execute a program that may print or think too much, in a session of its own, where no Ctrl-C reaches it.

    Returns its exit code, and what it printed, without errors. One that takes longer, or prints more than ``most``
    bytes, is ended; its exit code is None then. Raises OSError.
    """
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    ended = threading.Event()

    def end() -> None:
        ended.set()
        with suppress(ProcessLookupError, PermissionError):
            process.kill() if sys.platform == "win32" else os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, end)
    timer.start()
    with process.stdout as output:
        printed = output.read(most + 1)
    # Until it is waited for, its number cannot be another's.
    timer.cancel()
    timer.join()
    if len(printed) > most:
        end()
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        end()
        code = process.wait()
    return None if ended.is_set() else code, printed[:most]


def answer_of(words: list[str], question: bytes, seconds: float) -> bytes | None:
    """What a program of our own prints that reads a question; None where it fails, or is not done in time.

    Raises OSError where it cannot be started.
    """
    try:
        ended = subprocess.run(
            words,
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.stdout if ended.returncode == 0 else None


def run_in_terminal(words: list[str]) -> int:
    """Execute a program that has the terminal to itself, as an editor does, and wait for it; its exit code.

    Raises StartError.
    """
    try:
        code = subprocess.run(words).returncode
    except (OSError, ValueError) as error:
        raise _start_error(words, error) from None
    return code if code >= 0 else 256 + code


def feed_in_terminal(words: list[str], environ: Mapping[str, str], text: bytes) -> None:
    """Execute a program that has the terminal to itself and reads a text, as a pager does, and wait for it.

    Ctrl-C is meant for it, and it may end before it has read all. Raises StartError.
    """
    try:
        process = subprocess.Popen(words, env=dict(environ), stdin=subprocess.PIPE)
    except (OSError, ValueError) as error:
        raise _start_error(words, error) from None
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text)
    finally:
        signal.signal(signal.SIGINT, before)


def start_aside(words: list[str], environ: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a program of our own in a session of its own; it reads what we write to it, and prints nothing.

    Raises OSError.
    """
    return subprocess.Popen(
        words,
        bufsize=0,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _found_on_windows(command: list[str], cwd: Path, environ: Mapping[str, str]) -> list[str]:
    """Windows looks for programs along the caller's path and from the caller's directory; here the run's count."""
    import shutil

    name = command[0]
    if os.path.dirname(name):
        name = str(cwd / name)
    return [shutil.which(name, path=environ.get("PATH")) or Path(name).name, *command[1:]]


def _start_error(command: str | list[str], error: OSError | ValueError) -> StartError:
    program = command if isinstance(command, str) else command[0]
    if isinstance(error, FileNotFoundError):
        return StartError(f"command not found: {program}", _NOT_FOUND)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return StartError(f"cannot start {program}: {reason}", _NOT_EXECUTABLE)
