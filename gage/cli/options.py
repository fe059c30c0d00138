"""Options and arguments that several commands share, and the project they are called in."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gage.project import Project, find_project


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Declare ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def current_project() -> Project:
    """The project of the working directory."""
    return find_project(Path.cwd(), os.environ)


def short_path(path: Path) -> Path:
    """A path as people type it: relative where it lies below the working directory."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)
