from __future__ import annotations

from pathlib import Path

import pytest

from gage.gagefile import load
from gage.gagefile.check_settings import read_settings
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import USER_CONFIG
from gage.gagefile.load import LoadError, find_settings
from gage.gagefile.problem import Severity
from gage.gagefile.settings_above import settings_above
from gage.gagefile.silence import NO_SETTINGS, Settings


def test_settings_are_read_from_their_table() -> None:
    text = (
        '[project]\nname = "x"\n[tool.gage.check]\nselect = ["unknown-key", "one-default"]\nignore = ["one-default"]\n'
        'severity = { wrong-type = "warning", no-command = "hint" }\n'
    )
    found = read_settings(Document(text, "toml"))
    assert found.problems == ()
    assert found.settings == Settings(
        frozenset({"unknown-key", "one-default"}),
        frozenset({"one-default"}),
        {"wrong-type": Severity.WARNING, "no-command": Severity.HINT},
    )


@pytest.mark.parametrize("text", ["", "[tool.gage]\n", "[tool.ruff]\nselect = 1\n", '[project]\nname = "gage"\n', "x"])
def test_a_file_without_the_table_says_nothing(text: str) -> None:
    found = read_settings(Document(text, "toml"))
    assert (found.settings, found.problems) == (NO_SETTINGS, ())


@pytest.mark.parametrize(
    ("text", "place", "code", "message"),
    [
        ("check = 1", "1", "wrong-type", "'check' must be a table, not the number 1"),
        (
            "check.selct = []",
            "selct",
            "unknown-key",
            "unknown key 'selct' in 'tool.gage.check'; did you mean 'select'?",
        ),
        (
            "check.zebra = []",
            "zebra",
            "unknown-key",
            "unknown key 'zebra' in 'tool.gage.check'; it takes 'select', 'ignore' or 'severity'",
        ),
        (
            "check.select = 'unknown-key'",
            "'unknown-key'",
            "wrong-type",
            "'select' must be a list of codes, not the string \"unknown-key\"",
        ),
        ("check.ignore = [1]", "1", "wrong-type", "a code must be a string, not the number 1"),
        (
            "check.ignore = ['unknown-kye']",
            "'unknown-kye'",
            "unknown-code",
            "no problem has the code 'unknown-kye'; did you mean 'unknown-key'?",
        ),
        ("check.ignore = ['zebra']", "'zebra'", "unknown-code", "no problem has the code 'zebra'"),
        (
            "check.ignore = ['toml-value']",
            "'toml-value'",
            "invalid-value",
            "'toml-value' is an error of the syntax, which is always an error",
        ),
        (
            "check.severity = 'warning'",
            "'warning'",
            "wrong-type",
            '\'severity\' must be a table such as { one-default = "warning" }, not the string "warning"',
        ),
        (
            "check.severity.one-default = 'warn'",
            "'warn'",
            "invalid-value",
            '\'one-default\' must be "error", "warning", "information" or "hint", not the string "warn"',
        ),
        (
            "check.severity.one-defaut = 'warning'",
            "one-defaut",
            "unknown-code",
            "no problem has the code 'one-defaut'; did you mean 'one-default'?",
        ),
        (
            "check.severity.yaml-tab = 'warning'",
            "yaml-tab",
            "invalid-value",
            "'yaml-tab' is an error of the syntax, which is always an error",
        ),
    ],
)
def test_wrong_content_is_a_problem_at_its_place(text: str, place: str, code: str, message: str) -> None:
    document = Document(f"[tool.gage]\n{text}\n", "toml")
    found = read_settings(document)
    (problem,) = found.problems
    assert (problem.code, problem.message) == (code, message)
    assert document.text[problem.span.start : problem.span.end] == place
    assert found.settings in (NO_SETTINGS, Settings(frozenset()), NO_SETTINGS)


def test_what_is_right_is_used_beside_what_is_wrong() -> None:
    found = read_settings(Document('[tool.gage.check]\nignore = ["no-command", "zebra", 1]\nselect = \n', "toml"))
    assert found.settings == Settings(None, frozenset({"no-command"}))
    assert [problem.code for problem in found.problems] == ["unknown-code", "wrong-type", "toml-expected-value"]


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    gagefile = tmp_path / "a" / "b" / "gage.toml"
    gagefile.parent.mkdir(parents=True)
    assert settings_above(gagefile) == NO_SETTINGS
    (tmp_path / "pyproject.toml").write_text('[tool.gage.check]\nignore = ["no-command"]\n')
    assert find_settings(gagefile) == [tmp_path / "pyproject.toml"]
    assert settings_above(gagefile).ignore == {"no-command"}
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert find_settings(gagefile) == []
    assert settings_above(gagefile) == NO_SETTINGS


def test_a_file_that_cannot_be_read_has_no_settings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.gage.check]\nignore = ['\xff']\n")
    assert settings_above(tmp_path / "gage.toml") == NO_SETTINGS


def test_the_config_of_the_user_counts_where_pyproject_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, project = tmp_path / "home", tmp_path / "work" / "project"
    for directory in (home / ".gage", project / ".gage"):
        directory.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    (home / ".gage" / "config.json").write_text(
        '{"check": {"select": ["no-command"], "ignore": ["unknown-key"], "severity": {"wrong-type": "hint"}}}'
    )
    assert settings_above(project / "gage.toml") == Settings(
        frozenset({"no-command"}), frozenset({"unknown-key"}), {"wrong-type": Severity.HINT}
    )
    (project / "gageconfig.toml").write_text("[check]\nignore = ['one-default']\nseverity.wrong-type = 'warning'\n")
    (project / "pyproject.toml").write_text(
        "[tool.gage.check]\nselect = ['unknown-key']\nseverity.one-default = 'hint'\n"
    )
    assert settings_above(project / ".gage" / "gage.toml") == Settings(
        frozenset({"unknown-key"}),
        frozenset({"unknown-key", "one-default"}),
        {"wrong-type": Severity.WARNING, "one-default": Severity.HINT},
    )
    assert find_settings(project / "gage.toml") == [
        project / "pyproject.toml",
        project / "gageconfig.toml",
        home / ".gage" / "config.json",
    ]


def test_a_user_config_that_says_nothing_of_checks_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".gage").mkdir()
    (tmp_path / ".gage" / "config.yaml").write_text("repos: {}\n")
    (tmp_path / "gageconfig.toml").write_text("[check]\nselect = ['no-command']\n")
    assert settings_above(tmp_path / "gage.toml") == NO_SETTINGS


@pytest.mark.parametrize(
    ("text", "syntax", "message"),
    [
        ("check: 1", "yaml", "'check' must be a mapping, not the number 1"),
        ('{"check": []}', "json", "'check' must be an object, not an empty list"),
        (
            "check: {severity: [a]}",
            "yaml",
            "'severity' must be a mapping such as {one-default: warning}, not a list of strings",
        ),
        (
            '{"check": {"zebra": 1}}',
            "json",
            "unknown key 'zebra' in 'check'; it takes 'select', 'ignore' or 'severity'",
        ),
    ],
)
def test_what_is_wrong_in_a_user_config_is_said_in_its_own_words(text: str, syntax: Syntax, message: str) -> None:
    (problem,) = read_settings(Document(text, syntax, kind=USER_CONFIG)).problems
    assert problem.message == message


def test_what_is_half_typed_is_no_code_and_no_problem_of_its_own() -> None:
    text = '{"check": {"ignore": ["no-command", @], "severity": {"one-default": , "no-command": "hint"}}}'
    found = read_settings(Document(text, "json", kind=USER_CONFIG))
    assert found.settings == Settings(None, frozenset({"no-command"}), {"no-command": Severity.HINT})
    assert {problem.code.partition("-")[0] for problem in found.problems} <= {"json"}


def test_a_user_config_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gageconfig.toml").write_text("[check]\nignore = ['no-command']\n")

    def refuse(path: Path) -> bytes:
        raise LoadError(path, "this file cannot be read: Permission denied")

    monkeypatch.setattr(load, "read_content", refuse)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings_above(tmp_path / "gage.toml") == NO_SETTINGS
    assert find_settings(tmp_path / "gage.toml") == [tmp_path / "gageconfig.toml"]
