"""`gage config`: every setting that applies, with the place it comes from, and those that stand in vain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from gage_command import gage, gage_json

from gage.cli.environment_variables import VARIABLES

ROOT = Path(__file__).parents[2]
PYPROJECT = """\
[tool.gage]
unknown = 1
[tool.gage.check]
select = ["no-command", "wrong-type"]
ignore = ["no-command"]
severity = { one-default = "hint" }
"""
NEAR = """\
repos: {backup: {path: ~/backup, date: 2020-01-01}, cloud: {type: s3, api_key: sk-abcdefghijklmnop12345}}
check:
  select: [unknown-key]
  ignore: [unknown-key]
  severity: {one-default: error, wrong-type: hint}
"""
HOME = '{"repos": {"backup": {"path": "/far"}, "own": {"path": "/own"}}, "check": {"ignore": ["one-default"]}}'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The home directory of a test is the parent of its project."""
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text('"$namespace" = "demo"\n"$runs-dir" = "results"\n[train]\nexec = "x"\n')
    (directory / "pyproject.toml").write_text(PYPROJECT)
    (directory / "gageconfig.yaml").write_text(NEAR)
    (tmp_path / ".gage").mkdir()
    (tmp_path / ".gage" / "config.json").write_text(HOME)
    return directory


def told(directory: Path, *words: str, **settings: str) -> list[tuple[str, Any, str, bool]]:
    import json

    printed = gage(directory, *words, "config", "--json", **settings).stdout
    return [tuple(each.values()) for each in json.loads(printed)["settings"] if each["source"] != "environment"]


def test_each_setting_is_told_with_its_place_and_those_in_vain_are_marked(project: Path) -> None:
    home = str(project.parent / ".gage" / "config.json")
    assert [row for row in told(project) if row[0] != "cache"] == [
        ("project", str(project), "gage.toml is there", True),
        ("gagefile", "gage.toml", "the project directory", True),
        ("namespace", "demo", "gage.toml", True),
        ("runs-dir", str(project / "results"), "gage.toml", True),
        ("unknown", 1, "pyproject.toml", False),
        ("check.select", ["no-command", "wrong-type"], "pyproject.toml", True),
        ("check.ignore", ["no-command"], "pyproject.toml", True),
        ("check.severity.one-default", "hint", "pyproject.toml", True),
        ("repos.backup.path", "~/backup", "gageconfig.yaml", True),
        ("repos.backup.date", "2020-01-01", "gageconfig.yaml", True),
        ("repos.cloud.type", "s3", "gageconfig.yaml", True),
        ("repos.cloud.api_key", "<secret api_key>", "gageconfig.yaml", True),
        ("check.select", ["unknown-key"], "gageconfig.yaml", False),
        ("check.ignore", ["unknown-key"], "gageconfig.yaml", True),
        ("check.severity.one-default", "error", "gageconfig.yaml", False),
        ("check.severity.wrong-type", "hint", "gageconfig.yaml", True),
        ("repos.backup.path", "/far", home, False),
        ("repos.own.path", "/own", home, True),
        ("check.ignore", ["one-default"], home, True),
    ]


def test_what_is_told_to_apply_is_what_checks_apply(project: Path) -> None:
    """A key is ignored by the config that is near, and a wrong type is made a hint there; the home directory adds to it."""
    (project / "gage.toml").write_text('[train]\nexec = 1\nexce = "x"\n')
    done = gage(project, "check", "gage.toml")
    assert re.findall(r": (\w+): .* \[([\w-]+)\]$", done.stdout, re.MULTILINE) == [("hint", "wrong-type")]


PLACES = [
    ({}, (), "results", "gage.toml"),
    ({"GAGE_RUNS": "/a"}, (), "/a", "GAGE_RUNS or --runs"),
    ({"RUNS_DIR": "/b"}, (), "/b", "RUNS_DIR"),
    ({"GAGE_RUNS": "/a", "RUNS_DIR": "/b"}, (), "/a", "GAGE_RUNS or --runs"),
    ({}, ("--runs", "/c"), "/c", "GAGE_RUNS or --runs"),
]


@pytest.mark.parametrize(("settings", "words", "runs", "source"), PLACES)
def test_the_runs_directory_has_the_place_it_comes_from(
    project: Path, settings: dict[str, str], words: tuple[str, ...], runs: str, source: str
) -> None:
    assert ("runs-dir", str(project / runs), source, True) in told(project, *words, **settings)


def test_views_and_themes_are_taken_whole_from_the_place_that_wins(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.gage.views.best]\nsort = "loss"\n[tool.gage]\ntheme = "dark"\n')
    (project / "gageconfig.yaml").write_text("theme: light\nviews: {best: {limit: 3}, mine: {limit: 4}}\n")
    (project.parent / ".gage" / "config.json").write_text('{"theme": "mono", "views": {"mine": {"sort": "lr"}}}')
    named = [(name, value, applies) for name, value, _, applies in told(project) if name.startswith(("theme", "views"))]
    assert named == [
        ("views.best.sort", "loss", True),
        ("theme", "dark", False),
        ("theme", "light", True),
        ("views.best.limit", 3, False),
        ("views.mine.limit", 4, True),
        ("theme", "mono", False),
        ("views.mine.sort", "lr", False),
    ]
    assert not any(name == "theme" and applies for name, _, _, applies in told(project, GAGE_THEME="dark"))


def test_settings_of_other_tools_are_no_settings(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.ruff]\nline-length = 120\n")
    assert not any(source == "pyproject.toml" for _, _, source, _ in told(project))


def test_the_id_of_a_project_is_told_and_a_gagefile_that_cannot_be_read_has_none(project: Path) -> None:
    project_id = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"
    (project / "gage.toml").write_text(f'"$project-id" = "{project_id}"\n')
    assert ("project-id", project_id, "gage.toml", True) in told(project)
    (project / "gage.toml").write_bytes(b'"$runs-dir" = "\xff"\n')
    assert "byte 0xff is not UTF-8" in gage(project, "config").stderr
    assert ("runs-dir", str(project / ".gage" / "runs"), "default", True) in told(project)


def test_where_there_is_nothing_the_defaults_are_told(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    assert [row for row in told(bare) if row[0] != "cache"] == [
        ("project", str(bare), "the working directory", True),
        ("gagefile", None, "none is there", True),
        ("namespace", "bare", "name of the directory", True),
        ("runs-dir", str(bare / ".gage" / "runs"), "default", True),
    ]
    assert ("project", str(tmp_path), "PROJECT_DIR", True) in told(bare, PROJECT_DIR=str(tmp_path))


def test_people_see_columns_that_are_not_cut_and_the_files(project: Path) -> None:
    done = gage(project, "config", COLUMNS="40", NO_COLOR="1")
    settings, files = done.stdout.split("\n\n")
    by_name = {line.split()[0]: line for line in settings.splitlines()}
    assert re.fullmatch(rf"runs-dir +{re.escape(str(project / 'results'))} +gage\.toml", by_name["runs-dir"])
    assert by_name["unknown"].endswith("pyproject.toml (does not apply)")
    assert re.fullmatch(r"NO_COLOR +1 +environment", by_name["NO_COLOR"])
    assert re.sub(" +", " ", files) == (
        "pyproject.toml settings of the project\n"
        "gageconfig.yaml config of its user\n"
        "~/.gage/config.json config for all projects\n"
    )


def test_files_that_are_not_there_have_a_place(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    files = gage_json(bare, "config", "--json")["files"]
    assert [(file["kind"], file["path"], file["exists"]) for file in files] == [
        ("pyproject", str(bare / "pyproject.toml"), False),
        ("project", str(bare / "gageconfig.toml"), False),
        ("home", str(tmp_path / "gageconfig.toml"), False),
    ]


UNREAD = [
    (b"check: {ignore: [no-command]", "has errors; 'gage check"),
    (b"\xff", "byte 0xff is not UTF-8; save the file as UTF-8 text; its settings are left out"),
]


@pytest.mark.parametrize(("content", "message"), UNREAD)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_shown(
    project: Path, content: bytes, message: str
) -> None:
    (project / "gageconfig.yaml").write_bytes(content)
    done = gage(project, "config")
    assert done.returncode == 0
    assert message in done.stderr
    assert "check.select" in done.stdout


def test_what_could_steer_the_terminal_is_not_shown(project: Path) -> None:
    (project / "gageconfig.yaml").write_text('repos: {a: {path: "\\e[2J"}}\n')
    assert "\x1b" not in gage(project, "config").stdout


OTHERS = {"HOME", "PATH", "LOCALAPPDATA", "COMPUTERNAME", "PYENV_VERSION"}
"""Of the system, or of other programs; and what Gage gives to commands."""


def test_every_variable_that_gage_reads_is_among_those_that_are_told() -> None:
    """A name in capitals behind ``environ``, or in a table of the documentation, is one."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "gage").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]{2,})\"", text)}
    document = (ROOT / "docs" / "interfaces.md").read_text(encoding="utf-8")
    section = document.split("\n## Environment\n")[1].split("\nThe commands of an operation")[0]
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE))
    assert len(read) > 5
    assert len(documented) > 5
    assert (read | documented) - OTHERS <= VARIABLES.keys()
