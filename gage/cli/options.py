"""Options and arguments that several commands share, and the project they are called in."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gage.cli.output import say
from gage.gagefile.load import LoadError, read_document
from gage.project import Project, Settings, find_project, settings_at, settings_in


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Declare ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def current_project(reads_gagefile: bool = False) -> Project:
    """The project of the working directory.

    A gagefile that cannot be read is told and left out, unless the command ``reads_gagefile`` itself, which tells it.
    """
    return find_project(Path.cwd(), os.environ, settings_at if reads_gagefile else _settings_if_readable)


def _settings_if_readable(gagefile: Path) -> Settings:
    try:
        return settings_in(read_document(gagefile))
    except LoadError as error:
        say(f"gage: {error}; its settings are left out")
        return Settings()


def short_path(path: Path) -> Path:
    """A path as people type it: relative where it lies below the working directory."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)
