"""The plan of a run that is recorded already, read back from its record alone; looks at no project."""

from __future__ import annotations

import json
from collections.abc import Mapping

from gage.config.command_config import with_config
from gage.config.project_config import ProjectConfig
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
    """How to execute and finalize a run whose files are in place. Raises RefusedError, RecordError.

    ``env`` are variables that win over those it was staged with.
    """
    operation = recorded_operation(run)
    request = RunRequest(
        operation=operation,
        namespace=run.opref.namespace,
        project_dir=run.project or run.run_dir,
        runs_dir=run.runs_dir,
        flags={},
        environ=environ,
        env={**recorded_env(run), **(env or {})},
        timeout=timeout,
    )
    nothing = ProjectConfig({}, [], {}), dict(run.config), SourceSelection([], [], [], [])
    return Plan(request, run.opref, _commands(run, operation), *nothing)


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
