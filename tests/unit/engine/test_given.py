"""What a run is given beside its flags: label, tags, attributes, variables."""

from __future__ import annotations

import json
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.prepare import plan_run
from gage.engine.run import run_operation, stage_operation, start_run
from gage.engine.variables import VariableError, parse_variables
from gage.runs.annotate import AnnotationError


@pytest.mark.parametrize(
    ("operation", "given", "label", "tags"),
    [
        ({}, {}, None, []),
        ({"labels": "base"}, {}, "base", []),
        ({"labels": ["base", "small"]}, {}, "base small", []),
        ({"labels": "base"}, {"label": "mine"}, "mine", []),
        ({"labels": "base"}, {"label": ""}, None, []),
        ({"labels": []}, {"label": "mine"}, "mine", []),
        ({"tags": "b"}, {}, None, ["b"]),
        ({"tags": ["b", "a"]}, {"tags": ("c", "a")}, None, ["a", "b", "c"]),
        ({}, {"tags": ("c",)}, None, ["c"]),
    ],
)
def test_labels_and_tags_are_there_from_the_start(
    project: Project, operation: dict[str, Any], given: dict[str, Any], label: str | None, tags: list[str]
) -> None:
    request = project.request({"exec": "true", **operation})
    run_operation(request._replace(**given), project.events.append)
    assert (project.newest.label, project.newest.tags) == (label, tags)
    assert project.warnings == []


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ({}, {"label": "two\nlines"}),
        ({}, {"label": " "}),
        ({}, {"label": "x" * 1001}),
        ({}, {"tags": ("two words",)}),
        ({}, {"tags": ("",)}),
        ({"tags": "two words"}, {}),
        ({"labels": "two\nlines"}, {}),
    ],
)
def test_what_could_not_be_said_of_a_run_is_refused(
    project: Project, operation: dict[str, Any], given: dict[str, Any]
) -> None:
    with pytest.raises(AnnotationError):
        plan_run(project.request({"exec": "true", **operation})._replace(**given), project.events.append)


def test_attributes_are_those_of_a_run_and_its_own_win(project: Project) -> None:
    given = {"dataset": "iris", "folds": 5, "deep": True, "device": "none"}
    program = "import json; json.dump({'attributes': {'device': 'cpu', 'new': 1}}, open('summary.json', 'w'))"
    project.python(program, attributes=given)
    assert project.newest.summary.attributes == {**given, "device": "cpu", "new": 1}
    assert json.loads(project.member("attributes.json")) == given
    assert json.loads(project.member("summary.json"))["attributes"] == {"device": "cpu", "new": 1}


def test_attributes_are_there_before_the_end(project: Project) -> None:
    project.stage({"exec": "true", "attributes": {"dataset": "iris"}})
    assert project.newest.summary.attributes == {"dataset": "iris"}


@pytest.mark.parametrize("member", [b"", b"[]", b"{", b'"a"', b'{"a": [[]], "b": {}}'])
def test_attributes_that_make_no_sense_are_none(project: Project, member: bytes) -> None:
    project.environ["NO_ZIP_META"] = "1"
    project.run({"exec": "true"})
    project.newest.record.write("attributes.json", member)
    assert set(project.newest.summary.attributes.values()) <= {None, ""}


def test_variables_win_over_the_operation_and_are_recorded(project: Project) -> None:
    project.environ.update(WHO="caller", OTHER="caller")
    request = project.request({"exec": "echo $WHO $OTHER $MORE", "env": {"WHO": "operation", "MORE": "operation"}})
    run_operation(request._replace(env={"WHO": "flag"}), project.events.append)
    assert project.output == b"flag caller operation\n"
    assert json.loads(project.member("proc/env.json")) == {"WHO": "flag", "MORE": "operation"}


def test_variables_never_win_over_those_that_say_what_the_run_is(project: Project) -> None:
    names = ("RUN_ID", "run_id", "RUN_DIR", "run_dir", "PROJECT_DIR", "project_dir", "PARENT_PWD")
    request = project.request({"exec": "echo $" + " $".join(names)})
    run_operation(request._replace(env=dict.fromkeys(names, "mine")), project.events.append)
    assert b"mine" not in project.output
    for name in names:
        with pytest.raises(VariableError, match=f"--env cannot set '{name}'"):
            parse_variables([f"{name}=mine"])


def test_a_staged_run_has_its_variables_when_it_is_started(project: Project) -> None:
    request = project.request({"exec": "echo $A $B $C", "env": {"A": "1", "B": "1", "C": "1"}})
    stage_operation(request._replace(env={"B": "2", "C": "2"}), project.events.append)
    start_run(project.newest, project.environ, project.events.append, env={"C": "3"})
    assert project.output == b"1 2 3\n"


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        ([], {}),
        (["A=1", "B=x=y", "C="], {"A": "1", "B": "x=y", "C": ""}),
        (["A=1", "A=2"], {"A": "2"}),
        (["with.dot-and%=ok"], {"with.dot-and%": "ok"}),
        (["A= spaces\nand lines "], {"A": " spaces\nand lines "}),
    ],
)
def test_variables_are_read_from_assignments(arguments: list[str], variables: dict[str, str]) -> None:
    assert parse_variables(arguments) == variables


@pytest.mark.parametrize("argument", ["", "A", "=1", " A=1", "A B=1"])
def test_what_is_no_assignment_is_refused(argument: str) -> None:
    with pytest.raises(VariableError, match="write NAME=VALUE"):
        parse_variables([argument])
