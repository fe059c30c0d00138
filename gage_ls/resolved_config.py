"""The config of an operation as a run without flags would get it, and where each value comes from; runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gage.config.command_options import without_fixed_options
from gage.config.fresh_files import FreshFiles
from gage.config.project_config import Literal, Scalar
from gage.config.read import read_config
from gage.gagefile.model import Command, ConfigSection, ConfigValue, Operation
from gage.gagefile.secrets import is_secret
from gage.gagefile.text import Lines

_MOST_PATHS = 200
"""Paths of one operation that are looked at: each is looked for in the project."""

MASK = "•••"
"""Stands for a value that not everyone may see."""


class ResolvedValue(NamedTuple):
    """A value by its name. ``shown`` is how it is written, masked where it is a secret; None where it has none.

    ``file`` and ``line`` (from 1) are where it stands; a value of the command alone stands in no file.
    """

    name: str
    value: Scalar
    shown: str | None
    file: str = ""
    line: int = 0
    is_required: bool = False
    description: str = ""


def resolved_config(operation: Operation, files: FreshFiles) -> list[ResolvedValue]:
    """The values of an operation, those of files first, each name once: in its command it means the last one named.

    Of several files the first one has the value that is shown.
    """
    named = {value.name: _named(value) for value in operation.config_values}
    in_files: dict[str, ResolvedValue] = {}
    for value in values_of(operation.config, files, operation.exec.get("run", "")):
        in_files.setdefault(value.name, value)
    return [*(value for name, value in in_files.items() if name not in named), *named.values()]


def values_of(sections: Sequence[ConfigSection], files: FreshFiles, command: Command = "") -> list[ResolvedValue]:
    """The values that sections pick, for each file that has them; none where there are too many paths to look at.

    Options that the command gives itself are none of them.
    """
    if sum(len(section.keys) for section in sections) > _MOST_PATHS:
        return []
    picked = without_fixed_options(read_config(sections, files.root, files), command).files
    return [value for file, literals in picked.items() for value in _in_file(file, literals, files)]


def _in_file(file: str, literals: dict[str, Literal], files: FreshFiles) -> list[ResolvedValue]:
    text = files.values(file).text
    lines = Lines(text)
    return [
        ResolvedValue(
            name,
            literal.value,
            MASK if is_secret(name, str(literal.value)) else text[literal.start : literal.end],
            file,
            lines.line_at(literal.start) + 1,
        )
        for name, literal in literals.items()
    ]


def _named(value: ConfigValue) -> ResolvedValue:
    default = value.default
    shown = None if default is None else str(default).lower() if isinstance(default, bool) else str(default)
    if shown and is_secret(value.name, shown):
        shown = MASK
    return ResolvedValue(value.name, default, shown, is_required=value.required, description=value.description or "")
