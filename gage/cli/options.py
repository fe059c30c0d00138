"""Options and arguments that several commands share, and the project they are called in."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gage.project import Project, find_project


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Declare ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def count(text: str) -> int:
    """How many an option asks for, as its ``type``: 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number; write 1 or more")
    return int(text)


def current_project() -> Project:
    """The project of the working directory."""
    return find_project(Path.cwd(), os.environ)


def short_path(path: Path) -> Path:
    """A path as people type it: relative where it lies below the working directory."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)
