"""`gage check --run` for people, scripts and CI; what it finds has its table in `tests/unit/runs/test_verify.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gage_command import environment, gage, gage_json

GAGEFILE = '[train]\nexec = "echo x > model.bin"\nsourcecode = false\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    for _ in range(2):
        assert gage(directory, "run", "-y").returncode == 0
    return directory


def model(project: Path, position: int = 0) -> Path:
    return Path(gage_json(project, "list", "--json")[position]["run_dir"]) / "model.bin"


def name(project: Path, position: int = 0) -> str:
    return str(gage_json(project, "list", "--json")[position]["name"])


def test_a_run_that_did_not_change_exits_0_and_prints_nothing(project: Path) -> None:
    done = gage(project, "check", "--run", "1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{name(project)} is as it was recorded.\n")


def test_what_changed_is_a_line_on_stdout_and_exits_1(project: Path) -> None:
    model(project).unlink()
    done = gage(project, "check", "--run", name(project))
    assert done.returncode == 1
    assert done.stdout == f'{name(project)}: "model.bin" is gone [missing-file]\n'
    assert done.stderr == f"1 change in {name(project)}.\n"


def test_ranges_and_repeated_options_check_each_run_once(project: Path) -> None:
    model(project, 1).unlink()
    done = gage(project, "check", "--run", "1:", "--run", "2")
    assert (done.returncode, done.stderr) == (1, "1 change in 1 of 2 runs.\n")
    assert done.stdout.count("\n") == 1


def test_json_has_every_run_and_output_writes_it_to_a_file(project: Path) -> None:
    model(project).unlink()
    for words in (("--format", "json"), ("--json",)):
        done = gage(project, "check", "--run", "1:", *words, "--output", "report.json")
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
        runs = json.loads((project / "report.json").read_text())["runs"]
        assert [run["valid"] for run in runs] == [False, True]
        assert runs[0]["changes"] == [
            {"code": "missing-file", "path": "model.bin", "message": '"model.bin" is gone'},
        ]


def test_a_run_whose_record_cannot_be_read_is_found_by_its_id(project: Path) -> None:
    run = gage_json(project, "list", "--json")[0]
    Path(run["run_dir"] + ".meta.zip").write_bytes(b"PK nonsense")
    done = gage(project, "check", "--run", run["id"])
    assert done.returncode == 1
    assert done.stdout.startswith(f"{run['name']}: the record cannot be read: ")


def test_what_the_terminal_could_be_steered_by_is_not_printed(project: Path) -> None:
    (model(project).parent / "\x1b[2Jnew").touch()
    done = gage(project, "check", "--run", "1")
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith("is new; the run did not leave it [new-file]\n")


def test_a_run_that_is_under_way_cannot_be_checked_yet(project: Path) -> None:
    (project / "gage.toml").write_text('[train]\nexec = "echo $PPID; sleep 60"\nsourcecode = false\n')
    under_way = subprocess.Popen(
        [sys.executable, "-m", "gage", "run", "-y"],
        cwd=project,
        env=environment(project.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert under_way.stdout
        under_way.stdout.readline()
        done = gage(project, "check", "--run", "1")
        told = f"{name(project)}: not checked: the run is under way; check it when it is over\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{told}1 run could not be checked.\n")
        done = gage(project, "check", "--run", "1:")
        assert done.stderr == f"{told}2 runs are as they were recorded; 1 run could not be checked.\n"
        assert [run["valid"] for run in gage_json(project, "check", "--run", "1:", "--json")["runs"]] == [
            False,
            True,
            True,
        ]
    finally:
        under_way.terminate()
        under_way.wait()
        assert under_way.stdout
        under_way.stdout.close()


WRONG = [
    (("--run", "nope"), "--run: no run matches 'nope'; 'gage list' shows what there is"),
    (("--run", "3"), "--run: no run matches '3'; 'gage list' shows what there is"),
    (("--run", "1", "gage.toml"), "--run and 'gage.toml' exclude each other; a run is held to its record"),
    (("--run", "1", "--fix"), "--run and --fix exclude each other; a run is held to its record"),
    (
        ("--run", "1", "--stdin-filename", "x"),
        "--run and --stdin-filename exclude each other; a run is held to its record",
    ),
    (("--run", "1", "--format", "sarif"), "--run has the formats text and json, and no sarif"),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_wrong_usage_exits_2_and_says_what_to_do(project: Path, words: tuple[str, ...], told: str) -> None:
    done = gage(project, "check", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"gage: {told}\n")
