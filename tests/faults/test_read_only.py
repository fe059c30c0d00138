"""Runs on a disk that can only be read: they are listed and shown, and whatever would change them is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.small_disk import SmallDisk, small_disk
from gage_command import gage
from permissions import as_someone_bound_by_permissions

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the disks are Linux's")

GAGEFILE = """
[hi]
exec = "echo hi"

[closes]
exec = "chmod a-w ../*.meta ../*.meta/* ..; echo bye; exit 3"
"""


class Project:
    """A project with a run that is over and one that is staged, both on a disk of their own."""

    def __init__(self, directory: Path, disk: SmallDisk) -> None:
        self.directory = directory
        self.disk = disk
        (directory / "gage.toml").write_text(GAGEFILE)
        assert self.gage("run", "hi", "-y").returncode == 0
        assert self.gage("run", "hi", "--stage", "-y").returncode == 0

    def gage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return gage(self.directory, "--runs", str(self.disk.path / "runs"), *arguments, through=self.disk.through)

    def statuses(self) -> list[str]:
        listed = self.gage("list", "--json")
        assert (listed.returncode, listed.stderr) == (0, "")
        return [run["status"] for run in json.loads(listed.stdout)]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    directory = tmp_path / "project"
    directory.mkdir()
    with small_disk(tmp_path / "disk", directory) as disk:
        project = Project(directory, disk)
        disk.remount("ro")
        yield project


def test_runs_are_listed_and_shown(project: Project) -> None:
    assert project.statuses() == ["staged", "completed"]
    assert project.gage("show", "2", "--output").stdout == "hi\n"
    assert project.gage("show", "2").returncode == 0


def test_no_run_is_made_and_another_place_is_offered(project: Project) -> None:
    refused = project.gage("run", "hi", "-y")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "runs: the file system is read-only; choose another place with --runs, GAGE_RUNS or '$runs-dir'\n" in (
        refused.stderr
    )
    assert project.statuses() == ["staged", "completed"]


@pytest.mark.parametrize(
    "command",
    [
        ["run", "--start", "1", "-y"],
        ["label", "--set", "x", "2", "-y"],
        ["tag", "--add", "x", "2", "-y"],
        ["delete", "2", "-y"],
    ],
)
def test_what_would_change_a_run_is_refused_with_the_reason(project: Project, command: list[str]) -> None:
    refused = project.gage(*command)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Read-only file system" in refused.stderr
    assert project.statuses() == ["staged", "completed"]
    project.disk.remount("rw")
    assert project.gage(*command).returncode == 0


def test_a_runs_directory_that_becomes_read_only_ends_nothing(tmp_path: Path) -> None:
    """The command goes on and its exit code is passed on; what could not be recorded is said."""
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    through = as_someone_bound_by_permissions()
    ended = gage(directory, "run", "closes", "-y", through=through)
    assert (ended.returncode, ended.stdout) == (3, "bye\n")
    assert "could not be recorded: Permission denied" in ended.stderr
    for path in (directory / ".gage" / "runs").rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    (directory / ".gage" / "runs").chmod(0o755)
    assert gage(directory, "show", "--output").stdout == "bye\n"
    [run] = json.loads(gage(directory, "list", "--json").stdout)
    assert run["status"] == "terminated"
