from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from gage_command import gage

from gage.cli import check_targets
from gage.cli.check_options import FORMATS

GOOD = '[train]\nexec = "python train.py"\n'
BROKEN = '[train]\nexce = "python train.py"\n'


def write(directory: Path, name: str, text: str = BROKEN) -> None:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def checked(directory: Path, *arguments: str) -> list[str]:
    """The files in which a check finds something, in order."""
    lines = gage(directory, "check", *arguments).stdout.splitlines()
    return [line.partition(": error:")[0].removesuffix(":2:1") for line in lines if ": error:" in line]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for name in (
        "gage.toml",
        "a/gage.toml",
        "a/b/.gage/gage.toml",
        "a/b/other.toml",
        "c/gage.toml",
        # nobody's own writing
        ".git/gage.toml",
        ".tox/gage.toml",
        "env/gage.toml",
        "node_modules/gage.toml",
        "runs/0123/gage.toml",
        "runs/4567/gage.toml",
        ".gage/runs/89ab/gage.toml",
    ):
        write(root, name)
    for name in ("env/pyvenv.cfg", "runs/0123.meta.zip", "runs/4567.meta/opref"):
        write(root, name, "")
    return root


def test_all_gagefiles_below_are_checked_but_for_copies_and_what_is_not_ours(repository: Path) -> None:
    everything = ["gage.toml", "a/gage.toml", "a/b/.gage/gage.toml", "c/gage.toml"]
    assert checked(repository, "--all") == everything
    assert checked(repository, ".", "--all", "a") == everything
    assert checked(repository, "--all", "a", "c") == everything[1:]
    assert checked(repository / "a", "--all") == ["gage.toml", "b/.gage/gage.toml"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*/gage.toml", ["a/gage.toml", "c/gage.toml"]),
        ("**/gage.toml", ["gage.toml", "a/gage.toml", "c/gage.toml"]),
        ("**/**/gage.toml", ["gage.toml", "a/gage.toml", "c/gage.toml"]),
        ("**/*.toml", ["gage.toml", "a/gage.toml", "a/b/other.toml", "c/gage.toml"]),
        ("a/**", ["a/gage.toml", "a/b/.gage/gage.toml"]),
        ("[ab]/ga?e.toml", ["a/gage.toml"]),
        ("*", ["a/gage.toml", "c/gage.toml", "gage.toml"]),
        ("a/b/.gage/*.toml", ["a/b/.gage/gage.toml"]),
        ("a/*/.g*/*.toml", ["a/b/.gage/gage.toml"]),
        ("./a/../c/*.toml", ["a/../c/gage.toml"]),
    ],
)
def test_patterns_are_expanded_where_no_shell_does_it(repository: Path, pattern: str, expected: list[str]) -> None:
    assert checked(repository, pattern) == expected


def test_an_absolute_pattern_gives_absolute_paths(repository: Path) -> None:
    assert checked(repository / "a", f"{repository}/c/*.toml") == [str(repository / "c" / "gage.toml")]


def test_a_pattern_that_leads_nowhere_exits_2(repository: Path) -> None:
    done = gage(repository, "check", "nope/**/*.toml")
    assert done.returncode == 2
    assert "nope/**/*.toml: error: no gagefile matches this pattern [unreadable-file]" in done.stdout
    assert gage(repository / "a" / "b", "check", "--all", "../../runs").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, "a[1]*.toml")
    write(tmp_path, "a1.toml", GOOD)
    assert checked(tmp_path, "a[1]*.toml") == ["a[1]*.toml"]


def test_a_file_named_several_times_is_checked_once(repository: Path) -> None:
    assert checked(repository, "gage.toml", ".", "gage.*", str(repository / "gage.toml")) == ["gage.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_to_directories_are_not_followed(repository: Path) -> None:
    (repository / "a" / "loop").symlink_to(repository)
    assert checked(repository, "a/**/gage.toml") == ["a/gage.toml"]


def test_a_search_through_too_much_is_given_up_in_words(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_targets, "MOST_ENTRIES", 4)
    monkeypatch.chdir(repository)
    assert check_targets.targets(["gage.toml", "a/gage.toml"], below=False)
    with pytest.raises(check_targets.TooManyError, match="more than 4 files and directories were searched"):
        check_targets.targets(["."], below=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
@pytest.mark.parametrize("format_", FORMATS)
def test_a_name_that_is_no_text_is_shown_in_every_format(tmp_path: Path, format_: str) -> None:
    directory = os.fsencode(tmp_path) + b"/\xff&<"
    os.mkdir(directory)
    with open(directory + b"/gage.toml", "w") as file:
        file.write(BROKEN)
    done = gage(tmp_path, "check", "--all", "--format", format_, "--output", "report")
    assert done.returncode == 1
    assert "exce" in (tmp_path / "report").read_text()


def test_standard_input_is_checked_under_the_name_it_is_given(tmp_path: Path) -> None:
    done = gage(tmp_path, "check", "-", "--stdin-filename", "sub/gage.yaml", stdin="train:\n  exec: 1\n")
    assert done.returncode == 1
    assert done.stdout.startswith("sub/gage.yaml:2:9: error: 'exec' must be")
    assert gage(tmp_path, "check", "-", "--stdin-filename", "gage.toml", stdin=GOOD).returncode == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "- needs a name: add --stdin-filename gage.toml"),
        (["--stdin-filename", "gage.toml"], "--stdin-filename goes with -"),
        (["-", "--stdin-filename", "gage.toml", "--fix"], "--fix has no file to write"),
        (["-", "--stdin-filename", "gage.toml", "--watch"], "--watch has no file"),
    ],
)
def test_standard_input_needs_what_a_file_has(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = gage(tmp_path, "check", *arguments, stdin=GOOD)
    assert done.returncode == 2
    assert done.stderr.startswith(f"gage: {message}")


def test_standard_input_of_an_unknown_syntax_exits_2(tmp_path: Path) -> None:
    done = gage(tmp_path, "check", "-", "--stdin-filename", "gage.ini", stdin=GOOD)
    assert done.returncode == 2
    assert "a gagefile ends in .toml, .yaml or .json" in done.stdout
