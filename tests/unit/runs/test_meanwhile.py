"""What another process does between two looks at a record: whoever reads sees the run before it, or the run after it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gage.runs import record as record_module
from gage.runs import status as status_module
from gage.runs.process_identity import identify
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.status import run_status

ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
MEMBERS = {"opref": b"2 demo train", "proc/exit": b"0", "output/40_run": b"hello\n"}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record(tmp_path, ID)
    made.make(MEMBERS)
    return made


@pytest.fixture
def just_before(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str, Callable[[], object]], None]:
    """Let another process do something once, at the moment a function is called."""

    def arrange(module: Any, function: str, happens: Callable[[], object]) -> None:
        real = getattr(module, function)

        def after_it(*arguments: Any) -> Any:
            monkeypatch.setattr(module, function, real)
            happens()
            return real(*arguments)

        monkeypatch.setattr(module, function, after_it)

    return arrange


Arrange = Callable[[Any, str, Callable[[], object]], None]

LOOKS: dict[str, tuple[str, Callable[[Record], object], object]] = {
    "read": ("_read_file", lambda record: record.read("opref"), b"2 demo train"),
    "sizes": ("_file_size", lambda record: record.sizes(MEMBERS), {"opref": 12, "proc/exit": 1, "output/40_run": 6}),
    "members": ("_files", lambda record: record.members(), sorted(MEMBERS)),
    "stretch": ("open_file", lambda record: record.stretch("output/40_run", 1, 3), b"el"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_record_that_is_packed_while_it_is_read_says_the_same(
    record: Record, just_before: Arrange, look: str
) -> None:
    function, ask, expected = LOOKS[look]
    just_before(record_module, function, record.seal)
    assert ask(record) == expected
    assert record.is_sealed
    assert ask(record) == expected


def test_of_a_record_that_is_purged_while_it_is_read_nothing_is_there(record: Record, just_before: Arrange) -> None:
    record.seal()
    just_before(record_module, "read_stored", record.archive.unlink)
    assert record.read_all(MEMBERS) == {}
    assert record.members() == []


def test_a_member_that_is_not_there_is_none_whether_the_record_is_packed_or_not(record: Record) -> None:
    for _ in ("live", "packed"):
        assert record.read("log/runner") is None
        assert record.stretch("log/runner", 0, 10) == b""
        with pytest.raises(FileNotFoundError), record.open("log/runner"):
            pass
        record.seal()


def test_a_run_that_ends_while_its_status_is_asked_has_ended(record: Record, just_before: Arrange) -> None:
    """Its processes are gone, and what was read of it does not have its end yet."""
    record.delete("proc/exit")
    record.write("proc/lock", b"999999999")
    run = Run(record.directory.parent, ID)
    just_before(status_module, "decode", lambda: record.write("proc/exit", b"3"))
    assert run_status(run) == "error"


def test_a_run_that_is_purged_while_its_status_is_asked_was_terminated(record: Record) -> None:
    record.delete("proc/exit")
    record.write("proc/lock", b"999999999")
    run = Run(record.directory.parent, ID)
    record.discard()
    assert run_status(run) == "terminated"


def test_a_run_whose_process_is_about_to_be_noted_runs_already(record: Record) -> None:
    record.delete("proc/exit")
    record.write("proc/owner", identify(os.getpid()).encode())
    assert run_status(Run(record.directory.parent, ID)) == "unknown"
    record.write("initialized", b"1")
    assert run_status(Run(record.directory.parent, ID)) == "pending"
    record.write("started", b"2")
    assert run_status(Run(record.directory.parent, ID)) == "running"


def test_a_claim_that_is_half_written_leaves_the_run_as_it_was(record: Record) -> None:
    record.delete("proc/exit")
    record.write("staged", b"1")
    record.write("proc/owner", b"")
    assert run_status(Run(record.directory.parent, ID)) == "staged"
    os.utime(record.directory / "proc/owner", (0, 0))
    assert run_status(Run(record.directory.parent, ID)) == "terminated"
