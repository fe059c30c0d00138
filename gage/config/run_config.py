"""All config of one run of an operation, from files and from flags; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gage.config.command_options import without_fixed_options
from gage.config.named_values import resolve_named
from gage.config.project_config import ProjectConfig
from gage.config.project_files import ProjectFiles
from gage.config.read import read_config
from gage.config.resolve import resolve_config, same, spelled
from gage.config.scalar import Scalar
from gage.gagefile.model import Operation


def run_config(
    operation: Operation,
    project_dir: Path,
    flags: Mapping[str, Scalar],
    earlier: Mapping[str, Scalar] | None = None,
    files: ProjectFiles | None = None,
) -> tuple[ProjectConfig, dict[str, Scalar]]:
    """What the project's files define, and the values of the run by name.

    ``earlier`` are values of an earlier run, which stand in for flags not given; those that the operation no longer has
    are left out, with a warning. ``files`` are the project's, where not all of them count.

    Raises:
        ConfigError: a flag names no value or does not fit the one it names, or one is missing.
    """
    config = read_config(operation.config, project_dir, files)
    if command := operation.exec.get("run"):
        config = without_fixed_options(config, command)
    names = [value.name for value in operation.config_values]
    flags = {**_still_there(earlier or {}, config, names), **flags}
    return config, resolve_config(config, flags, names) | resolve_named(operation.config_values, flags)


def _still_there(earlier: Mapping[str, Scalar], config: ProjectConfig, names: list[str]) -> dict[str, Scalar]:
    kept: dict[str, Scalar] = {}
    for name, value in earlier.items():
        if name in names:
            # A value of the command alone that was not given is null, which cannot be given.
            kept.update({} if value is None else {name: value})
        elif name in config.values:
            kept.update({} if same(value, config.values[name]) else {name: value})
        else:
            config.warnings.append(f"{name}={spelled(value)} of the earlier run is left out; nothing has that name now")
    return kept
