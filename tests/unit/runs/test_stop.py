"""Asking a run to end: by a signal where its owner heeds one, else by a request in its record, else not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gage.runs import stop as stop_module
from gage.runs.cancel import leave_request, requests
from gage.runs.process_identity import ProcessIdentity, identify
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.stop import StopError, request_stop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that ask")

ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
ELSEWHERE = ProcessIdentity(17, "81", "her-boot", "hers", "402").encode()
SLEEP = "import signal, sys; signal.signal(signal.SIGINT, signal.{}); print(1, flush=True); sys.stdin.read()"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record(tmp_path, ID)
    made.make({"opref": b"2 demo train", "initialized": b"1", "staged": b"2", "started": b"3"})
    return made


def run_of(record: Record) -> Run:
    return Run(record.directory.parent, ID)


@pytest.fixture(params=["SIG_DFL", "SIG_IGN"])
def process(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A process at the head of its group that heeds Ctrl-C, or, as shell scripts have it in the background, does not."""
    code = SLEEP.format(request.param)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline()
        yield child
        child.kill()


def test_the_owner_gets_the_first_signal_that_it_heeds(record: Record, process: subprocess.Popen[bytes]) -> None:
    record.write("proc/owner", identify(process.pid).encode())
    request_stop(run_of(record))
    assert -process.wait() in (signal.SIGINT, signal.SIGTERM)
    assert requests(record) == []


def test_a_command_whose_owner_is_gone_gets_the_signals_itself(
    record: Record, process: subprocess.Popen[bytes]
) -> None:
    record.write("proc/lock", identify(process.pid).encode())
    request_stop(run_of(record))
    assert -process.wait() == signal.SIGTERM
    assert requests(record) == [identify(os.getpid()).encode().decode()]


def test_a_command_that_was_asked_before_is_killed(record: Record, process: subprocess.Popen[bytes]) -> None:
    record.write("proc/lock", identify(process.pid).encode())
    leave_request(record)
    request_stop(run_of(record))
    assert -process.wait() == signal.SIGKILL


def test_a_run_of_another_machine_is_asked_in_its_record(record: Record) -> None:
    record.write("proc/owner", ELSEWHERE)
    request_stop(run_of(record))
    assert len(requests(record)) == 1


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"proc/exit": b"0"}, "is not running: it is completed$"),
        ({}, "is not running: it is staged; only a run that is running can be stopped$"),
        ({"proc/owner": b"999999999"}, "is not running: it is terminated$"),
    ],
)
def test_what_is_not_running_is_refused(record: Record, members: dict[str, bytes], message: str) -> None:
    for name, data in members.items():
        record.write(name, data)
    with pytest.raises(StopError, match=message):
        request_stop(run_of(record))
    assert requests(record) == []


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (FileNotFoundError(errno.ENOENT, "gone"), "ended a moment ago$"),
        (PermissionError(errno.EACCES, "denied"), "belongs to another user, who alone may stop it$"),
        (OSError(errno.ENOSPC, "No space left on device"), "cannot be asked to stop: No space left on device$"),
    ],
)
def test_a_request_that_cannot_be_left_is_told(
    record: Record, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    def refuse(_: Record) -> int:
        raise error

    record.write("proc/owner", ELSEWHERE)
    monkeypatch.setattr(stop_module, "leave_request", refuse)
    with pytest.raises(StopError, match=message):
        request_stop(run_of(record))


def test_the_owner_may_end_just_before_the_signal(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: int) -> None:
        raise ProcessLookupError

    record.write("proc/owner", identify(os.getpid()).encode())
    run = run_of(record)
    monkeypatch.setattr(stop_module, "_heeded_signal", lambda _: signal.SIGTERM)
    monkeypatch.setattr(os, "kill", gone)
    monkeypatch.setattr(stop_module, "living_processes", lambda _: [identify(os.getpid())])
    with pytest.raises(StopError, match=r"ended a moment ago$"):
        request_stop(run)


def test_an_owner_that_may_not_be_signalled_is_asked_in_the_record(
    record: Record, process: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's, in a directory that is shared."""
    real = os.kill

    def refuse(pid: int, signum: int) -> None:
        if signum:
            raise PermissionError
        real(pid, signum)

    record.write("proc/owner", identify(process.pid).encode())
    monkeypatch.setattr(os, "kill", refuse)
    request_stop(run_of(record))
    assert len(requests(record)) == 1
    assert process.poll() is None


def test_where_the_system_does_not_tell_which_signals_are_ignored_none_is_sent(
    record: Record, process: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner looks into the record every second anyhow."""
    record.write("proc/owner", identify(process.pid).encode())
    for unknown in (unreadable, lambda *_: "Name:\tpython\n"):
        monkeypatch.setattr(Path, "read_text", unknown)
        request_stop(run_of(record))
    assert len(requests(record)) == 2
    assert process.poll() is None


def unreadable(*_: object) -> str:
    raise PermissionError
