"""The project a directory belongs to: where its gagefile and its runs are; reads settings, runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gage.gagefile.load import LoadError, find_gagefile, read_document
from gage.gagefile.model import Gagefile
from gage.runs.store import runs_directory

_MARKERS = (
    ".gage",
    "gage.json",
    "gage.toml",
    "gage.yaml",
    "gageconfig.json",
    "gageconfig.toml",
    "gageconfig.yaml",
    "pyproject.toml",
    ".vscode",
    ".git",
)


@dataclass(frozen=True, slots=True)
class Project:
    """A directory that holds a gagefile or another marker. ``namespace`` is what its operations are listed under."""

    directory: Path
    gagefile: Path | None
    namespace: str
    runs_dir: Path


def find_project(directory: Path, environ: Mapping[str, str]) -> Project:
    """The project of a directory: ``PROJECT_DIR``, else the nearest directory upwards with a marker, else itself.

    A gagefile that cannot be read leaves the default settings: its runs can still be listed.
    """
    directory = directory.absolute()
    configured = environ.get("PROJECT_DIR")
    root = Path(configured).absolute() if configured else _nearest(directory)
    path = find_gagefile(root)
    settings = _settings(path) if path else None
    namespace = (settings and settings.namespace) or root.resolve().name or "root"
    return Project(root, path, namespace, runs_directory(environ, root, settings.runs_dir if settings else None))


def _nearest(directory: Path) -> Path:
    for candidate in (directory, *directory.parents):
        # A project's own .gage may hold its gagefile, and is no project for that.
        if candidate.name != ".gage" and any((candidate / marker).exists() for marker in _MARKERS):
            return candidate
    return directory


def _settings(path: Path) -> Gagefile | None:
    try:
        return Gagefile(read_document(path))
    except LoadError:
        return None
