"""Whether a claim that another machine made is still kept: by the time of its file and the clocks there are."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from gage.runs import heartbeat
from gage.runs.process_identity import ProcessIdentity
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.status import run_status

HERS = ProcessIdentity(17, "81", "her-boot", "hers", "402").encode()
ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record(tmp_path, ID)
    made.make({"opref": b"2 demo op", "initialized": b"1", "started": b"2", heartbeat.OWNER: HERS})
    return made


@pytest.fixture(autouse=True)
def unknown_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "_offsets", {})


def beaten(record: Record, ago: float) -> None:
    os.utime(record.directory / heartbeat.OWNER, (time.time() - ago, time.time() - ago))


@pytest.mark.parametrize(
    ("ago", "status"), [(0, "running"), (100, "running"), (130, "terminated"), (1e6, "terminated"), (-100, "running")]
)
def test_a_claim_lives_as_long_as_its_heartbeat(record: Record, ago: float, status: str) -> None:
    beaten(record, ago)
    assert run_status(Run(record.directory.parent, ID)) == status


def test_this_machines_own_clock_may_be_wrong(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written beside the runs has the time of whoever keeps them."""
    for true_age, is_kept in ((10, True), (200, False)):
        beaten(record, true_age)
        for ahead in (3600, -3600):
            now = time.time() + ahead
            monkeypatch.setattr(time, "time", lambda now=now: now)
            assert heartbeat.is_fresh(record) is is_kept
            monkeypatch.undo()


def test_the_clock_is_asked_once_in_a_while_and_without_a_word_to_watchers(record: Record) -> None:
    beaten(record, 200)
    heartbeat.is_fresh(record)
    changed = record.directory.parent.stat().st_mtime_ns
    asked = (record.directory.parent / ".clock").stat().st_mtime_ns
    heartbeat.is_fresh(record)
    assert (record.directory.parent / ".clock").stat().st_mtime_ns == asked
    heartbeat._offsets.clear()
    heartbeat.is_fresh(record)
    assert (record.directory.parent / ".clock").stat().st_mtime_ns > asked
    assert record.directory.parent.stat().st_mtime_ns == changed


def test_a_clock_that_is_a_link_is_not_followed_and_the_claim_is_taken_at_its_word(
    record: Record, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "precious"
    other.write_text("mine")
    clock = record.directory.parent / ".clock"
    beaten(record, 200)
    for link in (clock.symlink_to, clock.hardlink_to, lambda _: os.mkfifo(clock), lambda _: clock.mkdir()):
        link(other)
        assert heartbeat.is_fresh(record)
        clock.rmdir() if clock.is_dir() and not clock.is_symlink() else clock.unlink()
    assert other.read_text() == "mine"
    assert not heartbeat.is_fresh(record)


def test_a_beat_changes_the_time_of_the_claim_and_nothing_else(record: Record) -> None:
    beaten(record, 1000)
    before = (record.directory / "proc").stat().st_mtime_ns
    heartbeat.beat(record, HERS)
    assert heartbeat.is_fresh(record)
    assert record.read(heartbeat.OWNER) == HERS
    assert (record.directory / "proc").stat().st_mtime_ns == before


def test_a_beat_makes_no_claim_that_somebody_let_go_of(record: Record) -> None:
    record.delete(heartbeat.OWNER)
    heartbeat.beat(record, HERS)
    assert record.read(heartbeat.OWNER) is None
    assert not heartbeat.is_fresh(record)


def test_another_claim_since_the_run_was_read_counts(record: Record) -> None:
    """It was let go, and is at work for somebody else by now."""
    beaten(record, 1000)
    seen = Run(record.directory.parent, ID)
    record.delete(heartbeat.OWNER)
    record.claim(heartbeat.OWNER, HERS.replace(b"17", b"18"))
    assert run_status(seen) == "running"


def test_a_claim_that_is_being_written_is_none_that_was_left(record: Record) -> None:
    for member in ("started", heartbeat.OWNER):
        record.delete(member)
    record.write("staged", b"2")
    record.write(heartbeat.OWNER, b"")
    assert run_status(Run(record.directory.parent, ID)) == "staged"
    beaten(record, 1000)
    assert run_status(Run(record.directory.parent, ID)) == "terminated"
