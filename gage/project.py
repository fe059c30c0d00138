"""The project a directory belongs to: where its gagefile and its runs are; reads settings, runs nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gage.gagefile.load import LoadError, document_of, find_gagefile, is_text, read_content
from gage.runs.ids import is_id
from gage.runs.known_project import KnownProject
from gage.runs.store import runs_directory
from gage.verbose import inform

if TYPE_CHECKING:
    from gage.gagefile.document import Document
    from gage.gagefile.part import Part

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

_MAY_SET = re.compile(rb"\$(?:namespace|runs-dir|project-id|[a-z-]{0,10}\\)|\\[xuU]0*24")
"""What the bytes of a gagefile hold wherever it has one of the settings, escaped or not. Most have none."""


class Project(NamedTuple):
    """A directory that holds a gagefile or another marker.

    ``namespace`` is what its operations are listed under, ``project_id`` what its runs know it by wherever it is.
    """

    directory: Path
    gagefile: Path | None
    namespace: str
    runs_dir: Path
    project_id: str | None = None

    @property
    def known(self) -> KnownProject:
        """The project as its runs know it."""
        return KnownProject(self.directory, self.namespace, self.project_id)


class Settings(NamedTuple):
    """What a gagefile says of the project as a whole; None where it says nothing that makes sense."""

    namespace: str | None = None
    runs_dir: str | None = None
    project_id: str | None = None


def settings_in(document: Document) -> Settings:
    """The settings of a gagefile. Looks only at the parts that have any."""
    from gage.gagefile.node import Scalar

    found = {"$namespace": "", "$runs-dir": "", "$project-id": ""}
    for placed in document.parts.where(_has_settings):
        for key in found:
            value = placed.part.node((key,))
            if isinstance(value, Scalar) and isinstance(value.value, str):
                found[key] = value.value
    return Settings(found["$namespace"] or None, found["$runs-dir"] or None, _id(found["$project-id"]))


def settings_at(gagefile: Path) -> Settings:
    """The settings of a gagefile on disk. One that cannot be read has none: its runs can still be listed."""
    try:
        return read_settings(gagefile)
    except LoadError:
        return Settings()


def read_settings(gagefile: Path) -> Settings:
    """The settings of a gagefile on disk, which is parsed only if it may have any. Raises LoadError."""
    content = read_content(gagefile)
    if is_text(content) and not _MAY_SET.search(content):
        return Settings()
    return settings_in(document_of(gagefile, content))


def find_project(
    directory: Path, environ: Mapping[str, str], read: Callable[[Path], Settings] = settings_at
) -> Project:
    """The project of a directory: ``PROJECT_DIR``, else the nearest directory upwards with a marker, else itself.

    ``read`` gives the settings of its gagefile.
    """
    directory = directory.absolute()
    configured = environ.get("PROJECT_DIR")
    root = Path(configured).absolute() if configured else _nearest(directory)
    path = find_gagefile(root)
    settings = read(path) if path else Settings()
    namespace = settings.namespace or root.resolve().name or "root"
    runs_dir = runs_directory(environ, root, settings.runs_dir)
    inform("project %s, gagefile %s, namespace %s, runs in %s", root, path or "none", namespace, runs_dir)
    return Project(root, path, namespace, runs_dir, settings.project_id)


def _nearest(directory: Path) -> Path:
    for candidate in (directory, *directory.parents):
        # A project's own .gage may hold its gagefile, and is no project for that.
        if candidate.name != ".gage" and marker_in(candidate):
            return candidate
    return directory


def marker_in(directory: Path) -> str | None:
    """What makes a directory a project."""
    return next((marker for marker in _MARKERS if os.path.exists(directory / marker)), None)


def _id(text: str) -> str | None:
    """A UUID in one spelling; one of zeros only is that of no project."""
    text = text.lower()
    return text if is_id(text) and set(text) != {"0", "-"} else None


def _has_settings(part: Part) -> bool:
    return any(key.startswith("$") for key in part.keys)
