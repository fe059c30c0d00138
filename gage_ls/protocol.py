"""What gage-ls adds to LSP: commands, requests and notifications, and the shapes they take; refuses others in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from gage_ls.convert import path_of

RUN = "gage.run"
"""Command, ``[{uri, operation, flags?}]`` → ``{id, name}`` as soon as the run is made.

``flags`` is an object of name → number, boolean, null, or a string that is read as `gage run NAME=STRING` reads it. The
run is of the file as saved: the command is refused while the open document differs from it.
"""

STAGE = "gage.stage"
"""Command, ``[{uri, operation, flags?}]`` as for a run: prepare all and start nothing."""

PREVIEW = "gage.preview"
"""Command, ``[{uri, operation, flags?}]`` as for a run: say what a run would do."""

RERUN = "gage.rerun"
"""Command, ``[{run, uri}]``: run the operation of a run again with the config of that run."""

SHOW_OUTPUT = "gage.showOutput"
"""Command, ``[{run, uri}]``: show what a run printed."""

STOP = "gage.stop"
"""Command, ``[{run}]`` → null: interrupt a run this server started, as Ctrl-C would."""

RUNS = "gage/runs"
"""Request, ``{uri? | runsDir?, limit?, offset?}`` → ``{runs, total, runsDir}``, the latest run first.

The runs directory is that of the project a URI (of a file or directory) lies in. ``total`` counts all runs there.
"""

ONE_RUN = "gage/run"
"""Request, ``{id, uri? | runsDir?}`` → the run object with files, comments, dependencies and command."""

RUNS_CHANGED = "gage/runsChanged"
"""Notification to the client, ``{runsDir}``: a run there began, changed or ended; ask ``gage/runs`` again."""

RUN_WITH_FLAGS = "gage.runWithFlags"
"""Command that a client carries out if it says so, ``[{uri, operation}]``: ask for flags, then `gage.run` with them.

It says so in ``clientCommands`` of the initialization options; LSP has no way to ask a person for a text.
"""

CONFIG = "gage/config"
"""Request, ``{uri, operation}`` → ``{config}``: the values a run would have now, by name, for a person to change."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Which operation of which gagefile to run, and the flags as ``name=value`` words."""

    uri: str
    operation: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list; no limit means to the end."""

    offset: int = 0
    limit: int | None = None


def run_request(arguments: Sequence[Any]) -> RunRequest:
    """The arguments of `gage.run`."""
    fields = _one_object(RUN, arguments)
    operation = _text(RUN, fields, "operation")
    if "=" in operation:
        raise JsonRpcInvalidParams(f"{RUN}: {operation!r} has a '=', so `gage run` takes it for a flag; rename it")
    return RunRequest(_text(RUN, fields, "uri"), operation, _flags(fields.get("flags")))


def operation_named(params: Any) -> tuple[str, str]:
    """The URI and the operation in the params of `gage/config`."""
    fields = _object(CONFIG, params)
    return _text(CONFIG, fields, "uri"), _text(CONFIG, fields, "operation")


def stop_request(arguments: Sequence[Any]) -> str:
    """The run id in the arguments of `gage.stop`."""
    return _text(STOP, _one_object(STOP, arguments), "run")


def run_id(params: Any) -> str:
    """The run id in the params of `gage/run`."""
    return _text(ONE_RUN, _object(ONE_RUN, params), "id")


def page(params: Any) -> Page:
    """The part of the list that the params of `gage/runs` ask for."""
    fields = _object(RUNS, params)
    offset, limit = fields.get("offset"), fields.get("limit")
    for name, value in (("offset", offset), ("limit", limit)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise JsonRpcInvalidParams(f"{RUNS}: '{name}' must be a whole number, 0 or more")
    return Page(offset or 0, limit)


def runs_dir(method: str, params: Any) -> Path | None:
    """The runs directory a request names, if it does."""
    fields = _object(method, params)
    if fields.get("runsDir") is None:
        return None
    directory = Path(_text(method, fields, "runsDir"))
    if not directory.is_absolute():
        raise JsonRpcInvalidParams(f"{method}: 'runsDir' must be an absolute path")
    return directory


def project_path(method: str, params: Any) -> Path:
    """The file or directory whose project a request is about."""
    fields = _object(method, params)
    if fields.get("uri") is None:
        raise JsonRpcInvalidParams(f"{method}: give the 'uri' of a file of the project, or the 'runsDir'")
    return file_path(method, _text(method, fields, "uri"))


def file_path(method: str, uri: str) -> Path:
    """The file a URI names; refused where it names none."""
    path = path_of(uri)
    if path is None:
        raise JsonRpcInvalidParams(f"{method}: {uri} is no file; save the document as a file first")
    return path


def _one_object(command: str, arguments: Sequence[Any]) -> dict[str, Any]:
    return _object(command, arguments[0] if len(arguments) == 1 else None)


def _object(method: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise JsonRpcInvalidParams(f"{method}: one object is expected")
    return value


def _text(method: str, fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value or "\0" in value:
        raise JsonRpcInvalidParams(f"{method}: '{name}' must be a string that is not empty")
    return value


def _flags(flags: Any) -> tuple[str, ...]:
    if flags is None:
        return ()
    for name, value in _object(f"{RUN}: 'flags'", flags).items():
        if not name or '"' in name or "\0" in name:
            raise JsonRpcInvalidParams(f"{RUN}: {name!r} cannot be the name of a flag")
        if isinstance(value, dict | list) or "\0" in str(value):
            raise JsonRpcInvalidParams(f"{RUN}: flag '{name}' must be a string, a number, true, false or null")
    return tuple(f'"{name}"={value if isinstance(value, str) else json.dumps(value)}' for name, value in flags.items())
