"""Records that found no room are packed later: by one process alone, and never those that anybody works on."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gage.runs import packing
from gage.runs.ids import make_id
from gage.runs.packing import pack, pack_if_left, pack_left
from gage.runs.process_identity import identify
from gage.runs.record import Record

pytestmark = pytest.mark.skipif(os.name == "nt", reason="what is left is packed where directories can be locked")

OVER = {"opref": b"2 a b", "proc/exit": b"0", "run.json": b"{}", "output/40_run": b"hi\n"}

HOLD = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Of a run that is over and was to be packed."""
    made = Record(tmp_path, make_id())
    made.make(OVER)
    (tmp_path / ".unpacked").touch()
    (tmp_path / "notes.meta").mkdir()  # of no run
    return made


def test_what_is_left_is_packed_once(record: Record, tmp_path: Path) -> None:
    for _ in range(2):
        pack_left(tmp_path)
        assert sorted(os.listdir(tmp_path)) == sorted([record.archive.name, "notes.meta"])
        assert record.read_all(OVER) == OVER


def test_without_the_marker_nobody_looks(record: Record, tmp_path: Path) -> None:
    (tmp_path / ".unpacked").unlink()
    pack_left(tmp_path)
    assert not record.is_sealed


@pytest.mark.parametrize("member", ["proc/owner", "-run.json"])
def test_a_run_under_way_and_one_that_is_to_stay_as_it_is(record: Record, tmp_path: Path, member: str) -> None:
    if member.startswith("-"):
        record.delete(member[1:])
    else:
        record.write(member, identify(os.getpid()).encode())
    pack_left(tmp_path)
    assert not record.is_sealed


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_record_of_another_user(record: Record, tmp_path: Path) -> None:
    os.chown(record.directory, 12345, 12345)
    pack_left(tmp_path)
    assert not record.is_sealed


def test_a_record_that_leads_elsewhere(record: Record, tmp_path: Path) -> None:
    elsewhere = record.directory.rename(tmp_path.parent / f"{tmp_path.name}-elsewhere")
    record.directory.symlink_to(elsewhere)
    pack_left(tmp_path)
    assert not record.is_sealed
    assert (elsewhere / "opref").exists()


@pytest.mark.parametrize("trouble", ["a link", "no room"])
def test_one_that_cannot_be_packed_keeps_no_other_from_it(record: Record, tmp_path: Path, trouble: str) -> None:
    others = [Record(tmp_path, f"{digit * 8}-0000-7000-8000-000000000000") for digit in "0f"]
    for each in others:
        if trouble == "a link":
            each.directory.symlink_to(tmp_path.parent)
        else:
            each.make(OVER)
            # What is to be the zip cannot be made.
            each.archive.with_name(f"{each.archive.name}.partial").mkdir()
    pack_left(tmp_path)
    assert [each.is_sealed for each in (record, *others)] == [True, False, False]
    assert (tmp_path / ".unpacked").exists() is (trouble == "no room")


def test_one_process_alone_packs(record: Record, tmp_path: Path) -> None:
    words = [sys.executable, "-c", HOLD, str(record.directory)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for packing in (pack, pack_if_left):
            packing(record)
            assert not record.is_sealed
        # The lock of a process that is killed is gone with it.
        holder.kill()
    pack_if_left(record)
    assert record.read_all(OVER) == OVER


def test_what_a_killed_process_left_beside_the_zip_goes(record: Record, tmp_path: Path) -> None:
    pack_if_left(record)
    whole = record.archive.read_bytes()
    for members in ({"opref": b"2 a b", "run.json": b"{}"}, {"sys/machine.json": b"{}"}):
        record.make(members)
        (pack_if_left if "opref" in members else pack)(record)
        assert not record.directory.exists()
        record.make(members)
        pack_if_left(record)
    assert (record.directory.exists(), record.archive.read_bytes()) == (False, whole)


def test_many_processes_pack_the_same_records(tmp_path: Path) -> None:
    records = [Record(tmp_path, make_id()) for _ in range(20)]
    for each in records:
        each.make(OVER)
    (tmp_path / ".unpacked").touch()
    code = (
        "import sys; from pathlib import Path; from gage.runs.packing import *; from gage.runs.record import Record\n"
    )
    code += "for name in sys.argv[2:]: pack_if_left(Record(Path(sys.argv[1]), name))"
    names = [each.directory.stem for each in records]
    words = [sys.executable, "-c", code, str(tmp_path), *names]
    processes = [subprocess.Popen(words) for _ in range(6)]
    assert [process.wait() for process in processes] == [0] * 6
    for each in records:
        assert each.is_sealed
        assert not each.directory.exists()
        assert each.read_all(OVER) == OVER


def test_a_record_that_goes_meanwhile_is_nobodys_affair(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    with packing._held(record.directory.with_name("gone")) as is_alone:
        assert is_alone is False


def test_where_the_file_system_has_no_locks_nothing_is_packed(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    pack_if_left(record)
    assert not record.is_sealed


def test_a_runs_directory_that_is_gone_has_nothing_to_pack(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing.os, "listdir", lambda _: (_ for _ in ()).throw(OSError(errno.EACCES, "not allowed")))
    pack_left(tmp_path)
    assert not record.is_sealed
