"""A staged run in a directory that others write to: links in its record lead nobody to write outside it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from gage_command import gage

from gage.runs.heartbeat import OWNER, beat
from gage.runs.read_file import append_own, open_own, write_own
from gage.runs.record import Record

pytestmark = pytest.mark.skipif(os.name == "nt", reason="making links takes a right that few have there")

PRECIOUS = "nobody may change this\n"


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    """The record of a run that is staged."""
    operation = {"exec": "echo loss: 1", "output-metrics": True}
    (tmp_path / "gage.json").write_text(json.dumps({"op": operation}))
    assert gage(tmp_path, "run", "--stage", "-y").returncode == 0
    [record] = (tmp_path / ".gage" / "runs").glob("*.meta")
    return record


@pytest.mark.parametrize(
    "member",
    [
        "log/runner",
        "log/files",
        "output/40_run",
        "output/40_run.index",
        "series.jsonl",
        "proc/reserve",
        "proc/exit.partial",
        "proc/lock.partial",
        "started.partial",
        "summary.json.partial",
        "manifest.partial",
        "../{id}.meta.zip.partial",
    ],
)
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_a_link_in_place_of_a_file(staged: Path, tmp_path: Path, member: str, link: object) -> None:
    precious = tmp_path / "precious"
    precious.write_text(PRECIOUS)
    place = staged / member.format(id=staged.stem)
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    (os.symlink if link is os.symlink else os.link)(precious, place)
    gage(tmp_path, "run", "--start", "1", "-y")
    assert precious.read_text() == PRECIOUS


@pytest.mark.parametrize("directory", ["log", "proc"])
def test_a_link_in_place_of_a_directory(staged: Path, tmp_path: Path, directory: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    if (staged / directory).exists():
        shutil.move(staged / directory, elsewhere)
    else:
        elsewhere.mkdir()
    (staged / directory).symlink_to(elsewhere)
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    gage(tmp_path, "run", "--start", "1", "-y")
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before


def test_a_heartbeat_writes_into_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text(PRECIOUS)
    record = Record(tmp_path, "run")
    record.make({"opref": b"2 a b"})
    (record.directory / "proc").mkdir()
    (record.directory / OWNER).symlink_to(tmp_path / "precious")
    beat(record, b"mine")
    assert (tmp_path / "precious").read_text() == PRECIOUS


def test_a_file_of_its_own_is_written_whole_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_own(path, b"a long content")
    write_own(path, b"short", synced=True)
    append_own(path, b", and more")
    assert path.read_bytes() == b"short, and more"
    with pytest.raises(FileNotFoundError):
        open_own(tmp_path / "none", os.O_RDWR, made=0)
