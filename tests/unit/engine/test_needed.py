from __future__ import annotations

import hashlib
import shutil
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.needed import equal_run
from gage.engine.prepare import RefusedError
from gage.runs.opref import OprefError
from gage.runs.source_digest import source_digest
from gage.runs.store import RunStore
from gage.runs.trash import delete_runs

TRAIN: dict[str, Any] = {"exec": "true", "config": ["train.py", {"name": "n", "default": 1}], "sourcecode": "*.py"}


@pytest.fixture
def trained(project: Project) -> Project:
    project.write(train_py="lr = 0.5\ndeep = True\nname = 'a'\n")
    project.run(TRAIN)
    return project


def test_the_newest_of_equal_runs_is_found(trained: Project) -> None:
    trained.run(TRAIN)
    found = equal_run(trained.request(TRAIN))
    assert found is not None
    assert found.id == trained.newest.id


@pytest.mark.parametrize(
    ("operation", "request_of", "is_there"),
    [
        ({}, {}, True),
        ({}, {"lr": 0.5, "n": 1}, True),
        ({"description": "other", "exec": "echo other"}, {}, True),
        ({}, {"lr": 1}, False),
        ({}, {"n": 2}, False),
        ({}, {"deep": False}, False),
        ({}, {"name": "1"}, False),
        ({"version": 2}, {}, False),
        ({}, {"name": "other"}, False),
        ({"config": "train.py"}, {}, False),
        ({"config": ["train.py", {"name": "n", "default": True}]}, {}, False),
        ({"config": ["train.py", {"name": "n", "default": 1.0}]}, {}, False),
    ],
)
def test_operation_version_and_config_must_be_equal(
    trained: Project, operation: dict[str, Any], request_of: dict[str, Any], is_there: bool
) -> None:
    asked = trained.request({**TRAIN, **operation})._replace(flags=request_of)
    assert (equal_run(asked) is not None) is is_there


def test_another_operation_or_namespace_is_not_equal(trained: Project) -> None:
    assert equal_run(trained.request(TRAIN, name="other")) is None
    assert equal_run(trained.request(TRAIN, namespace="other")) is None


def test_only_completed_runs_that_are_not_deleted_count(project: Project) -> None:
    for operation in ({"exec": "exit 1"}, {"exec": "kill -9 $$"}, {"exec": {"run": "true", "stage-runtime": "false"}}):
        project.run(operation)
        assert equal_run(project.request(operation)) is None
    project.stage({"exec": "true"})
    assert equal_run(project.request({"exec": "true"})) is None
    project.start()
    assert equal_run(project.request({"exec": "true"})) is not None
    delete_runs(RunStore(project.runs_dir), [project.newest.id])
    assert equal_run(project.request({"exec": "true"})) is None


def test_source_code_is_compared_as_it_is_before_config_is_applied(trained: Project) -> None:
    trained.run(TRAIN, lr=2)
    asked = trained.request(TRAIN)._replace(flags={"lr": 2})
    assert equal_run(asked, with_source=True) is not None
    trained.write(other_py="")
    assert equal_run(asked, with_source=True) is None
    assert equal_run(asked) is not None
    (trained.directory / "other.py").rename(trained.directory / "other.txt")
    assert equal_run(asked, with_source=True) is not None


def test_a_run_whose_source_code_has_no_digest_is_not_equal(project: Project) -> None:
    project.environ["NO_ZIP_META"] = "1"
    project.run({"exec": "true"})
    assert equal_run(project.request({"exec": "true"}), with_source=True) is not None
    shutil.rmtree(project.newest.record.directory / "sourcecode")
    assert equal_run(project.request({"exec": "true"}), with_source=True) is None


def test_what_could_not_be_run_is_refused(project: Project) -> None:
    with pytest.raises(RefusedError, match="has no command"):
        equal_run(project.request({}))
    with pytest.raises(OprefError):
        equal_run(project.request({"exec": "true", "version": "a b"}))


def test_the_digest_is_that_of_sorted_lines(project: Project) -> None:
    project.write(b_py="two", a__c_py="one")
    one, two = (hashlib.sha256(text).hexdigest() for text in (b"one", b"two"))
    lines = "".join(sorted([f"{one} a/c.py\n", f"{two} b.py\n"]))
    for paths in (["b.py", "a/c.py"], ["a/c.py", "b.py"]):
        assert source_digest(project.directory, paths) == hashlib.sha256(lines.encode()).hexdigest()
    project.run({"exec": "true", "sourcecode": ["**/*.py"]})
    assert project.member("sourcecode/digest") == hashlib.sha256(lines.encode()).hexdigest()
