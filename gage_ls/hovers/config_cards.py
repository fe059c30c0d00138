"""What config paths and names in commands stand for now: values, and the lines they stand on."""

from __future__ import annotations

import re
from typing import NamedTuple

from gage.gagefile.model import ConfigSection, Operation
from gage_ls.hovers.markdown import code
from gage_ls.hovers.operation_card import config
from gage_ls.project_view import ProjectView
from gage_ls.resolved_config import ResolvedValue, resolved_config, values_of

_NAME = re.compile(r"(?<![${])\{([^{}]+)\}(?!\})")


def path_values(path: str, view: ProjectView) -> list[ResolvedValue]:
    """The values that a path is about, also one that leaves them out; none for a path of all files of its section."""
    bare = path.strip().removeprefix("-").strip()
    if not bare or bare.startswith("#"):
        return []
    return values_of([ConfigSection((bare,))], view.files)


def path_card(path: str, view: ProjectView) -> list[str]:
    """The values of a path as paragraphs."""
    values = path_values(path, view)
    leaves_out = ["It leaves out:"] if values and path.lstrip().startswith("-") else []
    return [*leaves_out, config(values)] if values else []


class NameInCommand(NamedTuple):
    """The name of a config value in a command; ``start`` and ``end`` are those of its braces."""

    name: str
    start: int
    end: int


def name_in_command(command: str, offset: int) -> NameInCommand | None:
    """The ``{name}`` of a command that an offset is in."""
    found = (match for match in _NAME.finditer(command) if match.start() <= offset < match.end())
    return next((NameInCommand(match[1], *match.span()) for match in found), None)


def name_card(name: str, operation: Operation, view: ProjectView) -> list[str]:
    """The config value that a name in a command stands for."""
    values = [value for value in resolved_config(operation, view.files) if value.name == name]
    return [config(values), f"Another value is given with the flag {code(name + '=VALUE')}."] if values else []
