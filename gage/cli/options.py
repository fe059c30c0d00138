"""Options and arguments that several commands share, and the project they are called in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from gage.project import Project, find_project

runs_argument = click.argument("runs", metavar="[RUN]...", nargs=-1)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def current_project() -> Project:
    """The project of the working directory."""
    return find_project(Path.cwd(), os.environ)


def short_path(path: Path) -> Path:
    """A path as people type it: relative where it lies below the working directory."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)
