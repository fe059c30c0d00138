"""Which project a file belongs to, and whether that project is run by it; reads settings, runs nothing."""

from __future__ import annotations

import os
from pathlib import Path

from gage.errors import GageError
from gage.gagefile.file_kind import BOARD, SUMMARY
from gage.gagefile.load import find_gagefile
from gage.project import Project, find_project
from gage_ls.convert import path_of
from gage_ls.workspace import kind_at


class OtherGagefileError(GageError):
    """`gage run` would read another file than the one shown."""


def is_ours(uri: str) -> bool:
    """Whether a file may be one of ours: other tools have boards and summaries too, but not in a project of Gage."""
    path = path_of(uri)
    if kind_at(uri) not in (BOARD, SUMMARY):
        return True
    return path is not None and any(find_gagefile(directory) for directory in path.parents)


def project_of(path: Path) -> Project:
    """The project a file or directory lies in."""
    return find_project(path if path.is_dir() else path.parent, os.environ)


def project_run_by(gagefile: Path) -> Project:
    """The project whose operations a gagefile declares. Raises OtherGagefileError if the project uses another."""
    project = project_of(gagefile)
    used = project.gagefile
    if used is None:
        raise OtherGagefileError(f"'gage run' does not read {gagefile.name}; name it gage.toml, gage.yaml or gage.json")
    if not os.path.samefile(used, gagefile):
        raise OtherGagefileError(f"'gage run' reads {used} in this project, not {gagefile.name}; keep one of the two")
    return project
