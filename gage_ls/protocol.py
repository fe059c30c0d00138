"""What gage-ls adds to LSP: commands, requests and notifications, and the shapes they take; refuses others in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from gage_ls.convert import path_of
from gage_ls.shapes import object_in, one_object, text_in

RUN = "gage.run"
"""Command, ``[{uri, operation, flags?}]`` → ``{id, name}`` as soon as the run is made.

``flags`` is an object of name → number, boolean, null, or a string that is read as `gage run NAME=STRING` reads it. The
run is of the file as saved: the command is refused while the open document differs from it.
"""

STOP = "gage.stop"
"""Command, ``[{run}]`` → null: interrupt a run this server started, as Ctrl-C would."""

RUNS_CHANGED = "gage/runsChanged"
"""Notification to the client, ``{runsDir}``: a run there began, changed or ended; ask ``gage/runs`` again."""

RUN_KIND = "gage.run"
"""Kind of the code action that runs. Not below ``source``: VS Code leaves source actions out of its light bulb."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Which operation of which gagefile to run, and the flags as ``name=value`` words."""

    uri: str
    operation: str
    flags: tuple[str, ...] = ()


def run_command(uri: str, operation: str, title: str) -> lsp.Command:
    """The command that runs an operation."""
    return lsp.Command(title=title, command=RUN, arguments=[{"uri": uri, "operation": operation}])


def run_request(arguments: Sequence[Any]) -> RunRequest:
    """The arguments of `gage.run`."""
    fields = one_object(RUN, arguments)
    operation = text_in(RUN, fields, "operation")
    if "=" in operation:
        raise JsonRpcInvalidParams(f"{RUN}: {operation!r} has a '=', so `gage run` takes it for a flag; rename it")
    return RunRequest(text_in(RUN, fields, "uri"), operation, _flags(fields.get("flags")))


def stop_request(arguments: Sequence[Any]) -> str:
    """The run id in the arguments of `gage.stop`."""
    return text_in(STOP, one_object(STOP, arguments), "run")


def file_path(method: str, uri: str) -> Path:
    """The file a URI names; refused where it names none."""
    path = path_of(uri)
    if path is None:
        raise JsonRpcInvalidParams(f"{method}: {uri} is no file; save the document as a file first")
    return path


def _flags(flags: Any) -> tuple[str, ...]:
    if flags is None:
        return ()
    for name, value in object_in(f"{RUN}: 'flags'", flags).items():
        if not name or '"' in name or "\0" in name:
            raise JsonRpcInvalidParams(f"{RUN}: {name!r} cannot be the name of a flag")
        if isinstance(value, dict | list) or "\0" in str(value):
            raise JsonRpcInvalidParams(f"{RUN}: flag '{name}' must be a string, a number, true, false or null")
    return tuple(f'"{name}"={value if isinstance(value, str) else json.dumps(value)}' for name, value in flags.items())
