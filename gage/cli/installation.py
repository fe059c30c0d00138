"""What a person, or who helps one, wants to know first of an installation and the project it is used in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gage import __version__
from gage.cli.options import short_path
from gage.engine.dependencies.cloud_packages import PACKAGES
from gage.engine.platform import describe_platform
from gage.engine.program import program_on_path
from gage.gagefile.load import GAGEFILE_NAMES
from gage.project import Project
from gage.runs.store import TRASH, RunStore
from gage.runs.words import counted

Report = dict[str, Any]
"""The object of docs/interfaces.md."""

_PROGRAMS = ("git", "dvc")


def describe_installation(project: Project) -> Report:
    """The facts; those that gage 0.1.2 tells have its names."""
    return {
        "gage_version": __version__,
        "gage_install_location": str(Path(__file__).parents[1]),
        "python_version": sys.version.partition(" ")[0],
        "python_exe": sys.executable,
        "platform": describe_platform(),
        "remote": {name: find_spec(name) is not None for name in sorted(PACKAGES.values())},
        "programs": {name: _text(program_on_path(name, os.environ)) for name in _PROGRAMS},
        "command_directory": os.getcwd(),
        "project_directory": str(project.directory),
        "gagefile": _text(project.gagefile),
        "unread_gagefiles": [str(path) for path in _unread(project)],
        "runs_directory": str(project.runs_dir),
        **_runs(project),
    }


def _runs(project: Project) -> Report:
    store = RunStore(project.runs_dir)
    runs = store.find()
    unreadable = [{"name": skipped.name, "reason": skipped.reason} for skipped in store.skipped]
    is_there = project.runs_dir.is_dir()
    return {
        "runs": len(runs),
        "deleted_runs": len(store.find(TRASH)),
        "unreadable_runs": unreadable if is_there else [],
        "index": store.index_place if is_there else None,
    }


def _unread(project: Project) -> Iterator[Path]:
    """Gagefiles of the project that another one comes before."""
    for name in GAGEFILE_NAMES:
        path = project.directory / name
        if path != project.gagefile and path.is_file():
            yield path


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def installation_lines(report: Report, is_full: bool) -> Iterator[str]:
    """The report for people; in full also what only matters where something is wrong."""
    for name, text in [*_about_gage(report, is_full), *_about_project(report, is_full)]:
        yield f"{name:<11}{text}"


def _about_gage(report: Report, is_full: bool) -> Iterator[tuple[str, str]]:
    yield "gage", f"{report['gage_version']} in {report['gage_install_location']}"
    yield "Python", f"{report['python_version']}, {report['python_exe']}"
    yield "platform", report["platform"]
    if is_full:
        yield "packages", ", ".join(_packages())
    there = [name for name, is_there in report["remote"].items() if is_there]
    missing = [name for name, is_there in report["remote"].items() if not is_there]
    hint = "" if not missing else f"; 'pip install \"gage-ls[remote]\"' adds {', '.join(missing)}"
    yield "remote", f"{', '.join(there) or 'none'}{hint}"
    for name, path in report["programs"].items():
        yield name, path or "not found on the PATH"


def _packages() -> Iterator[str]:
    """What is needed, with its version."""
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        needed = [text for text in requires("gage-ls") or [] if "extra ==" not in text]
    except PackageNotFoundError:
        return
    for text in needed:
        name = re.split(r"[^\w.-]", text, maxsplit=1)[0]
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is missing"


def _about_project(report: Report, is_full: bool) -> Iterator[tuple[str, str]]:
    if is_full:
        yield "directory", report["command_directory"]
    yield "project", report["project_directory"]
    yield "gagefile", _short(report["gagefile"]) if report["gagefile"] else "none"
    for path in report["unread_gagefiles"]:
        yield "", f"{_short(path)} is not read, as {_short(report['gagefile'])} comes first"
    deleted = f", {report['deleted_runs']} deleted" if report["deleted_runs"] else ""
    yield "runs", f"{report['runs']}{deleted} in {_short(report['runs_directory'])}"
    if report["unreadable_runs"]:
        yield "", f"{counted(len(report['unreadable_runs']), 'file')} there cannot be read; 'gage list' says why"
    if os.path.isdir(report["runs_directory"]):
        yield "index", report["index"] or "in memory only; the cache directory cannot be written to"


def _short(path: str) -> str:
    return str(short_path(Path(path)))
