"""A disk that fills up at each stage of a run: nothing hangs, what was written stays, and the status is true."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from faults.small_disk import SmallDisk, small_disk
from gage_command import environment, gage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the disks are Linux's")

FOUR_MIB = 4 << 20
GAGEFILE = """
[hi]
exec = "echo hi"

[prints]
exec = "yes 1234567 | head -c 4194304; echo the end >&2; exit 7"

[floods]
exec = "yes 1234567 | head -c 20971520; echo the end >&2"

[waits]
exec = "yes 1234567 | head -c 4194304; until [ -e ../../go ]; do sleep 0.05; done; echo the end"

[fills]
exec = "echo before; head -c 4194304 /dev/zero > big.bin; echo after; exit 3"

[keeps]
exec = "head -c 450000 /dev/zero > big.bin"

[tells]
exec = "head -c 300000 /dev/zero | tr '\\\\0' x"

[fetches]
exec = {stage-dependencies = "head -c 4194304 /dev/zero > big.bin", run = "echo hi", finalize = "echo bye"}

[ends]
exec = {run = "echo hi", finalize = "head -c 4194304 /dev/zero > big.bin; echo bye; exit 0"}
"""


@dataclass
class Project:
    """A project whose runs are kept on a disk of a megabyte."""

    directory: Path
    disk: SmallDisk

    @property
    def runs_dir(self) -> str:
        return str(self.disk.path / "runs")

    def gage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return gage(self.directory, "--runs", self.runs_dir, *arguments, through=self.disk.through)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        words = [*self.disk.through, sys.executable, "-m", "gage", "--runs", self.runs_dir, *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(words, text=True, env=environment(self.directory.parent), **pipes)

    def runs(self) -> list[dict[str, Any]]:
        listed = self.gage("list", "--json")
        assert (listed.returncode, listed.stderr) == (0, "")
        return json.loads(listed.stdout)

    def output(self) -> str:
        return self.gage("show", "--output").stdout


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    with small_disk(tmp_path / "disk", directory) as disk:
        yield Project(directory, disk)


@pytest.mark.parametrize("left", [0, 4_096, 60_000, 200_000])
def test_no_run_is_made_where_its_end_could_not_be_recorded(project: Project, left: int) -> None:
    project.disk.fill(left)
    refused = project.gage("run", "hi", "-y")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "gage: " in refused.stderr
    assert "run can be made" in refused.stderr or "there is no room for a run" in refused.stderr
    assert project.runs() == []
    project.disk.free()
    assert project.gage("run", "hi", "-y").stdout == "hi\n"


def test_full_while_source_code_is_copied(project: Project) -> None:
    for number in range(14):
        (project.directory / f"part{number:02}.py").write_text("#" * 90_000)
    ended = project.gage("run", "hi", "-y")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "cannot be copied to " in ended.stderr
    assert "No space left on device" in ended.stderr
    [run] = project.runs()
    assert (run["status"], run["exit_code"], run["started"]) == ("error", 1, None)
    assert run["stopped"] is not None


def test_full_while_a_command_stages(project: Project) -> None:
    ended = project.gage("run", "fetches", "-y")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "the stage-dependencies command ended with exit code 1, so the run was not started" in ended.stderr
    [run] = project.runs()
    assert (run["status"], run["exit_code"], run["started"]) == ("error", 1, None)


def test_a_staged_run_waits_for_room(project: Project) -> None:
    assert project.gage("run", "hi", "--stage", "-y").returncode == 0
    project.disk.fill()
    refused = project.gage("run", "--start", "1", "-y")
    assert refused.returncode == 1
    assert "there is no room for a run" in refused.stderr
    assert [run["status"] for run in project.runs()] == ["staged"]
    project.disk.free()
    assert project.gage("run", "--start", "1", "-y").stdout == "hi\n"


def test_full_while_output_is_recorded(project: Project) -> None:
    """The command is never held up, all that it prints is relayed, and what is recorded is a true beginning of it."""
    ended = project.gage("run", "prints", "-y")
    assert (ended.returncode, len(ended.stdout)) == (7, FOUR_MIB)
    assert "gage: output/40_run cannot be written: No space left on device; the run goes on" in ended.stderr
    assert "the end\n" in ended.stderr
    [run] = project.runs()
    assert (run["status"], run["exit_code"]) == ("error", 7)
    recorded = project.output()
    assert len(recorded) > 100_000
    assert (ended.stdout + "the end\n").startswith(recorded)
    missing = FOUR_MIB + len("the end\n") - len(recorded)
    assert f"gage: the last {missing:,} bytes printed are not in output/40_run: No space left on device" in ended.stderr


def test_more_output_than_waits_in_memory(project: Project) -> None:
    ended = project.gage("run", "floods", "-y")
    assert (ended.returncode, len(ended.stdout)) == (0, 20 << 20)
    assert [run["status"] for run in project.runs()] == ["completed"]
    assert ended.stdout.startswith(project.output())


def test_room_that_is_made_while_the_command_runs_loses_nothing(project: Project) -> None:
    with project.start("run", "waits", "-y") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        relayed = process.stdout.read(FOUR_MIB)
        [run] = project.runs()
        assert run["status"] == "running"
        project.disk.remount("size=32m")
        (project.disk.inside / "go").touch()
        relayed += process.stdout.read()
        said = process.stderr.read()
        assert process.wait() == 0
    assert "output/40_run is written again; nothing is missing" in said
    assert project.output() == relayed == "1234567\n" * (FOUR_MIB // 8) + "the end\n"
    assert [run["status"] for run in project.runs()] == ["completed"]


def test_a_command_that_fills_the_disk_itself(project: Project) -> None:
    """The last words of an output have a share in the room that is kept for the end: they say what happened."""
    ended = project.gage("run", "fills", "-y")
    assert (ended.returncode, ended.stdout) == (3, "before\nafter\n")
    [run] = project.runs()
    assert (run["status"], run["exit_code"]) == ("error", 3)
    assert run["stopped"] is not None
    [complaint] = [line for line in ended.stderr.splitlines() if line.startswith("head: ")]
    assert sorted(project.output().splitlines()) == ["after", "before", complaint]


def test_full_at_the_end(project: Project) -> None:
    ended = project.gage("run", "ends", "-y")
    assert ended.returncode == 0
    [run] = project.runs()
    assert (run["status"], run["exit_code"]) == ("completed", 0)
    assert project.output() == "hi\n"


def test_what_cannot_be_packed_is_packed_once_there_is_room(project: Project) -> None:
    """The zip of a record needs as much room again as the record has; the run is complete without it."""
    ended = project.gage("run", "prints", "-y")
    assert "gage: the record of the run stays unpacked: No space left on device" in ended.stderr
    runs_dir = project.disk.inside / "runs"
    [record] = runs_dir.glob("*.meta")
    recorded = project.output()
    project.disk.remount("size=32m")
    assert [run["status"] for run in project.runs()] == ["error"]
    assert project.output() == recorded
    assert project.gage("label", "--set", "kept", "1", "-y").returncode == 0
    assert project.gage("run", "hi", "-y").stdout == "hi\n"
    assert [(run["status"], run["label"]) for run in project.runs()] == [("completed", None), ("error", "kept")]
    assert project.gage("show", "2", "--output").stdout == recorded
    kinds = [path.suffix for path in runs_dir.iterdir() if path.name.startswith(record.stem)]
    assert sorted(kinds) == ["", ".project", ".user", ".zip"]
    assert not list(runs_dir.glob("*.partial"))
    assert not (runs_dir / ".unpacked").exists()


def test_purging_makes_room_to_pack_what_had_none(project: Project) -> None:
    project.gage("run", "keeps", "-y")
    assert "the record of the run stays unpacked" in project.gage("run", "tells", "-y").stderr
    project.gage("delete", "2", "-y")
    assert project.gage("purge", "1", "-y").returncode == 0
    assert [path.suffix for path in (project.disk.inside / "runs").glob("*.meta*")] == [".zip"]
    assert project.output() == "x" * 300_000


def test_gage_is_killed_while_the_disk_is_full(project: Project) -> None:
    with project.start("run", "waits", "-y") as process:
        assert process.stdout is not None
        process.stdout.read(FOUR_MIB)
        [run] = project.runs()
        [owner] = (project.disk.inside / "runs").glob("*.meta/proc/owner")
        subprocess.run(["kill", "-KILL", owner.read_text().split()[0]], check=True)
        process.wait()
    for _ in range(600):
        [run] = project.runs()
        if run["stopped"]:
            break
        time.sleep(0.05)
    assert run["status"] == "terminated"
    assert run["exit_code"] in (-signal.SIGTERM, -signal.SIGKILL)
    assert project.output().startswith("1234567\n")


@pytest.mark.parametrize("command", [["label", "--set", "x", "1", "-y"], ["tag", "--add", "x", "1", "-y"]])
def test_what_cannot_be_written_of_a_run_is_said(project: Project, command: list[str]) -> None:
    project.gage("run", "hi", "-y")
    project.disk.fill()
    refused = project.gage(*command)
    assert refused.returncode == 1
    assert "No space left on device" in refused.stderr
    [run] = project.runs()
    assert (run["label"], run["tags"], run["status"]) == (None, [], "completed")
    project.disk.free()
    assert project.gage(*command).returncode == 0


def test_room_is_made_by_deleting_runs(project: Project) -> None:
    """Neither takes room itself."""
    project.gage("run", "prints", "-y")
    project.disk.fill()
    assert project.gage("delete", "1", "-y").returncode == 0
    assert project.runs() == []
    assert project.gage("purge", "1", "-y").returncode == 0
    assert project.gage("run", "hi", "-y").returncode == 0


def test_a_full_disk_behind_stdout_is_said_and_changes_no_run(project: Project) -> None:
    words = [sys.executable, "-m", "gage", "run", "hi", "-y"]
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            words, cwd=project.directory, env=environment(project.directory.parent), stdout=full, stderr=subprocess.PIPE
        )
    assert ended.returncode == 0
    said = ended.stderr.decode()
    assert "gage: the output is recorded, but cannot be written to stdout: No space left on device\n" in said
    assert said.endswith(" completed\n")
    assert gage(project.directory, "show", "--output").stdout == "hi\n"
