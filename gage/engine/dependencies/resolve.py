"""Finds what an operation needs before anything of a run exists, and refuses, by name, what cannot be met."""

from __future__ import annotations

from collections.abc import Callable

from gage.engine.dependencies.dvc_file import find_dvc_file
from gage.engine.dependencies.found import Found, FoundFile, Sources, Tell, UnmetError
from gage.engine.dependencies.project_files import find_directory, find_file, find_project_files
from gage.engine.dependencies.remote_file import find_remote_file
from gage.engine.dependencies.run_files import find_run_files
from gage.engine.dependencies.runs_summary import find_runs_summary
from gage.engine.request import RunRequest
from gage.gagefile.dependency import Dependency
from gage.runs.manifest import is_recordable

KINDS: dict[str, Callable[[Dependency, Sources], Found]] = {
    "project-files": find_project_files,
    "file": find_file,
    "dir": find_directory,
    "run-files": find_run_files,
    "runs-summary": find_runs_summary,
    "dvcfile": find_dvc_file,
    "url": find_remote_file,
}


def find_dependencies(request: RunRequest) -> tuple[Found, ...]:
    """What meets each dependency of an operation, in order; nothing is fetched. Raises UnmetError."""
    sources = Sources(request)
    found = tuple(_find(dependency, sources) for dependency in request.operation.dependencies)
    _refuse_collisions(found, request)
    return found


def fetch_dependencies(found: tuple[Found, ...], request: RunRequest, tell: Tell) -> tuple[Found, ...]:
    """The same with all files on the disk; ``tell`` is told what is waited for. Raises UnmetError."""
    return tuple(
        each._replace(files=tuple(_fetched(each.dependency, file, request, tell) for file in each.files))
        for each in found
    )


def _find(dependency: Dependency, sources: Sources) -> Found:
    try:
        find = KINDS.get(dependency.kind)
        if find is None:
            raise UnmetError("it cannot be read; 'gage check' says more")
        return find(dependency, sources)
    except UnmetError as error:
        raise _named(dependency, sources.request, error) from None


def _fetched(dependency: Dependency, file: FoundFile, request: RunRequest, tell: Tell) -> FoundFile:
    if file.fetch is None:
        return file
    try:
        return file._replace(origin=file.fetch(tell), fetch=None)
    except UnmetError as error:
        raise _named(dependency, request, error) from None


def _refuse_collisions(found: tuple[Found, ...], request: RunRequest) -> None:
    """Raise UnmetError where two dependencies would put different files at one place."""
    places: dict[str, FoundFile] = {}
    for each in found:
        for file in each.files:
            if not is_recordable(file.path):
                raise _named(each.dependency, request, UnmetError(f"the name {file.path!r} is not a line of text"))
            other = places.setdefault(file.path, file)
            if (other.source, other.content) != (file.source, file.content):
                reason = f'another dependency puts a different file at "{file.path}" already'
                raise _named(each.dependency, request, UnmetError(reason))


def _named(dependency: Dependency, request: RunRequest, reason: Exception) -> UnmetError:
    return UnmetError(
        f"dependency \"{dependency.text}\" of operation '{request.operation.name}' cannot be met: {reason}"
    )
