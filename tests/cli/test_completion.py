"""What can follow on a half-typed line, by the command that the scripts of all shells ask."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from gage_command import gage
from hypothesis import example, given
from hypothesis import strategies as st

from gage.cli.completion.split import split, unbroken

GAGEFILE = """\
[prepare]
description = "Prepare the data"
exec = "true"

[train]
default = true
exec = "echo {optimizer}; echo 'accuracy: 1'"
output-metrics = true
config = [
  "train.py",
  { name = "optimizer", choices = ["adam", "sgd"], default = "sgd", description = "How to descend" },
]
"""

NEEDED = (
    "run only if no completed run has this operation, version and config, else exit with 5; "
    "--needed=source compares the source code, too"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a run that has a label and a tag, and a deleted one."""
    directory = tmp_path_factory.mktemp("completion") / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE, encoding="utf-8")
    (directory.parent / "gageconfig.toml").write_text("[views.best]\nsort = 'lr'\n", encoding="utf-8")
    (directory / "train.py").write_text("lr = 0.1\nshuffle = True\n", encoding="utf-8")
    for label in ("deleted", "best so far"):
        assert gage(directory, "run", "train", "-y", "-l", label).returncode == 0
    assert gage(directory, "tag", "1", "--add", "nightly", "-y").returncode == 0
    assert gage(directory, "delete", "2", "-y").returncode == 0
    return directory


def completed(project: Path, line: str, *options: str) -> list[str]:
    """What is printed for a line, which stands behind ``gage``."""
    done = gage(project, "completion", "words", *options, "--line", f"gage {line}")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("comp", ["compare\tshow runs side by side", "completion\tlet a shell complete what is typed"]),
        ("RU", ["run\trun an operation", "runs\tlist runs, newest first"]),
        ("nothing", []),
        ("nothing ", []),
        ("--vers", ["--version\tshow the version and exit"]),
        ("--verb", ["--verbose\ttell on stderr what is done; -vv tells details, too"]),
        ("-C ", [":directories"]),
        ("--runs x ope", ["operations\tlist the operations of the project", "open\topen a run's directory or a file in it"]),
        ("run p", ["prepare\tPrepare the data"]),
        ("run sh", ["shuffle=\ttrue"]),
        ("run train ", ["lr=\t0.1", "optimizer=\tHow to descend", "shuffle=\ttrue"]),
        ("run train lr=0.2 ", ["optimizer=\tHow to descend", "shuffle=\ttrue"]),
        ("run train lr=", ["lr=0.1"]),
        ("run train optimizer=", ["optimizer=adam", "optimizer=sgd"]),
        ("run train 'optimizer=s", ["optimizer=sgd"]),
        ("run shuffle=", ["shuffle=true", "shuffle=false"]),
        ("run prepare ", []),
        ("run train nothing=", []),
        ("run --start ", []),  # no run is staged
        ("run --label b", ["best so far"]),
        ("run --label=b", ["--label=best so far"]),
        ("list --columns du", ["duration"]),
        ("list -c '#,de", ["#,description"]),
        ("list --columns=op,+l", ["--columns=op,+label", "--columns=op,+lr"]),
        ("list --sort -st", ["-status", "-started", "-stopped"]),
        ("compare --sort op,s", ["op,status", "op,started", "op,stopped", "op,shuffle"]),
        ("list --view b", ["best"]),
        ("list --view x", []),
        ("run -- p", ["prepare\tPrepare the data"]),
        ("run -- --st", []),
        ("stop ", []),
        ("tag 1 --remove ", ["nightly"]),
        ("run --needed=", [f"--needed=source\t{NEEDED}"]),
        ("run --need", [f"--needed\t{NEEDED}", f"--needed=source\t{NEEDED}"]),
        ("run --needed=source --need", []),
        ("run --tag n", ["nightly"]),
        ("list --delet", ["--deleted\tlist deleted runs"]),
        ("list --deleted --delet", []),
        ("show l", ["latest\tthe newest run"]),
        ("show latest:", ["latest:train\tthe newest run of train"]),
        ("list --limit 5 --al", []),  # --all excludes it
        ("run --start 1 tr", []),
        ("delete -3: --al", []),
        ("label --set x --cle", []),  # they exclude each other
        ("tag --add x --ad", ["--add\tadd a tag; may be repeated"]),
        ("check ", [":files"]),
        ("check --select toml-key,json-k", ["toml-key,json-key"]),
        ("show --plot ", ["accuracy"]),
        ("show 1 -p ac", ["accuracy"]),
        ("check --run best", []),  # a label is no name
        ("run --help-", ["--help-op\tsay what the operation is and which flags it has"]),
        ("operations --verb", ["--verbose\talso the flags of each operation"]),
        ("export --format ", ["csv", "directory", "jsonl", "zip"]),
        ("export --output ", [":files"]),
        ("util ", ["purge-run-files\tremove files of runs for good"]),
        ("cat --path ", ["gage.toml", "train.py"]),
        ("completion ", ["install", "show"]),
        ("completion install ", ["bash", "zsh", "fish", "nu"]),
        ("completion install bash ", []),
    ],
)  # fmt: skip
def test_what_can_follow(project: Path, line: str, expected: list[str]) -> None:
    assert sorted(completed(project, line)) == sorted(expected)


def test_runs_are_named_with_what_they_are(project: Path) -> None:
    (line,) = completed(project, "show ")
    name, _, about = line.partition("\t")
    assert name == gage(project, "select", "--name").stdout.strip()
    assert about.startswith("train completed ")
    assert about.endswith(" best so far")
    run_id = gage(project, "select").stdout.strip()
    assert completed(project, f"show {run_id[:4]}")[0].partition("\t")[0] == run_id
    (deleted,) = completed(project, "restore ")
    assert deleted.endswith(" deleted")


def test_the_directory_on_the_line_counts(project: Path) -> None:
    done = gage(project.parent, "completion", "words", "--line", "gage -C project run p")
    assert done.stdout == "prepare\tPrepare the data\n"


def test_words_may_come_one_by_one(project: Path) -> None:
    assert gage(project, "completion", "words", "--", "run", "p").stdout == "prepare\tPrepare the data\n"
    assert gage(project, "completion", "words", "--", "list", "--deleted", "--so").stdout.startswith("--sort\t")


def test_bash_breaks_words(project: Path) -> None:
    assert completed(project, "run train optimizer=a", "--breaks", " =:") == ["adam"]
    assert completed(project, "run train optimizer=a", "--breaks", " ") == ["optimizer=adam"]


@pytest.mark.parametrize(
    "content", [b"", b"[train\nexec = ", b"[train]\nconfig = 3\n", b"[train]\nexec = 'x {y}'\n", b"[train]\n# \xff\n"]
)
def test_a_broken_gagefile_is_no_reason_to_say_anything(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project/gage.toml").write_bytes(content)
    for line in ("run ", "run train ", "run train x", "show ", "tag --add "):
        assert isinstance(completed(tmp_path / "project", line), list)


@given(st.lists(st.text(max_size=8).filter(lambda word: "\0" not in word), max_size=4))
@example(["a b", "'", '"', "\\", ""])
def test_a_line_is_split_as_shells_do(words: list[str]) -> None:
    line = shlex.join(words)
    assert split(f"{line} ") == [*words, ""]


@given(st.text(alphabet="ab '\"\\=:", max_size=12))
def test_every_line_has_a_last_word(line: str) -> None:
    words = split(line)
    assert words
    assert words[-1].startswith(unbroken(words[-1], "=:"))
