"""Secrets of runs that are started, restarted or asked for again: given to commands, never recorded."""

from __future__ import annotations

import json

import pytest
from unit.engine.sample_project import Project

from gage.engine.needed import equal_run
from gage.engine.prepare import RefusedError
from gage.engine.recorded_plan import repeated_operation
from gage.engine.request import RunRequest
from gage.engine.run import run_operation, stage_operation, start_run
from gage.runs.origin import Origin

KEY = "9f8e7d6c5b4a3f2e1d0c"
OPERATION = {"exec": "echo key $API_KEY", "sourcecode": False}


def test_a_secret_that_is_given_is_hidden_in_the_record(project: Project) -> None:
    run_operation(project.request(OPERATION)._replace(env={"API_KEY": KEY}), project.events.append)
    assert project.output == f"key {KEY}\n".encode()
    assert json.loads(project.member("proc/env.json")) == {"API_KEY": "<secret API_KEY>"}
    assert any(warning.startswith("API_KEY looks like a secret") for warning in project.warnings)


def test_a_staged_run_asks_for_it_when_it_is_started(project: Project) -> None:
    stage_operation(project.request(OPERATION)._replace(env={"API_KEY": KEY}), project.events.append)
    with pytest.raises(RefusedError, match="set API_KEY in the environment"):
        start_run(project.newest, project.environ, project.events.append)
    start_run(project.newest, project.environ, project.events.append, env={"API_KEY": KEY})
    assert project.output == f"key {KEY}\n".encode()


@pytest.mark.parametrize("place", ["given", "gagefile"])
def test_a_restart_takes_it_from_the_environment(project: Project, place: str) -> None:
    operation = {**OPERATION, "env": {"API_KEY": KEY}} if place == "gagefile" else OPERATION
    env = {"API_KEY": KEY} if place == "given" else {}
    run_operation(project.request(operation)._replace(env=env), project.events.append)
    first = project.newest
    with pytest.raises(RefusedError, match="set API_KEY in the environment"):
        repeated_operation(first, project.environ)
    again, env = repeated_operation(first, {**project.environ, "API_KEY": KEY})
    request = RunRequest(again, "demo", project.directory, project.runs_dir, {}, project.environ)
    project.events = []
    run_operation(request._replace(env=env, origin=Origin("restart", first)), project.events.append)
    assert project.output == f"key {KEY}\n".encode()
    assert KEY not in project.member("proc/env.json") + project.member("opdef.json")


def test_config_that_is_a_secret_is_equal_to_itself(project: Project) -> None:
    operation = {"exec": "true", "config": {"name": "api_key"}, "sourcecode": False}
    project.run(operation, api_key=KEY)
    assert KEY not in project.member("config.json")
    assert equal_run(project.request(operation, api_key=KEY)) is not None
