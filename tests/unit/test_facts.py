"""What is looked up of a project for a check: enough, nothing outside, nothing executed, and never an error."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage import facts as looking
from gage.facts import gather_facts, project_directory
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.facts import NO_FACTS, Facts


def gathered(directory: Path, **operation: object) -> Facts:
    return gather_facts(Document(json.dumps({"train": operation}), "json"), directory / "gage.json")


def test_the_project_of_a_gagefile_is_the_directory_it_describes(tmp_path: Path) -> None:
    assert project_directory(tmp_path / "gage.toml") == tmp_path
    assert project_directory(tmp_path / ".gage" / "gage.toml") == tmp_path


def test_nothing_is_known_of_a_directory_that_does_not_exist(tmp_path: Path) -> None:
    assert gathered(tmp_path / "gone", config="train.py") == NO_FACTS


def test_a_gagefile_in_dot_gage_comes_before_the_others(tmp_path: Path) -> None:
    (tmp_path / ".gage").mkdir()
    (tmp_path / ".gage" / "gage.json").write_text("{}")
    document = Document("", "toml")
    assert gather_facts(document, tmp_path / "gage.toml").shadowed_by == ".gage/gage.json"
    assert gather_facts(document, tmp_path / ".gage" / "gage.json").shadowed_by == ""
    assert gather_facts(document, tmp_path / "other.toml").shadowed_by == ""


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_to_the_same_gagefile_shadows_nothing(tmp_path: Path) -> None:
    (tmp_path / "gage.yaml").write_text("{}")
    (tmp_path / "gage.toml").symlink_to("gage.yaml")
    assert gather_facts(Document("{}", "yaml"), tmp_path / "gage.yaml").shadowed_by == ""


def test_python_files_are_read_and_not_run(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("import pathlib\npathlib.Path('ran').touch()\nlr = 0.1\n")
    found = gathered(tmp_path, config="train.py#lr", sourcecode="*.py")
    assert found.config_paths["train.py#lr"].keys == ("lr",)
    assert [path.name for path in tmp_path.iterdir()] == ["train.py"]


def test_files_outside_of_the_project_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("lr = 0.1\n")
    project = tmp_path / "project"
    project.mkdir()
    if os.name != "nt":
        (project / "link.py").symlink_to("../secret.py")
    config = ["../secret.py#lr", str(tmp_path / "secret.py"), "link.py"]
    found = gathered(project, config=config, depends={"files": ["../secret.py", str(tmp_path / "secret.py")]})
    assert all(path.keys == () for path in found.config_paths.values())
    assert not found.files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "train.py")
    found = gathered(tmp_path, config="train.py#lr", sourcecode=["*.py text"])
    assert found.config_paths["train.py#lr"].trouble


def test_a_project_of_very_many_files_is_not_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_MOST_NAMES", 5)
    for number in range(6):
        (tmp_path / f"{number}.py").touch()
    assert not gathered(tmp_path, sourcecode="*.txt").sources


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_LARGEST_CONFIG_FILE", 5)
    (tmp_path / "train.py").write_text("lr = 0.1\n")
    assert gathered(tmp_path, config="train.py#gone").config_paths["train.py#gone"].keys == ()


def test_when_time_is_up_the_rest_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_SECONDS", 0.0)
    found = gathered(tmp_path, config="a.py", sourcecode="*.txt", depends={"files": "x"})
    assert (found.config_paths, found.sources, found.files) == ({}, {}, {})


def test_equal_projects_give_equal_facts(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("lr = 0.1\n")
    operation = {"config": ["train.py#lr", "*.py"], "sourcecode": ["*.py", "x"], "depends": {"files": "y"}}
    assert gathered(tmp_path, **operation) == gathered(tmp_path, **operation)


NAMES = st.text("ab/.*?-~#\\\0\ud800é $:\"'", max_size=8) | st.sampled_from(["x.py", "..", "a\0b sentinel=c\0/*", "-"])
TEXTS = st.lists(NAMES, max_size=3) | NAMES


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS, TEXTS, NAMES)
def test_no_gagefile_makes_it_raise(tmp_path: Path, config: object, sources: object, files: object, runs: str) -> None:
    (tmp_path / "x.py").write_text("a = 1\n")
    operation = {"exec": "x", "config": config, "sourcecode": sources, "depends": {"files": files}}
    document = Document(json.dumps({"train": operation, "$runs-dir": runs}), "json")
    check(document, gather_facts(document, tmp_path / "gage.json"))


@pytest.mark.unmeasured
def test_a_gagefile_that_asks_for_nothing_imports_nothing_to_look_with(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "gage.toml").write_text('[train]\nexec = "python train.py"\n')
    code = (
        "import sys, pathlib\nfrom gage.facts import gather_facts\nfrom gage.gagefile.document import Document\n"
        "path = pathlib.Path(sys.argv[1])\ngather_facts(Document(path.read_text(), 'toml'), path)\n"
        "print(*(name for name in sys.modules if name.startswith(('gage.config', 'gage.sources', 'dataclasses'))))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "gage.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
