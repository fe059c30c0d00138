"""Everything that can be refused about a run, before any of it exists: nothing here writes to the runs directory."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gage.config.command_config import with_config, with_project_dir
from gage.config.command_options import with_options
from gage.config.project_config import ProjectConfig
from gage.config.project_files import ProjectFiles
from gage.config.run_config import run_config
from gage.engine.command import encode_command, words
from gage.engine.dependencies.found import Found
from gage.engine.events import Event, Warned
from gage.engine.masking import NO_SECRETS, Masking, find_secrets, is_masked
from gage.engine.platform import describe_platform, room_for_more
from gage.engine.request import RunRequest
from gage.engine.restart import staged_sources
from gage.errors import GageError
from gage.gagefile.model import PLATFORM, PROGRESS_PARSERS, Command, Operation, Phase
from gage.runs.annotate import refuse_label, refuse_tag
from gage.runs.opref import Opref, recorded
from gage.runs.origin import MEMBER as ORIGIN
from gage.runs.process_identity import identify
from gage.runs.record import timestamp
from gage.runs.summary import Scalar
from gage.runs.supplied import MEMBER as SUPPLIED
from gage.runs.supplied import encode_supplied
from gage.sources.source_selection import SourceSelection, select_sources

_LEAST_ROOM = 1 << 18


class RefusedError(GageError):
    """A run that is not made, and why."""


class Plan(NamedTuple):
    """A run that can be made. ``commands`` are those of its phases, ready to execute, with secrets and all.

    ``masking`` hides these in whatever is written.
    """

    request: RunRequest
    opref: Opref
    commands: dict[Phase, Command]
    config: ProjectConfig
    values: dict[str, Scalar]
    sources: SourceSelection
    dependencies: tuple[Found, ...] = ()
    masking: Masking = NO_SECRETS

    @property
    def operation(self) -> Operation:
        """What is run."""
        return self.request.operation

    @property
    def label(self) -> str | None:
        """The label the run begins with."""
        return self.operation.label if self.request.label is None else self.request.label

    @property
    def tags(self) -> list[str]:
        """The tags the run begins with."""
        return list(dict.fromkeys((*self.operation.tags, *self.request.tags)))

    def first_members(self) -> dict[str, bytes]:
        """The members a run's record begins with; the store adds the id."""
        hide, project_id = self.masking.hide_in, self.request.project_id
        return {
            "__schema__": b"1",
            "opref": self.opref.encode(),
            "opdef.json": _pretty(hide(dict(self.operation.data))),
            "config.json": _pretty(hide(self.values)),
            "proc/cmd.json": encode_command(self.masking.hide_command(self.commands["run"])),
            "proc/env.json": _pretty(hide(self.request.own_env)),
            "sys/platform.json": json.dumps(describe_platform()).encode(),
            "proc/owner": identify(os.getpid()).encode(),
            "initialized": timestamp(),
            **({"project-id": project_id.encode()} if project_id else {}),
            **self._rare_members(),
        }

    def _rare_members(self) -> dict[str, bytes]:
        supplied = tuple(each.supplied() for each in self.dependencies)
        attributes, origin = self.masking.hide_in(self.operation.attributes), self.request.origin
        return {
            **({SUPPLIED: encode_supplied(supplied)} if supplied else {}),
            **({"attributes.json": _pretty(attributes)} if attributes else {}),
            **({ORIGIN: origin.encode()} if origin else {}),
        }


def prepare(request: RunRequest, report: Callable[[Event], None]) -> Plan:
    """Plan a run, fetch what it needs, and see that there is room for it.

    Raises RefusedError, UnmetError, OprefError, ConfigError and the like.
    """
    plan = plan_run(request, report)
    if plan.dependencies:
        plan = plan._replace(dependencies=_fetched(plan, report))
    _refuse_unwritable(request)
    return plan


def plan_run(request: RunRequest, report: Callable[[Event], None]) -> Plan:
    """Check what is asked and look at the project, changing nothing. Raises what `prepare` does."""
    operation = request.operation
    opref = Opref(_namespace(request.namespace, report), operation.name, operation.version)
    opref.encode()
    refuse_unsupported(operation)
    _warn_of_unknown_progress(operation, report)
    staged = staged_sources(request.restarted) if request.restarted else None
    config, values = _config(request, staged)
    commands = _commands(request, config, values)
    dependencies = _found(request, config)
    sources = staged or select_sources(request.project_dir, operation.sourcecode, [request.runs_dir])
    sources = _without(sources, {file.path for found in dependencies for file in found.files})
    for warning in (*config.warnings, *sources.warnings):
        report(Warned(warning))
    masking = find_secrets(operation._replace(env=request.own_env), commands.values(), values)
    _warn_of_secrets(masking, report)
    plan = Plan(request, opref, commands, config, values, sources, dependencies, masking)
    _refuse_unsayable(plan)
    return plan


def _config(request: RunRequest, staged: SourceSelection | None) -> tuple[ProjectConfig, dict[str, Scalar]]:
    """The config of the project, or of the source code that is run again, under the flags."""
    earlier = request.origin.run.config if request.origin else {}
    # A secret of the earlier run is not recorded; that of now is taken.
    earlier = {key: value for key, value in earlier.items() if not is_masked(value)}
    # What the other run made may have names that config paths match, and is no source code.
    files = ProjectFiles(request.source_dir, only=staged.files) if staged else None
    return run_config(request.operation, request.source_dir, request.flags, earlier, files)


def _refuse_unsayable(plan: Plan) -> None:
    """Raise AnnotationError for what could not be said of a run that is there."""
    if plan.label:
        refuse_label(plan.label)
    for tag in plan.tags:
        refuse_tag(tag)


def _found(request: RunRequest, config: ProjectConfig) -> tuple[Found, ...]:
    """What the operation needs. A file whose values the run may change is source code, and no link to the project."""
    if not request.operation.dependencies:
        return ()
    from gage.engine.dependencies.resolve import find_dependencies

    found = find_dependencies(request)
    for path in (file.path for each in found for file in each.files):
        if path in config.files:
            raise RefusedError(
                f"'depends' of operation {request.operation.name!r} has \"{path}\", whose values 'config' may change; "
                "take it out of 'depends', as it is copied with the source code"
            )
    return found


def _fetched(plan: Plan, report: Callable[[Event], None]) -> tuple[Found, ...]:
    from gage.engine.dependencies.resolve import fetch_dependencies

    return fetch_dependencies(plan.dependencies, plan.request, lambda message: report(Warned(message)))


def _without(sources: SourceSelection, needed: set[str]) -> SourceSelection:
    """The source code but for what is needed as a dependency: a link, or another run's file, takes that place."""
    return sources._replace(files=[path for path in sources.files if path not in needed])


def _namespace(namespace: str, report: Callable[[Event], None]) -> str:
    """A project directory may have any name, while the record of a run has room for one word."""
    word = recorded(namespace)
    if word != namespace:
        report(Warned(f"the namespace {namespace!r} has spaces; the run is recorded under {word!r}"))
    return word


def refuse_unsupported(operation: Operation) -> None:
    """Raise RefusedError for an operation that could only be run wrongly."""
    patterns = {"'output-summary'": operation.output_summary}
    if isinstance(operation.output_metrics, Mapping):
        patterns |= {f"{name!r} of 'output-metrics'": pattern for name, pattern in operation.output_metrics.items()}
    for what, pattern in patterns.items():
        if isinstance(pattern, str):
            _refuse_pattern(f"{what} of operation {operation.name!r}", pattern)


def _refuse_pattern(what: str, pattern: str) -> None:
    try:
        groups = re.compile(pattern).groups
    except (re.error, OverflowError, RecursionError) as error:
        raise RefusedError(f"{what} is not a regular expression: {error}") from None
    if groups < 1:
        raise RefusedError(f"{what} needs a group (…) around what it finds")


def _warn_of_unknown_progress(operation: Operation, report: Callable[[Event], None]) -> None:
    for name in operation.progress.values():
        if name not in PROGRESS_PARSERS:
            report(Warned(f'there is no progress parser "{name}"; no progress is shown where it is named'))


def _warn_of_secrets(masking: Masking, report: Callable[[Event], None]) -> None:
    if names := masking.names:
        look, them = ("looks like a secret", "it") if len(names) == 1 else ("look like secrets", "them")
        report(Warned(f"{', '.join(names)} {look}; the command gets {them}, and the record of the run hides {them}"))


def _commands(request: RunRequest, config: ProjectConfig, values: Mapping[str, Scalar]) -> dict[Phase, Command]:
    operation = request.operation
    if "run" not in operation.exec:
        raise _without_command(operation)
    for phase, command in operation.exec.items():
        _refuse_unreadable(command, f"the '#!' line of the {phase} command of operation {operation.name!r}")
    commands = {**operation.exec, "run": with_project_dir(operation.exec["run"], request.project_dir)}
    replaced = {phase: with_config(command, values) for phase, command in commands.items()}
    return {**replaced, "run": with_options(replaced["run"], config, values, operation.exec["run"])}


def _without_command(operation: Operation) -> RefusedError:
    commands = operation.data.get("exec")
    of_platforms = isinstance(commands, dict) and (
        isinstance(commands.get("run"), dict) or any(key.startswith("run[") for key in commands)
    )
    if of_platforms:
        return RefusedError(
            f"operation {operation.name!r} has no command for {PLATFORM}; give it one with 'run' or 'run[{PLATFORM}]'"
        )
    return RefusedError(f"operation {operation.name!r} has no command to run: give it one with 'exec'")


def _refuse_unreadable(command: Command, what: str) -> None:
    try:
        words(command)
    except ValueError as error:
        raise RefusedError(f"{what} cannot be read: {error}") from None


def _refuse_unwritable(request: RunRequest) -> None:
    runs_dir = request.runs_dir
    try:
        runs_dir.mkdir(parents=True, exist_ok=True)
        writable = os.access(runs_dir, os.W_OK | os.X_OK)
    except OSError as error:
        reason = "a file has that name" if isinstance(error, FileExistsError) else error.strerror
        raise _unwritable(request, reason) from None
    if not writable:
        raise _unwritable(request, "the file system is read-only" if _is_read_only(runs_dir) else "permission denied")
    refuse_full(runs_dir)


def _is_read_only(path: Path) -> bool:
    return sys.platform != "win32" and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def refuse_full(runs_dir: Path) -> None:
    """Raise RefusedError where there is no room to record how a run ends; what else it needs, nobody knows."""
    room = room_for_more(runs_dir)
    if room is not None and room < _LEAST_ROOM:
        raise RefusedError(
            f"there is no room for a run in {runs_dir}: {room:,} bytes are free; "
            "make room, or choose another place with --runs, GAGE_RUNS or '$runs-dir'"
        )


def _unwritable(request: RunRequest, reason: str | None) -> RefusedError:
    return RefusedError(
        f"runs cannot be kept in {request.runs_dir}: {reason}; "
        "choose another place with --runs, GAGE_RUNS or '$runs-dir'"
    )


def _pretty(data: Any) -> bytes:
    """JSON as the record has it; dates, which only TOML and YAML know, become text."""
    return json.dumps(data, indent=2, sort_keys=True, default=str).encode()
