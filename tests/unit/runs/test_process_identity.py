from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gage.runs import process_identity
from gage.runs.process_identity import ProcessIdentity, decode, host_name, identify, process_lives

ME = identify(os.getpid())


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        (b"17 81 boot host 402", ProcessIdentity(17, "81", "boot", "host", "402")),
        (b"17 81 boot host", ProcessIdentity(17, "81", "boot", "host")),
        (b"17 - - host", ProcessIdentity(17, None, None, "host")),
        (b"17", ProcessIdentity(17)),
        (b"17\n", ProcessIdentity(17)),
        (None, None),
        (b"", None),
        (b"me 81 boot host", None),
        (b"-1", None),
        ("²".encode(), None),
        (b"9" * 5000, None),
        (b"\xff\xfe", None),
    ],
)
def test_a_stored_line_is_read(line: bytes | None, identity: ProcessIdentity | None) -> None:
    assert decode(line) == identity


def test_what_is_stored_is_read_again() -> None:
    assert decode(ME.encode()) == ME
    assert decode(ProcessIdentity(5).encode()) == ProcessIdentity(5)


def test_this_process_lives_and_an_older_one_of_its_number_does_not() -> None:
    assert ME.lives() is True
    assert ProcessIdentity(ME.pid).lives() is True
    if ME.start is not None:
        assert ME._replace(start=str(int(ME.start) - 1)).lives() is False


def test_nothing_is_known_of_another_boot_container_or_machine() -> None:
    """Machines share names: another boot may be that of a second machine."""
    if ME.boot is not None:
        assert ME._replace(boot="other").lives() is None
        assert ME._replace(namespace="1").lives() is None
        assert ME._replace(namespace=None).lives() is True
    assert ME._replace(boot="other", host="elsewhere").lives() is None
    assert ProcessIdentity(ME.pid, None, None, "elsewhere").lives() is None
    assert ProcessIdentity(ME.pid, None, None, host_name()).lives() is True


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a zombie passes for alive")
def test_a_process_that_ended_does_not_live_even_while_its_parent_has_not_noticed() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        child = identify(process.pid)
        assert child.lives() is True
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert child.lives() is False
    assert child.lives() is False
    assert not process_lives(0)
    assert not process_lives(1 << 40)


def test_a_process_of_another_user_lives_though_it_may_not_be_signalled(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert process_lives(ME.pid)


@pytest.fixture
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system without `/proc`."""

    def refuse(*_: object) -> None:
        raise FileNotFoundError

    asked = (process_identity._boot, process_identity._namespace)
    for function in asked:
        function.cache_clear()
    with monkeypatch.context() as patches:
        for place, name in ((Path, "read_text"), (Path, "read_bytes"), (os, "readlink")):
            patches.setattr(place, name, refuse)
        yield
    for function in asked:
        function.cache_clear()


@pytest.mark.usefixtures("nothing_told")
def test_where_the_system_tells_nothing_the_number_and_the_machine_must_do() -> None:
    me = identify(os.getpid())
    assert me == ProcessIdentity(ME.pid, None, None, host_name(), None)
    assert me.encode().decode() == f"{ME.pid} - - {host_name()} -"
    assert me.lives() is True
    assert me._replace(host="elsewhere").lives() is None
    assert ME.lives() is False  # its beginning cannot be seen, so that it passes for a later one of its number
