"""A zip of ours is what `zipfile` would have written, for whoever reads it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage.runs import zip_writer
from gage.runs.zip_writer import write_zip

NAMES = st.text(alphabet="ab.é雪 -", min_size=1, max_size=8).filter(lambda name: name not in (".", ".."))


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    directory = tmp_path_factory.mktemp("zip")
    for name, data in files.items():
        (directory / name).write_bytes(data)
    stream = io.BytesIO()
    write_zip(stream, [(name, directory / name) for name in files])
    with zipfile.ZipFile(stream) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_it_says_what_zipfile_says(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log/runner").write_bytes(os.urandom(3 << 20))
    (tmp_path / "run.sh").write_text("echo")
    (tmp_path / "run.sh").chmod(0o555)
    (tmp_path / "empty").touch()
    os.utime(tmp_path / "run.sh", (0, 0))
    members = [(name, tmp_path / name) for name in ("run.sh", "log", "log/runner", "empty")]
    ours, theirs = io.BytesIO(), io.BytesIO()
    write_zip(ours, members)
    with zipfile.ZipFile(theirs, "w", strict_timestamps=False) as archive:
        for name, path in members:
            archive.write(path, name)
    told = (
        "filename",
        "date_time",
        "CRC",
        "file_size",
        "compress_type",
        "external_attr",
        "header_offset",
        "create_system",
    )
    read = [
        [[getattr(info, name) for name in told] for info in zipfile.ZipFile(each).infolist()] for each in (ours, theirs)
    ]
    assert read[0] == read[1]


@pytest.mark.skipif(os.name == "nt", reason="needs pipes and links")
def test_what_might_never_end_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"x")
    stream = io.BytesIO()
    write_zip(stream, [(name, tmp_path / name) for name in ("link", "pipe", "file")])
    assert zipfile.ZipFile(stream).namelist() == ["file"]


def test_the_largest_are_left_to_zipfile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_writer, "_MOST_BYTES", 3)
    (tmp_path / "data").write_bytes(b"four")
    with (tmp_path / "out.zip").open("wb") as stream:
        write_zip(stream, [("data", tmp_path / "data")])
    assert zipfile.ZipFile(tmp_path / "out.zip").read("data") == b"four"


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs unzip")
def test_other_programs_accept_it(tmp_path: Path) -> None:
    (tmp_path / "a b é").write_bytes(b"x" * 100_000)
    (tmp_path / "sub").mkdir()
    with (tmp_path / "out.zip").open("wb") as stream:
        write_zip(stream, [("a b é", tmp_path / "a b é"), ("sub", tmp_path / "sub")])
    subprocess.run(["unzip", "-tq", tmp_path / "out.zip"], check=True)
