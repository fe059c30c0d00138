"""`gage util purge-run-files`: the files that match go, and nothing else; the runs stay, and what they had is known."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gage_command import gage, gage_json

GAGEFILE = """\
[train]
exec = "mkdir a; echo 1 > a/one.ckpt; echo 22 > two.ckpt; echo x > log.txt; ln -s two.ckpt last.ckpt"
sourcecode = false
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "gage.toml").write_text(GAGEFILE)
    for label in ("first", "second"):
        assert gage(tmp_path, "run", "train", "-y", "-l", label).returncode == 0
    return tmp_path


def left(project: Path) -> list[list[str]]:
    """The files of each run, the newest first."""
    runs = [Path(run["run_dir"]) for run in gage_json(project, "list", "--json")]
    return [sorted(path.relative_to(run).as_posix() for path in run.rglob("*") if not path.is_dir()) for run in runs]


ALL = ["a/one.ckpt", "last.ckpt", "log.txt", "two.ckpt"]

SELECTIONS = [
    # arguments, files that are left of the newest run and of the other one
    (("1", "-f", "*.ckpt"), [["log.txt"], ALL]),
    (("-a", "-f", "*.ckpt"), [["log.txt"], ["log.txt"]]),
    (("-w", "label = first", "-f", "*.ckpt"), [ALL, ["log.txt"]]),
    (("-a", "-f", "a/*"), [ALL[1:], ALL[1:]]),
    (("-a", "-f", "two.*", "-f", "log.txt"), [["a/one.ckpt", "last.ckpt"]] * 2),
    (("1", "-f", "one.ckpt"), [ALL, ALL]),
    (("1", "-f", "TWO.ckpt"), [ALL, ALL]),
    (("1", "-f", "../*"), [ALL, ALL]),
]


@pytest.mark.parametrize(("words", "expected"), SELECTIONS)
def test_the_files_that_match_are_removed(project: Path, words: tuple[str, ...], expected: list[list[str]]) -> None:
    done = gage(project, "util", "purge-run-files", *words, "-y")
    assert done.returncode == 0
    assert left(project) == expected
    assert ("No files match." in done.stderr) is (expected == [ALL, ALL])
    assert len(gage_json(project, "list", "--json")) == 2


def test_people_see_what_goes_and_enter_means_no(project: Path) -> None:
    for answer, is_gone in (("\n", False), ("n\n", False), ("y\n", True)):
        done = gage(project, "util", "purge-run-files", "1", "-f", "*.ckpt", stdin=answer)
        name = gage_json(project, "list", "--json")[0]["name"]
        told = f"You are about to remove 3 files (13 bytes) of 1 run for good:\n  {name}  last.ckpt  8\n"
        assert done.stderr.startswith(told)
        assert f"  {name}  a/one.ckpt  2\n" in done.stderr
        assert "Continue? (y/N)" in done.stderr
        assert (left(project)[0] == ["log.txt"]) is is_gone
    assert done.stderr.endswith("gage: removed 3 files (13 bytes) of 1 run\n")


def test_a_preview_removes_nothing(project: Path) -> None:
    done = gage(project, "util", "purge-run-files", "-a", "-f", "two.*", "--preview")
    rows = [line for line in done.stdout.splitlines() if "two.ckpt" in line]
    assert len(rows) == 2
    assert done.stderr == "2 files (6 bytes) of 2 runs; nothing was removed.\n"
    assert left(project) == [ALL, ALL]


def test_what_was_purged_is_no_change_and_its_digest_stays_known(project: Path) -> None:
    gage(project, "util", "purge-run-files", "1", "-f", "two.ckpt", "-y")
    details = gage_json(project, "show", "1", "--json")
    [file] = [file for file in details["files"] if file["path"] == "two.ckpt"]
    assert file["size"] is None
    assert len(file["sha256"]) == 64
    checked = gage(project, "check", "--run", "1")
    # The link that leads to it leads nowhere now, which nobody asked for.
    assert checked.stdout.splitlines() == [f'{details["name"]}: "last.ckpt" leads nowhere [missing-file]']
    assert ": not checked: a file was purged, by " in checked.stderr
    assert details["label"] == "second"
    assert details["comments"] == []


def test_a_file_that_was_put_back_is_checked_again(project: Path) -> None:
    gage(project, "util", "purge-run-files", "1", "-f", "log.txt", "-y")
    run = gage_json(project, "list", "--json")[0]
    (Path(run["run_dir"]) / "log.txt").write_text("other\n")
    checked = gage(project, "check", "--run", "1")
    assert f'{run["name"]}: "log.txt" has changed; it has 6 bytes now [changed-file]\n' in checked.stdout


def test_runs_that_are_not_over_keep_their_files(project: Path) -> None:
    gage(project, "run", "train", "--stage", "-y")
    staged = gage_json(project, "list", "--json")[0]["name"]
    done = gage(project, "util", "purge-run-files", "1", "-f", "*", "-y")
    assert done.stderr == f"gage: run {staged} is staged, so it is left out\nNo files match.\n"


def test_a_directory_that_is_a_link_is_not_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "precious.ckpt").touch()
    (Path(gage_json(project, "list", "--json")[0]["run_dir"]) / "far").symlink_to(outside)
    gage(project, "util", "purge-run-files", "1", "-f", "*", "-y")
    assert left(project)[0] == []
    assert (outside / "precious.ckpt").exists()


WRONG = [
    (("purge-run-files", "1"), "name the files with --file, such as --file '*.ckpt'"),
    (("purge-run-files", "-f", "*"), "name the runs that are meant, or write --all"),
    (("purge", "1", "-f", "*"), "'purge' is no task; there is purge-run-files"),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_wrong_usage_removes_nothing(project: Path, words: tuple[str, ...], told: str) -> None:
    done = gage(project, "util", *words, "-y")
    assert (done.returncode, done.stderr) == (2, f"gage: {told}\n")
    assert left(project) == [ALL, ALL]
