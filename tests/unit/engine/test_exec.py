"""What `exec`, `env` and config in commands promise, clause by clause, as runs keep it."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.config.project_config import ConfigError
from gage.engine.prepare import RefusedError
from gage.gagefile import model
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.model import PHASES, PLATFORM, Gagefile

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
OTHER = "windows" if PLATFORM != "windows" else "linux"
PYTHON = sys.executable


@posix_only
@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("echo a  b | tr a c; echo $HOME_OF", "c b\nhere\n"),
        (["echo", "a  b | tr a c;", "$HOME_OF"], "a  b | tr a c; $HOME_OF\n"),
        ("#!/bin/sh\nif true\nthen\n  echo one\nfi\necho two", "one\ntwo\n"),
        ("#!/usr/bin/env bash\necho ${BASH_VERSION:+bash}", "bash\n"),
        (f"#!{PYTHON} -u -W error\nimport sys\nfor option in sys.warnoptions:\n\tprint(option)", "error\n"),
        (f"#!/usr/bin/env -S WORD='a b' {PYTHON}\nimport os\nprint(os.environ['WORD'])", "a b\n"),
    ],
    ids=["shell", "words", "script", "env", "arguments", "assignment"],
)
def test_a_command_has_every_form_in_every_phase(project: Project, command: Any, output: str) -> None:
    for phase in PHASES:
        project.run({"exec": {"run": "true", phase: command}, "env": {"HOME_OF": "here"}, "sourcecode": False})
        assert project.output.decode() == output, phase
    assert json.loads(project.member("proc/cmd.json")) == "true"
    project.run({"exec": command, "sourcecode": False})
    assert json.loads(project.member("proc/cmd.json")) == command


@pytest.mark.parametrize("platform", ["windows", "mac", "linux"])
@pytest.mark.parametrize("phase", PHASES)
def test_each_platform_takes_what_fits_it_best(monkeypatch: pytest.MonkeyPatch, platform: str, phase: str) -> None:
    monkeypatch.setattr(model, "PLATFORM", platform)
    other = "mac" if platform != "mac" else "linux"
    for table, taken in [
        ({phase: "plain"}, "plain"),
        ({phase: "plain", f"{phase}[{platform}]": "own"}, "own"),
        ({phase: "plain", f"{phase}[{other}]": "other"}, "plain"),
        ({f"{phase}[{other}]": "other"}, None),
        ({phase: {platform: "own", other: "other", "default": "any"}}, "own"),
        ({phase: {other: "other", "default": "any"}}, "any"),
        ({phase: {other: "other"}}, None),
        ({phase: {"default": "any"}, f"{phase}[{platform}]": ["own", "words"]}, ("own", "words")),
    ]:
        document = Document(json.dumps({"op": {"exec": {"run": "x", **table}}}), "json")
        assert [problem.message for problem in check(document)] == []
        expected = "x" if taken is None and phase == "run" and "run" not in table else taken
        assert Gagefile(document).operations["op"].exec.get(phase) == expected, table  # type: ignore[call-overload]


@posix_only
def test_the_command_of_this_platform_is_run(project: Project) -> None:
    project.run({"exec": {"run": "echo any", f"run[{PLATFORM}]": "echo own", f"run[{OTHER}]": "echo other"}})
    assert project.output == b"own\n"
    project.run({"exec": {"run": {PLATFORM: "echo own", "default": "echo any"}}})
    assert project.output == b"own\n"


def test_an_operation_for_other_platforms_is_refused_with_the_name_of_this_one(project: Project) -> None:
    with pytest.raises(RefusedError, match=f"has no command for {PLATFORM}; give it one with 'run' or 'run"):
        project.run({"exec": {f"run[{OTHER}]": "x"}})
    with pytest.raises(RefusedError, match=f"has no command for {PLATFORM}"):
        project.run({"exec": {"run": {OTHER: "x"}}})
    assert not project.runs_dir.exists()


NAMED = {"name": "n", "type": "integer", "default": 3, "min": 1, "max": 9, "description": "how many"}


@posix_only
@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("echo {n} '{n}' \"{word}\" {word}", "4 4 it's * it's *\n"),
        ("echo {{n}} {unknown} ${HOME:+set}", "{n} {unknown} set\n"),
        (["echo", "{n}{word}", "{{n}}"], "4it's * {n}\n"),
    ],
)
def test_config_stands_in_the_command_of_every_phase(project: Project, command: Any, output: str) -> None:
    config = [NAMED, {"name": "word"}]
    for phase in PHASES:
        project.run({"exec": {"run": "true", phase: command}, "config": config}, n=4, word="it's *")
        assert project.output.decode() == output, phase
    assert project.newest.config == {"n": 4, "word": "it's *"}


@pytest.mark.parametrize(
    ("config", "flags", "message"),
    [
        (NAMED, {"n": "many"}, "'n' is a whole number"),
        (NAMED, {"n": 0}, "the least is 1"),
        (NAMED, {"n": 10}, "the most is 9"),
        ({**NAMED, "choices": [3, 5]}, {"n": 4}, "n=4 is none of its choices: 3, 5"),
        ({"name": "n", "required": True, "description": "how many"}, {}, "'n' (how many) must be given"),
        (NAMED, {"m": 1}, "there is no flag 'm'"),
    ],
)
def test_config_is_judged_before_anything_is_staged(
    project: Project, config: dict[str, Any], flags: dict[str, Any], message: str
) -> None:
    operation = {"exec": {"run": "echo {n}", "stage-sourcecode": "echo staged > $project_dir/staged"}, "config": config}
    with pytest.raises(ConfigError) as error:
        project.run(operation, **flags)
    assert message in str(error.value)
    assert not project.runs_dir.exists()
    assert not (project.directory / "staged").exists()


@posix_only
def test_variables_of_the_operation_and_of_the_run_are_set_in_every_phase(project: Project) -> None:
    names = ("RUN_ID", "RUN_DIR", "PROJECT_DIR", "run_id", "run_dir", "project_dir", "PARENT_PWD")
    project.environ.update(dict.fromkeys(names, "callers") | {"WORD": "callers"})
    echo = "echo $WORD " + " ".join(f"${name}" for name in names)
    for phase in PHASES:
        project.run({"exec": {"run": "true", phase: echo}, "env": {"WORD": "mine"}, "sourcecode": False})
        run = project.newest
        own = [run.id, str(run.run_dir), str(project.directory)]
        assert project.output.decode().split() == ["mine", *own, *own, os.getcwd()], phase
