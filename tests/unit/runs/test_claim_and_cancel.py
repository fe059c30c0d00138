"""The two small protocols of a live record: one process alone claims it, and any may ask for its end."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from gage.runs.cancel import MARKER, leave_request, requests
from gage.runs.process_identity import identify
from gage.runs.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record(tmp_path, "run")
    made.make({"proc/cmd.json": b"1"})
    return made


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("has_links", [True, False])
def test_a_claim_is_made_once(record: Record, monkeypatch: pytest.MonkeyPatch, has_links: bool) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    record.claim("proc/owner", b"me")
    with pytest.raises(FileExistsError):
        record.claim("proc/owner", b"you")
    assert record.members() == ["proc/cmd.json", "proc/owner"]
    assert record.read("proc/owner") == b"me"
    assert sorted(os.listdir(record.directory / "proc")) == ["cmd.json", "owner"]


def test_a_record_that_is_packed_cannot_be_claimed(record: Record) -> None:
    record.seal()
    with pytest.raises(FileNotFoundError):
        record.claim("proc/owner", b"me")
    assert not record.directory.exists()


def test_requests_are_counted_and_say_who_asks(record: Record) -> None:
    assert requests(record) == []
    assert [leave_request(record), leave_request(record)] == [1, 2]
    assert requests(record) == [identify(os.getpid()).encode().decode()] * 2


def test_an_empty_file_is_a_request(record: Record) -> None:
    (record.directory / MARKER).touch()
    assert requests(record) == [""]


def test_a_request_for_a_run_that_is_over_leaves_nothing(record: Record) -> None:
    record.seal()
    with pytest.raises(FileNotFoundError):
        leave_request(record)
    assert not record.directory.exists()


def test_a_request_is_not_written_through_a_link(record: Record, tmp_path: Path) -> None:
    other = tmp_path / "precious"
    other.write_text("mine")
    (record.directory / MARKER).symlink_to(other)
    with pytest.raises(OSError, match="symbolic links"):
        leave_request(record)
    assert other.read_text() == "mine"
