"""Source files that vanish, or change, between the moment they are selected and the moment they are copied.

The engine is a real process. It is held where its run is made and nothing is copied yet: it tells so on its standard
output, which is a pipe that is full until the test has done its damage.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gage_command import environment, gage_json
from permissions import as_someone_bound_by_permissions

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes that can be filled")

GAGEFILE = {"go": {"exec": [sys.executable, "-c", "print('ran')"], "sourcecode": ["**/*.py", "*.log"]}}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    for name in ("a.py", "deep/down/b.py", "z.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(f"# {name}\n")
    (project / "gage.json").write_text(json.dumps(GAGEFILE))
    return project


@contextlib.contextmanager
def held(project: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`gage run` that has selected its source files and copied none; it goes on when the pipe is read."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, b" " * 4096)
    fcntl.fcntl(writing, fcntl.F_SETFL, 0)
    command = [*as_someone_bound_by_permissions(), sys.executable, "-m", "gage", "run", "-y", "--json", "go"]
    process = subprocess.Popen(
        command,
        cwd=project,
        env=environment(project.parent, GAGE_RUNS=str(project.parent / "runs")),
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    try:
        while not list((project.parent / "runs").glob("*.meta")):
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.005)
        yield process, reading
    finally:
        os.close(reading)
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


def run_while(project: Path, damage: Callable[[], Any]) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of a run and what it tells, where the damage is done before its files are copied."""
    with held(project) as (process, reading):
        damage()
        told = b""
        while block := os.read(reading, 1 << 16):
            told += block
        code = process.wait()
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
    return code, [json.loads(line) for line in told.split(b"\n") if line.strip()]


def warnings(events: list[dict[str, Any]]) -> list[str]:
    return [event["message"] for event in events if event["event"] == "warning"]


def replaced(path: Path, make: Callable[[Path], Any]) -> Callable[[], Any]:
    def damage() -> None:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        make(path)

    return damage


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda project: (project / "z.py").unlink, 'source file "z.py" is gone'),
        (lambda project: replaced(project / "deep", lambda _: None), 'source file "deep/down/b.py" is gone'),
        (lambda project: replaced(project / "deep", Path.touch), 'source file "deep/down/b.py" is gone'),
        (lambda project: replaced(project / "z.py", Path.mkdir), 'source file "z.py" is no file any more'),
        (lambda project: replaced(project / "z.py", os.mkfifo), 'source file "z.py" is no file any more'),
        (lambda project: replaced(project / "z.py", lambda z: z.symlink_to("nothing")), 'source file "z.py" is gone'),
        (lambda project: lambda: (project / "z.py").chmod(0), 'source file "z.py" cannot be read any more: Permission'),
        (lambda project: replaced(project, lambda _: None), 'source file "deep/down/b.py" is gone'),
    ],
    ids=["deleted", "directory deleted", "directory now a file", "now a directory", "now a pipe", "now a broken link",
         "unreadable", "project deleted"],
)  # fmt: skip
def test_a_source_file_that_vanishes_ends_the_run_and_is_named(
    project: Path, tmp_path: Path, damage: Callable[[Path], Callable[[], Any]], told: str
) -> None:
    code, events = run_while(project, damage(project))
    assert code == 1
    assert told in " ".join(warnings(events))
    assert [event["event"] for event in events] == ["run", "warning", "end"], "its command must not have run"
    assert (events[-1]["status"], events[-1]["exit_code"]) == ("error", 1)
    (run,) = gage_json(tmp_path, "--runs", str(tmp_path / "runs"), "list", "--json")
    assert (run["status"], run["exit_code"]) == ("error", 1)


@pytest.mark.parametrize("writeable", [False, True])
def test_a_dependency_that_vanishes_ends_the_run_and_is_named(project: Path, writeable: bool) -> None:
    """It would be a link that leads nowhere."""
    (project / "data.csv").write_text("1")
    depends = {"type": "file", "path": "data.csv", "writeable": writeable}
    (project / "gage.json").write_text(json.dumps({"go": {**GAGEFILE["go"], "depends": depends}}))
    code, events = run_while(project, (project / "data.csv").unlink)
    assert code == 1
    assert "is gone; it was there when the run was planned: " in " ".join(warnings(events))
    assert str(project / "data.csv") in " ".join(warnings(events))
    assert events[-1]["status"] == "error"


def test_a_file_that_changed_since_is_copied_as_it_is_now(project: Path) -> None:
    code, events = run_while(project, lambda: (project / "a.py").write_text("# longer than before, and newer\n"))
    assert (code, warnings(events)) == (0, [])
    (copy,) = (project.parent / "runs").glob("*/a.py")
    assert copy.read_text() == "# longer than before, and newer\n"


def test_a_file_that_grows_while_it_is_copied_is_copied_as_far_as_it_went_and_named(project: Path) -> None:
    """A log that somebody writes to must not keep a run from being made, nor make it copy for ever."""
    log = project / "busy.log"
    log.write_bytes(b"0123456789abcde\n" * 2_000_000)
    size = log.stat().st_size
    grow = (
        "import os, sys; log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)\nwhile True: os.write(log, b'more\\n')"
    )
    writers: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        writers.append(subprocess.Popen([sys.executable, "-c", grow, str(log)]))
        while log.stat().st_size == size:
            time.sleep(0.005)

    try:
        code, events = run_while(project, begin)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert code == 0
    assert warnings(events) == [
        'source file "busy.log" kept changing while it was copied; the run has what was there in between'
    ]
    (copy,) = (project.parent / "runs").glob("*/busy.log")
    with log.open("rb") as original:
        assert original.read(copy.stat().st_size) == copy.read_bytes()
    assert size <= copy.stat().st_size <= log.stat().st_size
