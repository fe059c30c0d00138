from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from gage_command import environment, gage

BROKEN = '[train]\nexce = "x"\ndefualt = true\n[test]\nexec = 1\n'
SILENCED = '[train]\nexec = "x"\nzebra = 1 # gage: ignore[unknown-key]\n'


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "gage.toml").write_text(BROKEN)
    return tmp_path


def codes(directory: Path, *arguments: str) -> list[str]:
    files = json.loads(gage(directory, "check", "--format", "json", *arguments).stdout)["files"]
    return [problem["code"] for file in files for problem in file["problems"]]


def test_codes_are_selected_and_ignored(directory: Path) -> None:
    assert codes(directory) == ["unknown-key", "unknown-key", "wrong-type"]
    assert codes(directory, "--select", "wrong-type") == ["wrong-type"]
    assert codes(directory, "--select", "wrong-type", "--select", "one-default,unknown-key") == codes(directory)
    assert codes(directory, "--ignore", "one-default, unknown-key,") == ["wrong-type"]
    assert codes(directory, "--select", "unknown-key", "--ignore", "unknown-key") == []
    assert gage(directory, "check", "--ignore", "unknown-key,wrong-type").returncode == 0


def test_errors_of_the_syntax_are_shown_whatever_is_selected(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text("[a]\nexec = x\n")
    assert codes(tmp_path, "--select", "one-default") == ["toml-value"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "unknown-kye"], "--select: there is no code 'unknown-kye'; did you mean 'unknown-key'?"),
        (["--ignore", "one-default,zebra"], "--ignore: there is no code 'zebra'"),
        (["--explain", "One_Defualt"], "--explain: there is no code 'One_Defualt'; did you mean 'one-default'?"),
        (["--ignore", "toml-value"], "--ignore: 'toml-value' is an error of the syntax, which cannot be ignored"),
        (["--select", ","], "--select needs a code, such as unknown-key"),
        (
            ["--statistics", "--format", "json"],
            "--statistics and --format exclude each other; counts go with the text format",
        ),
        (["--diff", "--format", "json"], "--diff and --format exclude each other; what is printed is a diff"),
        (["--diff", "--statistics"], "--diff and --statistics exclude each other; what is printed is a diff"),
        (["--watch", "--fix"], "--watch and --fix exclude each other; --watch only shows problems"),
        (["--output", ""], "--output needs the name of a file"),
        (["--fxi"], "there is no option '--fxi'; did you mean '--fix'?"),
    ],
)
def test_options_that_mean_nothing_are_refused_in_words(directory: Path, arguments: list[str], message: str) -> None:
    done = gage(directory, "check", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"gage: {message}")


def test_a_code_is_explained_whether_or_not_there_is_a_gagefile(tmp_path: Path) -> None:
    done = gage(tmp_path, "check", "--explain", "one-default")
    assert done.returncode == 0
    assert done.stdout.startswith("one-default\n\nOnly one operation can be the default.\n")
    assert "colon" in gage(tmp_path, "check", "--explain", "yaml-expected-colon").stdout


def test_statistics_count_the_codes(directory: Path) -> None:
    done = gage(directory, "check", "--statistics")
    assert done.stdout.splitlines()[-2:] == ["    2  unknown-key  2 with a fix", "    1  wrong-type   1 with a fix"]
    assert gage(directory, "check", "--statistics", "--select", "one-default").stdout == ""


def test_a_report_is_written_whole_to_a_file(directory: Path) -> None:
    done = gage(directory, "check", "--output", "report.txt")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "3 errors in gage.toml.\n")
    assert (directory / "report.txt").read_text().startswith("gage.toml:2:1: error: unknown key 'exce'")
    gage(directory, "check", "--output", "report.txt", "--format", "json")
    assert json.loads((directory / "report.txt").read_text())["files"][0]["path"] == "gage.toml"
    assert sorted(path.name for path in directory.iterdir()) == ["gage.toml", "report.txt"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_a_report_never_takes_the_place_of_the_file_that_stdout_goes_to(directory: Path) -> None:
    command = [sys.executable, "-m", "gage", "check", "--output", "/dev/stdout"]
    (directory / "log").write_text("kept\n")
    with (directory / "log").open("a") as log:
        done = subprocess.run(command, cwd=directory, env=environment(directory), stdout=log, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == b"gage: /dev/stdout cannot be written: this is no regular file\n"
    assert (directory / "log").read_text() == "kept\n"


@pytest.mark.parametrize("output", ["no/such/report.txt", "sub"])
def test_a_report_that_cannot_be_written_exits_2_and_leaves_nothing(directory: Path, output: str) -> None:
    (directory / "sub").mkdir()
    done = gage(directory, "check", "--output", output)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"gage: {Path(output)} cannot be written: ")
    assert sorted(path.name for path in directory.iterdir()) == ["gage.toml", "sub"]


def test_comments_silence_and_pyproject_settings_apply(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text(SILENCED + "cow = 1\n[b]\nexec = 2\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.gage.check]\nignore = ["unknown-key"]\nseverity = { wrong-type = "warning" }\n'
    )
    done = gage(tmp_path, "check")
    assert done.returncode == 0
    assert done.stdout.startswith("gage.toml:6:8: warning: 'exec' must be")
    assert done.stderr.endswith("\n1 warning in gage.toml.\n")
    assert codes(tmp_path, "--ignore", "wrong-type") == []
    assert codes(tmp_path, "--select", "unknown-key") == []


def test_the_settings_of_each_file_are_those_above_it(tmp_path: Path) -> None:
    for name, ignored in (("a", "unknown-key"), ("b", "wrong-type")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gage.toml").write_text(BROKEN)
        (tmp_path / name / "pyproject.toml").write_text(f'[tool.gage.check]\nignore = ["{ignored}"]\n')
    assert codes(tmp_path, "a", "b") == ["wrong-type", "unknown-key", "unknown-key"]


def test_wrong_settings_are_reported_at_their_place_once(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text(SILENCED)
    (tmp_path / "other.toml").write_text(SILENCED)
    (tmp_path / "pyproject.toml").write_text('[tool.gage.check]\nignore = [\n  "unknown-kye",\n]\n')
    done = gage(tmp_path, "check", "gage.toml", "other.toml")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "pyproject.toml:3:3: error: no problem has the code 'unknown-kye'; did you mean 'unknown-key'? [unknown-code]\n"
    )
    assert done.stdout.count("pyproject.toml") == 1


def test_a_pyproject_that_cannot_be_read_exits_2(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text(SILENCED)
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.gage.check]\n# \xff\n")
    done = gage(tmp_path, "check")
    assert done.returncode == 2
    assert "pyproject.toml:2:3: error: byte 0xff is not UTF-8" in done.stdout


class Watching:
    """`gage check --watch` in a directory; what it prints is read line by line."""

    def __init__(self, directory: Path, stdout: IO[str], process: subprocess.Popen[str]) -> None:
        self.directory = directory
        self.stdout = stdout
        self.process = process


@pytest.fixture
def watching(directory: Path) -> Iterator[Watching]:
    with subprocess.Popen(
        [sys.executable, "-m", "gage", "check", "--watch", "--format", "github"],
        cwd=directory,
        env=environment(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        # A watch that says nothing must fail the test, not hang it.
        guard = threading.Timer(60, process.kill)
        guard.start()
        yield Watching(directory, process.stdout, process)
        guard.cancel()
        process.kill()


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C cannot be sent to one process on Windows")
def test_a_watched_file_is_checked_again_when_it_changes_until_ctrl_c(watching: Watching) -> None:
    assert [watching.stdout.readline().rpartition("title=")[2].partition("::")[0] for _ in range(3)] == [
        "unknown-key",
        "unknown-key",
        "wrong-type",
    ]
    (watching.directory / "draft").write_text('[train]\nexec = "x"\nzebra = 1\n')
    (watching.directory / "draft").replace(watching.directory / "gage.toml")
    assert "unknown key 'zebra'" in watching.stdout.readline()
    (watching.directory / "gage.toml").unlink()
    assert "title=unreadable-file::" in watching.stdout.readline()
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(30) == 0
    assert watching.process.stderr
    assert watching.process.stderr.read() == (
        "checking again whenever a gagefile, or a file that it names, changes; Ctrl-C ends this\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C cannot be sent to one process on Windows")
def test_files_that_a_gagefile_names_and_settings_are_watched_too(watching: Watching) -> None:
    directory = watching.directory

    def write(name: str, text: str) -> None:
        (directory / "draft").write_text(text)
        (directory / "draft").replace(directory / name)

    def told(*words: str) -> bool:
        """Whether a line with these words comes; others may come before it."""
        return any(all(word in line for word in words) for line in iter(watching.stdout.readline, ""))

    write(
        "gage.toml", '[train]\nexec = "x"\nconfig = "train.py#lr"\n\n[test]\nexec = "x"\nconfig = "conf/*.py#batch"\n'
    )
    assert told("'train.py' does not exist")
    write("train.py", "rate = 1\n")
    assert told("'lr' does not exist in train.py")
    (directory / "conf").mkdir()
    write("conf/a.py", "size = 1\n")
    assert told("'batch' does not exist in")
    write("pyproject.toml", '[tool.gage.check]\nseverity = { config-key-missing = "error" }\n')
    assert told("::error ", "'lr' does not exist in train.py")
    write("gageconfig.toml", "[check]\nignore = ['config-key-mising']\n")
    assert told("::error file=gageconfig.toml")
    (directory / "train.py").unlink()
    assert told("'train.py' does not exist")
