from __future__ import annotations

from pathlib import Path

import pytest

from gage.gagefile.load import read_document
from gage.project import Settings, find_project, settings_at, settings_in


@pytest.mark.parametrize("marker", ["gage.toml", "gage.json", "pyproject.toml", ".gage", ".git"])
def test_the_nearest_directory_with_a_marker_is_the_project(tmp_path: Path, marker: str) -> None:
    project = tmp_path / "outer" / "inner"
    (project / "src" / "deep").mkdir(parents=True)
    if marker in (".gage", ".git"):
        (project / marker).mkdir()
    else:
        (project / marker).write_text("{}" if marker.endswith("json") else "")
    found = find_project(project / "src" / "deep", {})
    assert found.directory == project
    assert found.namespace == "inner"
    assert found.runs_dir == project / ".gage" / "runs"


def test_a_gagefile_in_dot_gage_belongs_to_the_directory_above(tmp_path: Path) -> None:
    (tmp_path / ".gage").mkdir()
    (tmp_path / ".gage" / "gage.toml").write_text("")
    for directory in (tmp_path, tmp_path / ".gage"):
        found = find_project(directory, {})
        assert (found.directory, found.gagefile) == (tmp_path, tmp_path / ".gage" / "gage.toml")


def test_settings_of_the_gagefile_and_the_environment_are_followed(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('"$namespace" = "mine"\n"$runs-dir" = "../runs"\n')
    found = find_project(tmp_path, {})
    assert (found.namespace, found.runs_dir) == ("mine", tmp_path.parent / "runs")
    assert find_project(tmp_path, {"GAGE_RUNS": str(tmp_path / "x")}).runs_dir == tmp_path / "x"
    assert find_project(Path("/"), {"PROJECT_DIR": str(tmp_path)}).directory == tmp_path


@pytest.mark.parametrize("content", [b"\xff", b"[a\n", b'"$runs-dir" = 7\n"$namespace" = []\n'])
def test_a_broken_gagefile_leaves_the_default_settings(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gage.toml").write_bytes(content)
    found = find_project(tmp_path, {})
    assert (found.namespace, found.runs_dir) == (tmp_path.name, tmp_path / ".gage" / "runs")


def test_without_any_marker_the_directory_itself_is_the_project(tmp_path: Path) -> None:
    directory = tmp_path / "bare"
    directory.mkdir()
    found = find_project(directory, {})
    assert found.gagefile is None
    assert directory.is_relative_to(found.directory)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gage.toml", '"$namespace" = "x"'),
        ("gage.toml", "'$namespace' = 'x'"),
        ("gage.toml", '"\\u0024namespace" = "x"'),
        ("gage.toml", '"\\U00000024namespace" = "x"'),
        ("gage.toml", '"$name\\u0073pace" = "x"'),
        ("gage.json", '{"$namespace": "x"}'),
        ("gage.json", '{"\\u0024namespace": "x"}'),
        ("gage.json", '{"$\\u006eamespace": "x"}'),
        ("gage.json", "{$namespace: 'x'}"),
        ("gage.yaml", "$namespace: x"),
        ("gage.yaml", '"\\x24namespace": x'),
        ("gage.yaml", "a: {exec: echo}\n$namespace: x"),
    ],
)
def test_a_setting_is_found_however_it_is_spelt(tmp_path: Path, name: str, text: str) -> None:
    """Gagefiles that name no setting are not read for it; these do."""
    (tmp_path / name).write_text(text + "\n")
    assert settings_at(tmp_path / name) == settings_in(read_document(tmp_path / name))
    assert find_project(tmp_path, {}).namespace == "x"


@pytest.mark.parametrize("text", ["train: {exec: 'echo $HOME $n'}", "train: {exec: echo}", "", "# namespace"])
def test_a_gagefile_without_settings_has_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "gage.yaml").write_text(text)
    assert settings_at(tmp_path / "gage.yaml") == settings_in(read_document(tmp_path / "gage.yaml")) == Settings()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24e17ef2-4e6b-49bd-af59-f7ba0ca79349", "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"),
        ("24E17EF2-4E6B-49BD-AF59-F7BA0CA79349", "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"),
        ("00000000-0000-0000-0000-000000000000", None),
        ("my-project", None),
        ("", None),
    ],
)
def test_the_id_of_a_project_is_a_uuid_in_one_spelling(tmp_path: Path, text: str, expected: str | None) -> None:
    (tmp_path / "gage.toml").write_text(f'"$project-id" = "{text}"\n')
    assert find_project(tmp_path, {}).project_id == expected
