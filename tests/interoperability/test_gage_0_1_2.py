"""Runs made by the gage 0.1.2 of the package index are ours too, and ours are its own.

It differs from the last commit of its repository, which is what the layout on disk follows: it knows records only as
directories (ours are so with NO_ZIP_META=1, or while a run lives), operations only without a version, no archives, and
deletes a run by renaming its files. So what we delete it still lists; what it deletes is in our trash. Names differ: it
takes them from the head of an id, which ids that are sorted by time share.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from gage_command import gage, gage_json
from interoperability.gage_0_1_2 import Gage012

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="its runs are made by a POSIX shell")]

GAGEFILE = """\
[train]
description = "Train"
default = true
exec = "python train.py"
config = "train.py"

[fail]
exec = "echo before; exit 3"

[killed]
exec = "kill -9 $$"

[phases]
exec.stage-runtime = "echo ready > runtime.txt"
exec.run = "echo main"
exec.finalize = "echo over"
"""
SCRIPT = """\
import json
lr = 0.1
name = "small"
print("rate", lr, name)
json.dump({"metrics": {"loss": lr * 2}, "attributes": {"device": "cpu"}}, open("summary.json", "w"))
"""


def write_project(directory: Path) -> Path:
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    (directory / "train.py").write_text(SCRIPT)
    return directory


def ours(directory: Path, *arguments: str) -> str:
    """What our command prints, with records left as directories."""
    done = gage(directory, *arguments, NO_ZIP_META="1")
    assert done.returncode == 0, done.stderr
    return done.stdout


def listed(directory: Path, *arguments: str) -> list[tuple[Any, ...]]:
    """Operation, status, label and exit code of each run that our command lists."""
    fields = ("operation", "status", "label", "exit_code")
    return [tuple(run[field] for field in fields) for run in gage_json(directory, "list", "--json", *arguments)]


@pytest.fixture(scope="session")
def made_by_theirs(theirs: Gage012, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the runs of gage 0.1.2: completed, error, terminated, with phases, staged and deleted."""
    project = write_project(tmp_path_factory.mktemp("theirs") / "project")
    assert theirs(project, "run", "train", "lr=0.25", "-l", "first", "-y").returncode == 0
    theirs(project, "comment", "1", "-m", "the *first*", "-y")
    assert theirs(project, "run", "fail", "-y").returncode == 3
    assert theirs(project, "run", "killed", "-y").returncode == 247
    assert theirs(project, "run", "phases", "-y").returncode == 0
    theirs(project, "run", "train", "name=gone", "-l", "bad", "-y")
    theirs(project, "delete", "1", "-y")
    theirs(project, "run", "train", "lr=0.75", "--stage", "-y")
    return project


@pytest.fixture
def their_project(made_by_theirs: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made_by_theirs, tmp_path / "project")


def test_its_runs_are_listed_here(their_project: Path) -> None:
    assert listed(their_project) == [
        ("train", "staged", None, None),
        ("phases", "completed", None, 0),
        ("killed", "terminated", None, -9),
        ("fail", "error", None, 3),
        ("train", "completed", "first", 0),
    ]
    assert listed(their_project, "--deleted") == [("train", "completed", "bad", 0)]
    assert [run["operation"] for run in gage_json(their_project, "list", "--json", "-w", "loss = 0.5")] == ["train"]


def test_its_runs_are_shown_here(their_project: Path) -> None:
    shown = gage_json(their_project, "show", "5", "--json")
    assert shown["config"] == {"lr": 0.25, "name": "small"}
    assert (shown["metrics"], shown["attributes"]) == ({"loss": 0.5}, {"device": "cpu"})
    assert [comment["message"] for comment in shown["comments"]] == ["the *first*"]
    assert {file["path"]: file["type"] for file in shown["files"]} == {
        "gage.toml": "source code",
        "train.py": "source code",
        "summary.json": "generated",
    }
    assert all(len(file["sha256"]) == 64 for file in shown["files"])
    assert shown["command"] == "python train.py"
    assert shown["project"] == str(their_project)
    assert gage(their_project, "show", "5", "--output").stdout == "rate 0.25 small\n"
    assert gage(their_project, "show", "2", "--output").stdout == "main\n"


def test_its_runs_are_labelled_commented_on_and_repeated_here(theirs: Gage012, their_project: Path) -> None:
    ours(their_project, "label", "5", "--set", "ours", "-y")
    ours(their_project, "comment", "4", "-m", "why?", "-y")
    assert theirs.table(their_project, "list")[3:] == [("fail", "error", ""), ("train", "completed", "ours")]
    assert "why?" in theirs(their_project, "show", "4").stdout
    ours(their_project, "label", "5", "--clear", "-y")
    assert theirs.table(their_project, "list")[4] == ("train", "completed", "")
    assert ours(their_project, "run", "--proto", "5", "-y") == "rate 0.25 small\n"


def test_what_it_staged_is_started_here(theirs: Gage012, their_project: Path) -> None:
    assert ours(their_project, "run", "--start", "1", "-y") == "rate 0.75 small\n"
    assert listed(their_project)[0] == ("train", "completed", None, 0)
    assert theirs.table(their_project, "list")[0] == ("train", "completed", "")
    assert "rate 0.75 small" in theirs(their_project, "show", "1").stdout


def test_what_it_deleted_is_restored_or_purged_here(theirs: Gage012, their_project: Path) -> None:
    ours(their_project, "restore", "1", "-y")
    assert theirs.table(their_project, "list", "--deleted") == []
    assert ("train", "completed", "bad") in theirs.table(their_project, "list")
    theirs(their_project, "delete", "2", "-y")
    ours(their_project, "purge", "--all", "-y")
    assert theirs.table(their_project, "list", "--deleted") == []
    assert not list((their_project / ".gage" / "runs").glob("*.deleted"))


def test_its_runs_are_deleted_and_restored_here(their_project: Path) -> None:
    ours(their_project, "delete", "-w", "op = train and status = completed", "-y")
    assert [run[2] for run in listed(their_project, "--deleted")] == ["bad", "first"]
    ours(their_project, "restore", "--all", "-y")
    assert [run[2] for run in listed(their_project, "-w", "op = train")] == [None, "bad", "first"]


@pytest.fixture(scope="session")
def made_by_ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with runs of our own, their records left as directories."""
    project = write_project(tmp_path_factory.mktemp("ours") / "project")
    ours(project, "run", "train", "lr=0.25", "-l", "first", "-y")
    ours(project, "comment", "1", "-m", "the *first*", "-y")
    assert gage(project, "run", "fail", "-y", NO_ZIP_META="1").returncode == 3
    assert gage(project, "run", "killed", "-y", NO_ZIP_META="1").returncode == 247
    ours(project, "run", "phases", "-y")
    ours(project, "run", "train", "lr=0.75", "--stage", "-y")
    return project


@pytest.fixture
def our_project(made_by_ours: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made_by_ours, tmp_path / "project")


def test_our_runs_are_listed_there(theirs: Gage012, our_project: Path) -> None:
    assert theirs.table(our_project, "list") == [
        ("train", "staged", ""),
        ("phases", "completed", ""),
        ("killed", "terminated", ""),
        ("fail", "error", ""),
        ("train", "completed", "first"),
    ]


def test_our_runs_are_shown_there(theirs: Gage012, our_project: Path) -> None:
    shown = theirs(our_project, "show", "5").stdout
    for part in ("project:train", "first", "0.25", "small", "loss", "0.5", "device", "cpu", "the first"):
        assert part in shown
    assert {row[0]: row[1] for row in _rows(shown) if row[1] in ("generated", "source code")} == {
        "summary.json": "generated",
        "gage.toml": "source code",
        "train.py": "source code",
    }
    assert "rate 0.25 small" in shown
    phases = theirs(our_project, "show", "2").stdout
    assert ["runtime.txt", "runtime"] in [row[:2] for row in _rows(phases)]
    assert phases.index("main") < phases.index("over")


def _rows(printed: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in printed.splitlines()]
    return [row for row in rows if len(row) > 1]


def test_our_runs_are_labelled_and_commented_on_there(theirs: Gage012, our_project: Path) -> None:
    theirs(our_project, "label", "5", "-s", "theirs", "-y")
    theirs(our_project, "comment", "5", "-m", "well done", "-y")
    assert listed(our_project)[4] == ("train", "completed", "theirs", 0)
    messages = [comment["message"] for comment in gage_json(our_project, "show", "5", "--json")["comments"]]
    assert messages == ["the *first*", "well done"]
    theirs(our_project, "label", "5", "-c", "-y")
    assert listed(our_project)[4] == ("train", "completed", None, 0)


def test_what_we_staged_is_started_there(theirs: Gage012, our_project: Path) -> None:
    run_id = gage_json(our_project, "list", "--json", "-w", "status = staged")[0]["id"]
    started = theirs(our_project, "run", "--start", run_id, "-y")
    assert (started.returncode, started.stdout) == (0, "rate 0.75 small\n")
    shown = gage_json(our_project, "show", run_id, "--json")
    assert (shown["status"], shown["metrics"]) == ("completed", {"loss": 1.5})
    assert gage(our_project, "show", run_id, "--output").stdout == "rate 0.75 small\n"


def test_our_runs_are_deleted_restored_and_purged_there(theirs: Gage012, our_project: Path) -> None:
    theirs(our_project, "delete", "5", "-y")
    assert listed(our_project, "--deleted") == [("train", "completed", "first", 0)]
    theirs(our_project, "restore", "1", "-y")
    assert listed(our_project)[4] == ("train", "completed", "first", 0)
    theirs(our_project, "delete", "5", "-p", "-y")
    assert [run[:2] for run in listed(our_project)] == [
        ("train", "staged"),
        ("phases", "completed"),
        ("killed", "terminated"),
        ("fail", "error"),
    ]


def test_it_passes_over_what_only_we_write(theirs: Gage012, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    assert gage(project, "run", "-y").returncode == 0
    ours(project, "run", "phases", "-y")
    ours(project, "delete", "1", "-y")
    # A packed record it does not see, and our trash it does not know.
    assert theirs.table(project, "list") == [("phases", "completed", "")]
    assert [run[0] for run in listed(project)] == ["train"]


def test_runs_of_both_in_one_directory(theirs: Gage012, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    for number in range(2):
        ours(project, "run", "phases", "-y", "-l", f"ours {number}")
        theirs(project, "run", "phases", "-y", "-l", f"theirs {number}")
    labels = ["theirs 1", "ours 1", "theirs 0", "ours 0"]
    assert [run[2] for run in listed(project)] == labels
    assert [row[2] for row in theirs.table(project, "list")] == labels
    records = json.dumps(sorted(path.suffix for path in (project / ".gage" / "runs").glob("*.meta")))
    assert records == json.dumps([".meta"] * 4)


def test_its_runs_are_as_they_were_recorded_and_a_change_is_told(theirs: Gage012, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    for operation in ("train", "fail", "killed", "phases"):
        theirs(project, "run", operation, "-y")
    checked = gage(project, "check", "--run", "1:")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "4 runs are as they were recorded.\n")
    [trained] = [run for run in gage_json(project, "list", "--json") if run["operation"] == "train"]
    (Path(trained["run_dir"]) / "summary.json").unlink()
    changed = gage(project, "check", "--run", trained["id"])
    assert changed.stdout == f'{trained["name"]}: "summary.json" is gone [missing-file]\n'
    assert changed.returncode == 1
