"""A record on a disk that refuses: what was there stays, and nothing half written does."""

from __future__ import annotations

import errno
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gage.runs import record as record_module
from gage.runs.read_file import RecordError
from gage.runs.record import Record, timestamp

MEMBERS = {"opref": b"2 demo train", "proc/exit": b"0"}
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record(tmp_path, "run")
    made.make(MEMBERS)
    return made


@pytest.fixture
def full_disk(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing can be made sure to lie on the disk."""

    def refuse(_: int) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", refuse)


WRITES: dict[str, Callable[[Record], object]] = {
    "a member that is there": lambda record: record.write("opref", b"2 demo other"),
    "a new member": lambda record: record.write("log/runner", b"x"),
    "a claim": lambda record: record.claim("proc/owner", b"me"),
    "a packed record": lambda record: record.seal(),
}


@pytest.mark.parametrize("what", WRITES)
@pytest.mark.usefixtures("full_disk")
def test_what_does_not_fit_leaves_the_record_as_it_was(record: Record, what: str) -> None:
    with pytest.raises(OSError, match="No space left"):
        WRITES[what](record)
    assert not record.is_sealed
    assert record.read_all(record.members()) == MEMBERS
    assert not list(record.directory.parent.rglob("*.partial"))


def test_a_directory_that_cannot_be_synced_is_no_hindrance(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on some network file systems."""
    real = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    record.seal()
    assert record.read("opref") == MEMBERS["opref"]


def test_a_claim_whose_answer_was_lost_on_the_way_is_made(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file server that is asked twice says of the second time that the file is there."""
    real = os.link

    def twice(source: Path, target: Path) -> None:
        real(source, target)
        real(source, target)

    monkeypatch.setattr(os, "link", twice)
    record.claim("proc/owner", b"me")
    assert record.read("proc/owner") == b"me"


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_discarded_record_is_gone_at_one_stroke(record: Record, is_packed: bool) -> None:
    if is_packed:
        record.seal()
    (record.directory.parent / "run.meta.partial").mkdir()  # what an earlier attempt left
    record.discard()
    assert not record.exists
    assert record.members() == []


def test_a_time_is_written_as_microseconds_since_1970() -> None:
    before = time.time_ns() // 1_000
    assert before <= int(timestamp()) <= time.time_ns() // 1_000


def test_members_larger_than_facts_are_refused_and_not_read(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_module, "_FACT_LIMIT", 10)
    with zipfile.ZipFile(record.archive, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("opref", b"x" * 11)
        archive.writestr("proc/exit", b"0")
    assert record.read("proc/exit") == b"0"
    with pytest.raises(RecordError, match="holds a opref of 11 bytes"):
        record.read("opref")


def test_nothing_is_written_through_a_link_that_stands_for_a_record(record: Record, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    record.directory.rename(outside)
    record.directory.symlink_to(outside)
    with pytest.raises(OSError, match="symbolic links"):
        record.write("log/runner", b"x")
    assert not (outside / "log").exists()
