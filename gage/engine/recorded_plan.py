"""The plan of a run that is recorded already, read back from its record alone; looks at no project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gage.config.command_config import with_config
from gage.config.project_config import ProjectConfig
from gage.engine.masking import Masking, masked_names, reveal, reveal_text
from gage.engine.prepare import Plan, RefusedError
from gage.engine.request import RunRequest
from gage.engine.timeout import Timeout
from gage.gagefile.document import Document
from gage.gagefile.model import Command, Gagefile, Operation, Phase
from gage.runs.run import Run, load_json
from gage.sources.source_selection import SourceSelection


def recorded_plan(
    run: Run, environ: Mapping[str, str], env: Mapping[str, str] | None = None, timeout: Timeout | None = None
) -> Plan:
    """How to execute and finalize a run whose files are in place.

    ``env`` are variables that win over those it was staged with. Secrets, which were not recorded, are those of the
    caller's environment; where it lacks one, its mask stays. Raises RefusedError, RecordError.
    """
    operation = recorded_operation(run)
    commands = _commands(run, operation)
    own_env = {**operation.env, **recorded_env(run), **(env or {})}
    secrets = _secrets([own_env, commands], environ)
    commands = {phase: reveal(command, secrets) for phase, command in commands.items()}
    request = RunRequest(
        operation=operation,
        namespace=run.opref.namespace,
        project_dir=run.project or run.run_dir,
        runs_dir=run.runs_dir,
        flags={},
        environ=environ,
        env={name: reveal_text(value, secrets) for name, value in own_env.items()},
        timeout=timeout,
    )
    nothing = ProjectConfig({}, [], {}), dict(run.config), SourceSelection([], [], [], [])
    return Plan(
        request, run.opref, commands, *nothing, masking=Masking({value: name for name, value in secrets.items()})
    )


def refuse_masked(run: Run, plan: Plan) -> None:
    """Raise RefusedError for a run that needs a secret which is not to be had."""
    if missing := masked_names([plan.request.own_env, plan.commands]):
        raise RefusedError(
            f"run {run.name} was staged with values that are not recorded, because they look like secrets; "
            f"set {', '.join(missing)} in the environment and start it again"
        )


def repeated_operation(run: Run, environ: Mapping[str, str]) -> tuple[Operation, dict[str, str]]:
    """The operation of a run, and its variables, to make the run again; secrets are those of the caller's environment.

    Raises RefusedError where it lacks one.
    """
    operation, env = recorded_operation(run), recorded_env(run)
    env = {**operation.env, **env}
    secrets = _secrets([env, operation.exec], environ)
    env = {name: reveal_text(value, secrets) for name, value in env.items()}
    commands = {phase: reveal(command, secrets) for phase, command in operation.exec.items()}
    if missing := masked_names([env, commands]):
        raise RefusedError(
            f"run {run.name} had values that are not recorded, because they look like secrets; "
            f"set {', '.join(missing)} in the environment and restart it again"
        )
    return operation._replace(exec=commands, env=env), env


def _secrets(texts: Any, environ: Mapping[str, str]) -> dict[str, str]:
    return {name: environ[name] for name in masked_names(texts) if environ.get(name)}


def recorded_operation(run: Run) -> Operation:
    """The operation as the gagefile had it when the run was made; an empty one where that was not recorded."""
    definition = run.record.read("opdef.json")
    text = f"{{{json.dumps(run.opref.name)}: {(definition or b'{}').decode('utf-8', 'replace')}}}"
    return Gagefile(Document(text, "json")).operations.get(run.opref.name) or Operation(run.opref.name)


def recorded_env(run: Run) -> dict[str, str]:
    """The variables that the run was made with, beside the caller's."""
    data = load_json(run.record.read("proc/env.json"))
    return {name: value for name, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}


def _commands(run: Run, operation: Operation) -> dict[Phase, Command]:
    """The command of the run as it was recorded, and the operation's command for the end."""
    commands: dict[Phase, Command] = {}
    command = run.command
    if isinstance(command, str):
        commands["run"] = command
    elif command and all(isinstance(word, str) for word in command):
        commands["run"] = tuple(command)
    else:
        raise RefusedError(f"run {run.name} has no command recorded, so it cannot be started")
    if "finalize" in operation.exec:
        commands["finalize"] = with_config(operation.exec["finalize"], run.config)
    return commands
