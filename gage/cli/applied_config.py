"""Which settings apply where a person is, with the place each comes from; changes none, and shows no secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gage.cli.environment_variables import VARIABLES
from gage.cli.options import short_path
from gage.gagefile.load import LoadError
from gage.gagefile.secrets import is_secret
from gage.gagefile.settings_places import Place, Setting, settings_in, settings_places
from gage.project import Project, Settings, marker_in, read_settings
from gage.runs.cache_directory import cache_directory


class Applied(NamedTuple):
    """A setting: ``source`` says in words where it comes from. One that does not apply is there in vain."""

    name: str
    value: Any
    source: str
    applies: bool = True


class AppliedConfig(NamedTuple):
    """All of it; ``files`` are the places that settings may have, ``unread`` says what is wrong with some of them."""

    settings: list[Applied]
    files: list[Place]
    unread: list[str]


def applied_config(project: Project, environ: Mapping[str, str]) -> AppliedConfig:
    """What applies in a project, the most important first."""
    files = settings_places(project.directory)
    found, unread = settings_in(files)
    if environ.get("GAGE_THEME"):
        found = [each._replace(applies=each.applies and each.name != ("theme",)) for each in found]
    settings = [*_of_project(project, environ), *map(_of_file, found), *_of_environment(environ)]
    return AppliedConfig(settings, files, unread)


def _of_project(project: Project, environ: Mapping[str, str]) -> Iterator[Applied]:
    gagefile = None if project.gagefile is None else str(short_path(project.gagefile))
    said = _settings(project)
    if environ.get("PROJECT_DIR"):
        found = "PROJECT_DIR"
    else:
        marker = gagefile or marker_in(project.directory)
        found = f"{marker} is there" if marker else "the working directory"
    yield Applied("project", str(project.directory), found)
    yield Applied("gagefile", gagefile, "the project directory" if gagefile else "none is there")
    yield Applied("namespace", project.namespace, f"{gagefile}" if said.namespace else "name of the directory")
    if project.project_id:
        yield Applied("project-id", project.project_id, f"{gagefile}")
    variable = next((name for name in ("GAGE_RUNS", "RUNS_DIR") if environ.get(name)), None)
    of_file = f"{gagefile}" if said.runs_dir else "default"
    yield Applied(
        "runs-dir", str(project.runs_dir), f"{variable} or --runs" if variable == "GAGE_RUNS" else variable or of_file
    )
    of_cache = "XDG_CACHE_HOME" if environ.get("XDG_CACHE_HOME") else "default"
    yield Applied("cache", cache_directory(environ), of_cache)


def _settings(project: Project) -> Settings:
    try:
        return read_settings(project.gagefile) if project.gagefile else Settings()
    except LoadError:
        # Who asks for the project is told so.
        return Settings()


def _of_file(setting: Setting) -> Applied:
    name, value = ".".join(setting.name), setting.value
    if isinstance(value, str) and is_secret(setting.name[-1], value):
        value = f"<secret {setting.name[-1]}>"
    if not isinstance(value, str | int | float | list | None):
        value = str(value)  # a date, which JSON does not have
    return Applied(name, value, str(short_path(setting.path)), setting.applies)


def _of_environment(environ: Mapping[str, str]) -> Iterator[Applied]:
    for name in VARIABLES:
        if name in environ:
            yield Applied(name, environ[name], "environment")


def file_words(place: Place) -> tuple[str, str]:
    """A place and what there is to know of it."""
    about = {"pyproject": "settings of the project", "project": "config of its user", "home": "config for all projects"}
    home = os.path.expanduser("~")
    inside = place.kind == "home" and place.path.is_relative_to(home)
    shown = Path("~") / place.path.relative_to(home) if inside else short_path(place.path)
    return str(shown), about[place.kind] + ("" if place.exists else "; there is none")
