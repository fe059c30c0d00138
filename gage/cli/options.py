"""Options and arguments that several commands share, and the project they are called in."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from gage.cli.command import Parser
from gage.cli.output import say
from gage.gagefile.load import LoadError
from gage.project import Project, Settings, find_project, read_settings, settings_at


def add_json_option(parser: argparse._ActionsContainer) -> None:
    """Declare ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def add_format_options(parser: Parser) -> None:
    """Declare ``--json`` and ``--csv``."""
    add_json_option(parser)
    parser.add_argument("--csv", action="store_true", help="print CSV for other programs, with values in full")
    parser.only_one("--json", "--csv")


def current_project(tells: bool = True) -> Project:
    """The project of the working directory; a gagefile that cannot be read is left out.

    The person is told so, unless the command reads the gagefile and fails, or there is nobody to tell.
    """
    return find_project(Path.cwd(), os.environ, _settings_or_word if tells else settings_at)


def _settings_or_word(gagefile: Path) -> Settings:
    try:
        return read_settings(gagefile)
    except LoadError as error:
        say(f"gage: {error}; its settings are left out")
        return Settings()


def count(text: str) -> int:
    """How many an option asks for, as its ``type``: 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        what = "too few" if text.isdecimal() else "not a number"
        raise argparse.ArgumentTypeError(f'"{text}" is {what}; write 1 or more')
    return int(text)


def short_path(path: Path) -> Path:
    """A path as people type it: relative where it lies below the working directory."""
    try:
        relative = os.path.relpath(path)
    except OSError:
        return path  # the working directory was removed
    return path if relative.startswith("..") else Path(relative)
