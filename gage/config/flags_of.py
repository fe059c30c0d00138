"""The flags of an operation as a person is told of them: where each comes from, what it may be; resolves no value."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from gage.config.command_options import without_fixed_options
from gage.config.project_config import ProjectConfig
from gage.config.project_files import ProjectFiles
from gage.config.read import read_config
from gage.config.scalar import Scalar
from gage.gagefile.model import ConfigValue, Operation
from gage.gagefile.secrets import is_secret

_TYPES: dict[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "any"}


class Flag(NamedTuple):
    """A value that a run may be given; ``file`` is the one it stands in, None for values of the command alone.

    ``least`` and ``most`` are both included.
    """

    name: str
    type: str
    default: Scalar
    choices: tuple[Scalar, ...] = ()
    least: float | None = None
    most: float | None = None
    required: bool = False
    description: str | None = None
    file: str | None = None


class Flags(NamedTuple):
    """All flags of an operation, those in files first, and what of its config could not be read."""

    flags: list[Flag]
    warnings: list[str]


def flags_of(operation: Operation, project_dir: Path) -> Flags:
    """Look at the files that the operation's config names; executes none."""
    files = ProjectFiles(project_dir)
    config = read_config(operation.config, project_dir, files)
    if command := operation.exec.get("run"):
        config = without_fixed_options(config, command)
    said = _descriptions(operation, project_dir, files)
    found = {name: _in_file(name, config, said.get(name)) for name in config.values}
    for value in operation.config_values:
        found[value.name] = _named(value, found.get(value.name))
    return Flags([_without_secret(flag) for flag in found.values()], config.warnings)


def flag_objects(found: Flags) -> list[dict[str, Any]]:
    """The flags as docs/interfaces.md has them."""
    return [
        {
            "name": flag.name,
            "type": flag.type,
            "default": flag.default,
            "choices": list(flag.choices),
            "min": flag.least,
            "max": flag.most,
            "required": flag.required,
            "description": flag.description,
            "file": flag.file,
        }
        for flag in found.flags
    ]


def _descriptions(operation: Operation, project_dir: Path, files: ProjectFiles) -> dict[str, str]:
    """What sections of the config say of all the values that they pick."""
    return {
        name: section.description
        for section in operation.config
        if section.description
        for name in read_config([section], project_dir, files).values
    }


def _without_secret(flag: Flag) -> Flag:
    """What is told may end in a log that others read."""
    looks_secret = isinstance(flag.default, str) and is_secret(flag.name.rpartition(".")[2], flag.default)
    return flag._replace(default=f"<secret {flag.name}>") if looks_secret else flag


def _in_file(name: str, config: ProjectConfig, description: str | None) -> Flag:
    value = config.values[name]
    file = next((path for path, literals in config.files.items() if name in literals), None)
    return Flag(name, _TYPES[type(value)], value, description=description, file=file)


def _named(value: ConfigValue, other: Flag | None) -> Flag:
    return Flag(*value, file=other.file if other else None)
