"""What gage-ls adds to LSP: commands, requests and notifications, and the shapes they take; refuses others in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from gage.runs.ids import is_id
from gage_ls.convert import path_of
from gage_ls.run_options import run_options
from gage_ls.shapes import object_in, one_object, text_in

RUN = "gage.run"
"""Command, ``[{uri, operation, flags?, label?, tags?, env?, needed?, timeout?}]`` → ``{id, name, skipped}``.

The answer comes as soon as the run is made, or, ``skipped``, was found to be there already.

``flags`` is an object of name → number, boolean, null, or a string that is read as `gage run NAME=STRING` reads it. The
run is of the file as saved: the command is refused while the open document differs from it.
"""

STAGE = "gage.stage"
"""Command, as ``gage.run`` but for ``timeout``: put everything in place for the run, but do not execute its command."""

START = "gage.start"
"""Command, ``[{run, uri? | runsDir?}]`` → ``{id, name}``: execute a staged run."""

RERUN = "gage.rerun"
"""Command, ``[{run, uri? | runsDir?, flags?}]`` → ``{id, name}``: run what a run ran, with its config; flags win."""

PREVIEW = "gage.preview"
"""Command, ``[{uri, operation, flags?, show?}]`` → what ``gage run --preview --json`` prints; nothing is made.

With ``show`` the client is asked to show it, too, as a text.
"""

STOP = "gage.stop"
"""Command, ``[{run, uri? | runsDir?}]`` → null: interrupt a run, as Ctrl-C would; asked once more, kill it.

A run this server started is found by its id alone.
"""

SHOW_OUTPUT = "gage.showOutput"
"""Command, ``[{run, uri? | runsDir?}]`` → null: have the client show what the run printed."""

RUNS_CHANGED = "gage/runsChanged"
"""Notification to the client, ``{runsDir}``: a run there began, changed or ended; ask ``gage/runs`` again."""

RUN_WITH_FLAGS = "gage.runWithFlags"
"""Command that a client carries out if it says so, ``[{uri, operation}]``: ask for flags, then `gage.run` with them.

It says so in ``clientCommands`` of the initialization options; LSP has no way to ask a person for a text.
"""

CONFIG = "gage/config"
"""Request, ``{uri, operation}`` → ``{config, flags}``: the values a run would have now, and what each may be."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Which operation of which gagefile to run, the flags as ``name=value`` words, and whether to show a preview.

    ``options`` are those of `gage run`.
    """

    uri: str
    operation: str
    flags: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    show: bool = False


@dataclass(frozen=True, slots=True)
class RunOfStore:
    """A run that exists, by its id; ``place`` says where it is, by ``uri`` or ``runsDir``. Flags are for a new run."""

    run: str
    place: dict[str, Any]
    flags: tuple[str, ...] = ()


def run_request(command: str, arguments: Sequence[Any]) -> RunRequest:
    """The arguments of `gage.run`, and of the commands that take the same."""
    fields = one_object(command, arguments)
    operation = text_in(command, fields, "operation")
    if "=" in operation:
        raise JsonRpcInvalidParams(f"{command}: {operation!r} has a '=', so `gage run` takes it for a flag; rename it")
    flags = _flags(command, fields.get("flags"))
    uri, options = text_in(command, fields, "uri"), run_options(command, fields)
    return RunRequest(uri, operation, flags, options, show=fields.get("show") is True)


def operation_named(params: Any) -> tuple[str, str]:
    """The URI and the operation in the params of `gage/config`."""
    fields = object_in(CONFIG, params)
    return text_in(CONFIG, fields, "uri"), text_in(CONFIG, fields, "operation")


def run_of_store(command: str, arguments: Sequence[Any]) -> RunOfStore:
    """The arguments of commands about a run that exists."""
    fields = one_object(command, arguments)
    run = text_in(command, fields, "run")
    # An id becomes part of a path: only what has the form of one may.
    if not is_id(run):
        raise JsonRpcInvalidParams(f"{command}: {run!r} is not a run id")
    place = {name: fields[name] for name in ("uri", "runsDir") if fields.get(name) is not None}
    return RunOfStore(run, place, _flags(command, fields.get("flags")))


def file_path(method: str, uri: str) -> Path:
    """The file a URI names; refused where it names none."""
    path = path_of(uri)
    if path is None:
        raise JsonRpcInvalidParams(f"{method}: {uri} is no file; save the document as a file first")
    return path


def _flags(command: str, flags: Any) -> tuple[str, ...]:
    if flags is None:
        return ()
    for name, value in object_in(f"{command}: 'flags'", flags).items():
        if not name or '"' in name or "\0" in name:
            raise JsonRpcInvalidParams(f"{command}: {name!r} cannot be the name of a flag")
        if isinstance(value, dict | list) or "\0" in str(value):
            raise JsonRpcInvalidParams(f"{command}: flag '{name}' must be a string, a number, true, false or null")
    return tuple(f'"{name}"={value if isinstance(value, str) else json.dumps(value)}' for name, value in flags.items())
