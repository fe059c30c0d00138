"""Files and directories that a person may not read or write: what is said of them, whatever is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gage_command import gage
from permissions import as_someone_bound_by_permissions

DENIED = "Permission denied"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text('[train]\nexec = "echo training"\n')
    (directory / "train.py").write_text("lr = 0.1\n")
    (directory / "bare").mkdir()
    assert gage(directory, "run", "-y", "-q").returncode == 0
    return directory


@pytest.mark.parametrize(
    ("path", "mode", "command", "code", "message"),
    [
        (".gage/runs", 0o555, "run -y", 1, "runs cannot be kept in {path}: permission denied; choose another place"),
        (".gage/runs", 0o555, "label 1 --set x -y", 1, f"cannot label 1 run: {DENIED}: {{path}}/"),
        (".gage/runs", 0o555, "tag 1 --add x -y", 1, f"cannot change the tags of 1 run: {DENIED}: {{path}}/"),
        (".gage/runs", 0o555, "comment 1 --msg x -y", 1, f"cannot comment on 1 run: {DENIED}: {{path}}/"),
        (".gage/runs", 0o555, "delete 1 -y", 1, f"cannot delete 1 run: {DENIED}: {{path}}/"),
        (".gage/runs", 0o555, "delete 1 -p -y", 1, f"cannot remove 1 run: {DENIED}: {{path}}/"),
        (".gage/runs", 0o000, "list", 0, f"passed over {{path}}: the runs directory cannot be read: {DENIED}"),
        (".gage/runs", 0o000, "run -y", 1, "runs cannot be kept in {path}: permission denied; choose another place"),
        ("gage.toml", 0o000, "run -y", 2, f"{{path}}: this file cannot be read: {DENIED}"),
        ("gage.toml", 0o000, "operations", 2, f"{{path}}: this file cannot be read: {DENIED}"),
        ("gage.toml", 0o000, "list", 0, f"{{path}}: this file cannot be read: {DENIED}; its settings are left out"),
        ("bare", 0o555, "-C bare init -y", 1, f"gage.toml cannot be written: {DENIED}"),
        ("bare", 0o555, "check --output bare/report", 2, f"bare/report cannot be written: {DENIED}"),
        ("bare", 0o555, "--runs bare/runs run -y", 1, f"runs cannot be kept in {{path}}/runs: {DENIED}; choose"),
        ("bare", 0o000, "-C bare list", 2, f'-C: the directory "bare" cannot be entered: {DENIED}'),
    ],
)
def test_what_may_not_be_read_or_written_is_named(
    project: Path, path: str, mode: int, command: str, code: int, message: str
) -> None:
    through = as_someone_bound_by_permissions()
    os.chmod(project / path, mode)
    try:
        done = gage(project, *command.split(), through=through)
    finally:
        os.chmod(project / path, 0o755)
    assert done.returncode == code
    assert done.stderr.startswith(f"gage: {message.format(path=project / path)}")


@pytest.mark.parametrize("words", [["bare"], ["bare/gage.toml"], ["--all", "bare"], ["bare/*.toml"]])
def test_a_check_of_what_may_not_be_read_says_so_and_goes_on(project: Path, words: list[str]) -> None:
    through = as_someone_bound_by_permissions()
    os.chmod(project / "bare", 0)
    try:
        done = gage(project, "check", "gage.toml", *words, through=through)
    finally:
        os.chmod(project / "bare", 0o755)
    assert done.returncode == 2
    assert " error: " in done.stdout
    assert done.stderr == "gage.toml is valid; 1 file could not be checked.\n"


@pytest.mark.parametrize("word", ["list", "check", "operations", "run"])
def test_a_directory_above_that_may_not_be_entered_ends_no_command(project: Path, word: str) -> None:
    """The shell may stand in it all the same: it was entered before."""
    inner = project / "bare" / "inner"
    inner.mkdir()
    through = [*as_someone_bound_by_permissions(), "sh", "-c", 'cd bare/inner && chmod 0 .. && "$@"', "sh"]
    try:
        done = gage(project, word, *(["-y"] if word == "run" else []), through=through)
    finally:
        os.chmod(project / "bare", 0o755)
    assert done.returncode == 0, done.stderr
