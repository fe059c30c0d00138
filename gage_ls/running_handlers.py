"""One function per command that runs, stages, previews, repeats, starts or stops: each is a call of `gage run`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gage.errors import GageError
from gage.project import Project
from gage.runs.run import Run
from gage.runs.stop import request_stop
from gage.runs.store import RunStore
from gage_ls import protocol
from gage_ls.language_server import GageServer
from gage_ls.projects import project_of, project_run_by
from gage_ls.refusals import in_words
from gage_ls.run_output import show_output, show_preview
from gage_ls.run_places import project_path, runs_dir
from gage_ls.run_processes import SKIPPED, Event, GageRun, ask
from gage_ls.run_progress import report
from gage_ls.saved import refuse_unsaved
from gage_ls.session_settings import refuse_untrusted, until_known


class LostProjectError(GageError):
    """The project that a run was made in is not where it was."""


async def run(ls: GageServer, *arguments: Any) -> dict[str, Any]:
    """Run an operation; the answer comes when the run is made, what becomes of it is reported as progress."""
    with in_words():
        await _refuse_untrusted(ls)
        request = protocol.run_request(protocol.RUN, arguments)
        return await _make(ls, protocol.RUN, request, ())


async def stage(ls: GageServer, *arguments: Any) -> dict[str, Any]:
    """Make a run of an operation that someone may start later."""
    with in_words():
        await _refuse_untrusted(ls)
        request = protocol.run_request(protocol.STAGE, arguments)
        return await _make(ls, protocol.STAGE, request, ("--stage",))


async def preview(ls: GageServer, *arguments: Any) -> Any:
    """What a run of an operation would be."""
    with in_words():
        await _refuse_untrusted(ls)
        request = protocol.run_request(protocol.PREVIEW, arguments)
        project = _project_as_shown(ls, protocol.PREVIEW, request)
        words = (request.operation, *request.flags)
        answer = await asyncio.to_thread(ask, GageRun(("--preview",), words, project.directory))
        if request.show:
            await show_preview(ls, answer)
        return answer


async def rerun(ls: GageServer, *arguments: Any) -> dict[str, Any]:
    """Run what a run ran, with its config."""
    with in_words():
        await _refuse_untrusted(ls)
        request = protocol.run_of_store(protocol.RERUN, arguments)
        found = await _find(ls, protocol.RERUN, request)
        project = _project_of_run(found, protocol.RERUN, request.place)
        if project.gagefile:
            refuse_unsaved(project.gagefile, ls.gagefiles.at(project.gagefile))
        elsewhere = None if found.runs_dir == project.runs_dir else found.runs_dir
        call = GageRun(("--proto", found.id), request.flags, project.directory, elsewhere)
        return _answer(await _follow(ls, protocol.RERUN, found.opref.name, found.runs_dir, call))


async def start(ls: GageServer, *arguments: Any) -> dict[str, Any]:
    """Execute a staged run."""
    with in_words():
        await _refuse_untrusted(ls)
        found = await _find(ls, protocol.START, protocol.run_of_store(protocol.START, arguments))
        # Where it is called does not matter, only that it is a directory: a staged run needs no project.
        call = GageRun(("--start", found.id), (), found.runs_dir, found.runs_dir)
        return _answer(await _follow(ls, protocol.START, found.opref.name, found.runs_dir, call))


async def stop(ls: GageServer, *arguments: Any) -> None:
    """Interrupt a run, whoever started it."""
    with in_words():
        request = protocol.run_of_store(protocol.STOP, arguments)
        if not ls.run_processes.stop(request.run):
            await asyncio.to_thread(request_stop, await _find(ls, protocol.STOP, request))


async def show(ls: GageServer, *arguments: Any) -> None:
    """Have the client show what a run printed."""
    with in_words():
        request = protocol.run_of_store(protocol.SHOW_OUTPUT, arguments)
        await show_output(ls, runs_dir(ls, protocol.SHOW_OUTPUT, request.place), request.run)


COMMANDS: list[tuple[str, Callable[..., Any]]] = [
    (protocol.RUN, run),
    (protocol.STAGE, stage),
    (protocol.PREVIEW, preview),
    (protocol.RERUN, rerun),
    (protocol.START, start),
    (protocol.STOP, stop),
    (protocol.SHOW_OUTPUT, show),
]


async def _refuse_untrusted(ls: GageServer) -> None:
    await until_known(ls)
    refuse_untrusted(ls)


async def _make(ls: GageServer, command: str, request: protocol.RunRequest, options: tuple[str, ...]) -> dict[str, Any]:
    project = _project_as_shown(ls, command, request)
    call = GageRun((*options, *request.options), (request.operation, *request.flags), project.directory)
    made = await _follow(ls, command, request.operation, project.runs_dir, call)
    return {**_answer(made), "skipped": made["event"] == SKIPPED}


def _answer(made: Event) -> dict[str, Any]:
    return {"id": made.get("id"), "name": made.get("name")}


async def _follow(ls: GageServer, command: str, operation: str, runs_dir: Path, call: GageRun) -> Event:
    """Start a run, and report how it goes behind the answer."""
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    ls.runs_watch.add(runs_dir)
    made = await ls.run_processes.start(call, events.put_nowait)
    if made["event"] != SKIPPED:
        ls.in_background(report(ls, command, operation, runs_dir, made, events))
    return made


def _project_as_shown(ls: GageServer, command: str, request: protocol.RunRequest) -> Project:
    """The project of the gagefile that a request names, if `gage run` would read what the client shows."""
    path = protocol.file_path(command, request.uri)
    refuse_unsaved(path, ls.gagefiles.get(request.uri))
    return project_run_by(path)


def _project_of_run(run: Run, command: str, place: dict[str, Any]) -> Project:
    """The project that a request names, else the one the run was made in."""
    if "uri" in place:
        return project_of(project_path(command, place))
    project = project_of(run.project) if run.project and run.project.is_dir() else None
    # A path that is recorded relative to runs that were moved may lead into something else.
    if project is None or project.directory != run.project or project.gagefile is None:
        where = f"in {run.project}, which has no gagefile now" if run.project else "in a project that is not recorded"
        raise LostProjectError(f"run {run.name} was made {where}; name a file of the project by its 'uri'")
    return project


async def _find(ls: GageServer, command: str, request: protocol.RunOfStore) -> Run:
    return await asyncio.to_thread(RunStore(runs_dir(ls, command, request.place)).run, request.run)
