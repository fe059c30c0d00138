"""How source code gets into a run: what a copy is, that runs are never copied, and that recorded digests are true."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine import copy_source as copying
from gage.engine import run_files
from gage.engine.copy_source import SourceFileError, copy_source
from gage.engine.journal import Journal
from gage.engine.run_files import RunFiles
from gage.runs.manifest import read_manifest
from gage.runs.record import Record

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX links and permissions")


def names(project: Project) -> list[str]:
    """The files of the newest run."""
    run_dir = project.newest.run_dir
    return sorted(path.relative_to(run_dir).as_posix() for path in run_dir.rglob("*") if not path.is_dir())


def hold_manifest(project: Project) -> None:
    """Whether the digest of each file is that of its content."""
    entries = read_manifest(project.member("manifest").encode())
    assert entries
    for entry in entries:
        content = (project.newest.run_dir / entry.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry.sha256, entry.path


@posix_only
def test_the_copy_of_a_link_is_a_regular_file(project: Project, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("outside")
    project.write(a_py="inside")
    (project.directory / "b.py").symlink_to("a.py")
    (project.directory / "c.py").symlink_to(tmp_path / "outside.py")
    project.python("pass")
    found = {path.name: (path.is_symlink(), path.read_text()) for path in project.newest.run_dir.iterdir()}
    assert found == {"a.py": (False, "inside"), "b.py": (False, "inside"), "c.py": (False, "outside")}


@posix_only
def test_a_program_that_a_hook_installs_can_be_executed(project: Project) -> None:
    install = "mkdir -p bin && printf '#!/bin/sh\\necho installed\\n' > bin/tool && chmod +x bin/tool"
    assert project.run({"exec": {"stage-runtime": install, "run": "bin/tool"}}).exit_code == 0
    assert project.output == b"installed\n"
    assert project.newest.run_dir.joinpath("bin", "tool").stat().st_mode & 0o777 == 0o555


def test_a_staging_command_may_write_to_the_copies(project: Project) -> None:
    project.write(a_txt="first\n")
    result = project.run({"exec": {"stage-sourcecode": "echo second >> a.txt", "run": "cat a.txt"}})
    assert (result.exit_code, project.output) == (0, b"first\nsecond\n")
    hold_manifest(project)


@posix_only
@pytest.mark.parametrize("sourcecode", [True, "**/*", ["**/*", "runs dir"]])
@pytest.mark.parametrize("place", ["runs", "deep/runs", ".gage/runs"])
def test_no_run_is_in_a_run(project: Project, sourcecode: Any, place: str) -> None:
    """Nor through links to the directory, to a run or to a file of one, nor those of an earlier runs directory."""
    project.write(a_py="pass\n")
    project.runs_dir = project.directory / place
    operation = {"exec": [sys.executable, "-c", "open('out.txt', 'w')"], "sourcecode": sourcecode}
    project.run(operation)
    (project.directory / "all").symlink_to(project.runs_dir)
    (project.directory / "latest").symlink_to(project.newest.run_dir)
    (project.directory / "result.txt").symlink_to(project.newest.run_dir / "out.txt")
    for _ in range(3):
        project.run(operation)
        assert names(project) == ["a.py", "out.txt"]
    for link in ("all", "latest", "result.txt"):
        (project.directory / link).unlink()
    project.runs_dir = project.directory / "other-runs"
    project.run(operation)
    assert names(project) == ["a.py", "out.txt"]


def test_what_git_ignores_is_said_in_the_log_of_the_run(project: Project) -> None:
    subprocess.run(["git", "init", "--quiet", project.directory], check=True)
    project.write(a_py="pass\n", b_log="", out__c_py="")
    (project.directory / ".gitignore").write_text("*.log\nout/\n")
    project.python("pass")
    assert names(project) == [".gitignore", "a.py"]
    assert "Leaving out what .gitignore ignores: b.log, out/\n" in project.member("log/runner")


@posix_only
@pytest.mark.parametrize("phase", ["stage-sourcecode", "stage-runtime", "stage-dependencies", "run", "finalize"])
def test_a_file_that_is_written_at_once_and_keeps_its_size_has_its_own_digest(project: Project, phase: str) -> None:
    """The last files that were copied are a few milliseconds old then: their time may say nothing."""
    project.write(**{f"f{number}_txt": f"one {number}" for number in range(30)})
    rewrite = "chmod +w *.txt; for file in *.txt; do printf 'two' | dd of=$file conv=notrunc status=none; done"
    commands = {"run": "true", phase: rewrite}
    assert project.run({"exec": commands}).exit_code == 0
    assert (project.newest.run_dir / "f7.txt").read_text() == "two 7"
    hold_manifest(project)
    was_run = phase in ("run", "finalize")
    assert ('File "f7.txt" was modified during the run' in project.member("log/runner")) is was_run


def test_a_file_is_read_again_only_if_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def file_digest(path: Path) -> str:
        read.append(path.name)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(run_files, "file_digest", file_digest)
    run_dir = tmp_path / "run"
    run_dir.mkdir()
    for name in ("same", "longer", "newer", "replaced", "fresh"):
        (run_dir / name).write_text(name)
        os.utime(run_dir / name, (1, 1))
    os.utime(run_dir / "fresh")
    record = Record(tmp_path, "run")
    record.directory.mkdir()
    files = RunFiles(run_dir, record, Journal(record))
    files.note_changes("s")
    files.write_manifest(is_over=False)
    assert sorted(read) == ["fresh", "longer", "newer", "replaced", "same"]
    read.clear()
    files.open_to_changes()
    with (run_dir / "longer").open("a") as file:
        file.write("!")
    (run_dir / "newer").write_text("newer")
    (run_dir / "other").write_text("replaced")
    os.replace(run_dir / "other", run_dir / "replaced")
    for name in ("longer", "replaced"):
        os.utime(run_dir / name, (1, 1))
    files.note_changes("g")
    files.write_manifest()
    assert set(read) - {"fresh"} == {"longer", "newer", "replaced"}


CONTENTS = [b"", b"x", b"text\n" * 1000, bytes(range(256)) * 20_000]


@pytest.mark.parametrize("content", CONTENTS, ids=len)
@pytest.mark.parametrize("is_old", [True, False])
def test_a_copy_has_the_content_and_the_digest(tmp_path: Path, content: bytes, is_old: bool) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(content)
    if is_old:
        os.utime(source, (1, 1))
    copied = copy_source(str(source), str(target), "source")
    assert (target.read_bytes(), copied.sha256) == (content, hashlib.sha256(content).hexdigest())
    assert copied.was_steady
    assert copied.state == copying.file_state(target.stat())


@pytest.mark.skipif(not hasattr(os, "copy_file_range"), reason="the system copies no files by itself")
@pytest.mark.parametrize("number", [errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP], ids=os.strerror)
@pytest.mark.parametrize("done", [0, 1000])
def test_where_the_system_cannot_copy_we_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, done: int
) -> None:
    """Be it at once or in the middle."""
    real, asked = os.copy_file_range, []

    def copy_file_range(source: int, target: int, count: int, *offsets: int) -> int:
        asked.append(count)
        if done and len(asked) == 1:
            return real(source, target, done, *offsets)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "copy_file_range", copy_file_range)
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(CONTENTS[3])
    os.utime(source, (1, 1))
    copied = copy_source(str(source), str(target), "source")
    assert asked
    assert (target.read_bytes(), copied.sha256) == (CONTENTS[3], hashlib.sha256(CONTENTS[3]).hexdigest())


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no second file system")
def test_a_copy_may_be_on_another_file_system(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENTS[3])
    os.utime(source, (1, 1))
    target = Path("/dev/shm", f"{os.getpid()}-copy")
    try:
        copied = copy_source(str(source), str(target), "source")
        assert (target.read_bytes(), copied.sha256) == (CONTENTS[3], hashlib.sha256(CONTENTS[3]).hexdigest())
    finally:
        target.unlink(missing_ok=True)


@posix_only
def test_a_file_that_the_system_makes_up_as_it_is_read_is_copied(tmp_path: Path) -> None:
    if not os.path.exists("/proc/version"):
        pytest.skip("no such files")
    copied = copy_source("/proc/version", str(tmp_path / "version"), "version")
    assert (tmp_path / "version").read_bytes() == Path("/proc/version").read_bytes() != b""
    assert copied.sha256 == hashlib.sha256(Path("/proc/version").read_bytes()).hexdigest()


def test_a_full_disk_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for name in ("write", "copy_file_range"):
        monkeypatch.setattr(os, name, full, raising=False)
    (tmp_path / "a.py").write_text("x")
    with pytest.raises(SourceFileError, match=r'source file "a.py" cannot be copied to .*: No space left on device'):
        copy_source(str(tmp_path / "a.py"), str(tmp_path / "copy"), "a.py")
