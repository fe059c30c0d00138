"""`-v` tells on stderr what is done, `-vv` how; results and what is said anyway stay what they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gage_command import gage

GAGEFILE = '"$namespace" = "ns"\n\n[train]\nexec = "echo training"\nenv = { API_TOKEN = "s3cr3t-s3cr3t" }\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    return directory


def test_a_list_tells_where_it_looks(project: Path) -> None:
    first, about, *_, last = gage(project, "-v", "list").stderr.splitlines()
    assert re.fullmatch(r"gage \d\S*, Python 3\.\d+\S* \(.+\)", first)
    assert about == f"project {project}, gagefile {project}/gage.toml, namespace ns, runs in {project}/.gage/runs"
    assert re.fullmatch(r"gage list ends with 0 after \d+\.\d\d seconds", last)


def test_a_run_tells_what_its_record_has_and_no_secret(project: Path) -> None:
    done = gage(project, "--verbose", "run", "train", "lr=1", "-y")
    assert "ends with" not in done.stderr  # it was refused
    done = gage(project, "-v", "run", "train", "-y")
    assert done.stdout == "training\n"
    assert "Starting run (see output/40_run): echo training\n" in done.stderr
    assert "s3cr3t" not in done.stderr
    log = gage(project, "cat", "--meta", "--path", "log/runner").stdout
    told = [line.partition(" ")[2] for line in log.splitlines()]
    assert [line for line in told if line not in done.stderr.splitlines()] == []


@pytest.mark.parametrize(
    ("expression", "asked"), [("op = train", "the index"), (" or ".join(["op = train"] * 300), "every run")]
)
def test_details_name_the_module(project: Path, expression: str, asked: str) -> None:
    gage(project, "run", "train", "-y")
    done = gage(project, "-vv", "list", "--json", "--where", expression)
    assert f"DEBUG: [gage.runs.index] {asked} is asked which runs are meant\n" in done.stderr
    assert "DEBUG: [gage.runs.index] found 1 runs in active\n" in done.stderr
    assert "DEBUG" not in gage(project, "-v", "list").stderr
    assert gage(project, "list", "--json", "--where", expression).stdout == done.stdout


def test_nothing_is_told_unasked(project: Path) -> None:
    assert gage(project, "list").stderr == f"No runs in {project}/.gage/runs.\n"
