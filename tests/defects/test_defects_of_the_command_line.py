"""What the command line refused, accepted or said wrongly (20, 24, 25, 28 to 33)."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from defects.project import Project

from gage.cli.command_table import COMMANDS
from gage.gagefile.model import PHASES

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gage.json", {"a": {"exec": "echo", "summary": {"filename": "result.yaml"}}}),
        ("gage.json", {"a": {"exec": "echo", "env": {"SEED": "1"}}}),
        ("gage.json", {"a": {"exec": "echo", "config": ["t.py#x", {"keys": "t.py#y", "prefix": "p."}]}}),
        ("gage.json", {"$archives-dir": "archives", "a": {"exec": "echo"}}),
        ("board.json", {"columns": ["run:id"], "group-select": {"group-by": "config:lr", "min": "metric:loss"}}),
        ("board.json", {"columns": ["run-attr:id", {"field": "run:started", "label": "Started"}]}),
    ],
)
def test_defect_20_what_works_is_valid(project: Project, name: str, content: Any) -> None:
    project.write({name: json.dumps(content), "t.py": "x = 1\ny = 2\n"})
    checked = project.gage("check", name)
    assert (checked.returncode, checked.stderr) == (0, f"{name} is valid.\n")


@posix
def test_defect_20_what_is_valid_works(project: Project) -> None:
    project.write(
        {
            "gage.yaml": "a:\n  exec: 'echo \"metrics: {loss: $LOSS}\" > result.yaml; cat t.py'\n"
            "  env: {LOSS: '0.25'}\n  summary: {filename: result.yaml}\n"
            "  config: [t.py#x, {keys: t.py#y, prefix: p.}]\n",
            "t.py": "x = 1\ny = 2\n",
        }
    )
    assert project.run("x=3", "p.y=4").stdout == "x = 3\ny = 4\n"
    assert project.newest()["metrics"] == {"loss": 0.25}


@posix
def test_defect_24_a_relative_directory_is_as_good_as_another(project: Project) -> None:
    project.write({"inner/gage.toml": "[train]\nexec = 'echo $PROJECT_DIR $PARENT_PWD'\n"})
    inner = project.directory / "inner"
    done = project.gage("-C", "inner", "run", "-y")
    assert (done.returncode, done.stdout.split()[0]) == (0, str(inner))
    assert len(json.loads(project.gage("-C", "inner", "list", "--json").stdout)) == 1


def test_defect_24_a_project_directory_may_have_spaces(project: Project) -> None:
    spaced = Project(project.directory / "with space")
    spaced.write({"gage.toml": '[train]\nexec = "echo hello"\n'})
    assert spaced.run().stdout == "hello\n"
    (run,) = spaced.runs()
    assert (run["operation"], run["project"]) == ("train", str(spaced.directory))
    assert "train" in spaced.gage("list").stdout


def test_defect_24_an_operation_with_a_space_is_refused_where_it_stands(project: Project) -> None:
    project.write({"gage.toml": '["my train"]\nexec = "echo"\n'})
    checked = project.gage("check")
    assert checked.returncode == 1
    assert "gage.toml:1:2: error: " in checked.stdout
    refused = project.gage("run", "my train", "-y")
    assert refused.returncode == 1
    assert "my train" in refused.stderr
    assert not project.runs_dir.exists()


def test_defect_25_a_key_that_is_a_number_is_told_where_it_stands(project: Project) -> None:
    project.write({"gage.yaml": "1:\n  exec: echo one\ntrain:\n  exec: echo two\n"})
    checked = project.gage("check")
    assert checked.returncode == 1
    assert 'gage.yaml:1:1: error: "1" is read as a number, not as text; quote it: "1"' in checked.stdout
    operations = json.loads(project.gage("operations", "--json").stdout)
    assert [operation["operation"] for operation in operations] == ["1", "train"]
    assert project.run("train").stdout == "two\n"


@pytest.mark.parametrize("options", [["-c", "-s"], ["-s", "-c"], ["-f", "-o"], ["-c", "--json"]])
def test_defect_28_parts_of_a_run_exclude_each_other(project: Project, options: list[str]) -> None:
    project.write({"gage.toml": '[train]\nexec = "echo"\n'}).run()
    refused = project.gage("show", *options)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "exclude each other" in refused.stderr


def test_defect_28_each_part_is_shown_alone(project: Project) -> None:
    program = "lr = 0.1\nprint('hello')\nopen('summary.json', 'w').write('{\"metrics\": {\"loss\": 1}}')\n"
    exec_line = json.dumps([sys.executable, "train.py"])
    project.write({"gage.toml": f'[train]\nexec = {exec_line}\nconfig = "train.py"\n', "train.py": program}).run()
    rows = {option: _cells(project.gage("show", option).stdout) for option in ("-c", "-s", "-f")}
    assert rows["-c"] == [["name", "value"], ["lr", "0.1"]]
    assert rows["-s"] == [["name", "value", "type"], ["loss", "1", "metric"]]
    assert [row[:2] for row in rows["-f"][1:]] == [
        ["summary.json", "generated"],
        ["gage.toml", "source code"],
        ["train.py", "source code"],
    ]
    assert project.gage("show", "-o").stdout == "hello\n"


def _cells(printed: str) -> list[list[str]]:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in printed.splitlines() if "|" in line
    ]
    return [row for row in rows if not set("".join(row)) <= {"-"}]


@pytest.mark.parametrize("command", COMMANDS)
def test_defect_29_help_names_only_commands_that_exist(project: Project, command: str) -> None:
    shown = project.gage(command, "--help")
    assert shown.returncode == 0
    named = re.findall(r"'gage (?!COMMAND)(\w+)", shown.stdout)
    assert set(named) <= set(COMMANDS)
    assert not re.search(r"\b(\w+) \1\b|doesn't exit\b", shown.stdout)


def test_defect_29_an_error_about_a_comment_is_one_sentence(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec = "echo"\n'}).run()
    refused = project.gage("comment", "1", "--edit", "nope", "-m", "x", "-y")
    name = project.runs()[0]["name"]
    message = f"gage: run {name} has no comment nope; 'gage comment {name} --list' shows those there are\n"
    assert (refused.returncode, refused.stderr) == (1, message)


def test_defect_30_documented_phases_are_those_that_exist(project: Project) -> None:
    schema = (ROOT / "schemas" / "gagefile.schema.json").read_text(encoding="utf-8")
    documents = [schema, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))]
    named = {name for text in documents for name in re.findall(r"\b(?:stage|init|finalize)-(?:run|runtime)\b", text)}
    assert named <= set(PHASES)
    for phase in PHASES:
        project.write({"gage.json": json.dumps({"a": {"exec": {"run": "echo ran", phase: "echo ran"}}})})
        assert "ran" in project.run().stdout


@pytest.mark.parametrize("gagefile", sorted((ROOT / "examples").rglob("gage.*")), ids=lambda path: path.parent.name)
def test_defect_30_no_example_keeps_its_runs_among_its_sources(gagefile: Path) -> None:
    assert "$runs-dir" not in gagefile.read_text(encoding="utf-8")


def test_defect_31_a_file_of_an_unknown_kind_is_refused_in_words(project: Project) -> None:
    project.write({"board.txt": "{}"})
    checked = project.gage("check", "board.txt")
    assert checked.returncode == 2
    assert "board.txt" in checked.stdout


def test_defect_31_a_check_of_a_file_can_be_json(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexce = "echo"\n'})
    checked = project.gage("check", "gage.toml", "--format", "json")
    (file,) = json.loads(checked.stdout)["files"]
    assert [problem["code"] for problem in file["problems"]] == ["unknown-key"]


def test_defect_32_as_many_files_are_listed_as_help_says(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec = "echo"\n', **{f"f{number:02}.txt": "x" for number in range(60)}}).run()
    (said,) = re.findall(r"list N files\s+\(default: (\d+)\)", project.gage("show", "--help").stdout)
    assert len(re.findall(r"^\| (?:f\d|gage)", project.gage("show").stdout, re.MULTILINE)) == int(said)
    for options, count in ((["--limit-files", "3"], 3), (["--all-files"], 61)):
        assert len(_cells(project.gage("show", "-f", *options).stdout)) == count + 1


def test_defect_33_requirements_are_few_and_bounded() -> None:
    ours = requires("gage-ls") or []
    names = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in ours}
    assert names.isdisjoint({"typer", "click", "setuptools", "libcst", "natsort", "human-readable"})
    unbounded = {
        re.split(r"[^\w-]", requirement)[0]
        for requirement in ours
        if "<" not in requirement and "extra" not in requirement
    }
    # Versions of these are years, and break nobody at a number that is known before.
    assert unbounded == {"lsprotocol", "packaging"}
