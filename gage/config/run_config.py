"""All config of one run of an operation, from files and from flags; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gage.config.named_values import resolve_named
from gage.config.project_config import ProjectConfig
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.config.scalar import Scalar
from gage.gagefile.model import Operation


def run_config(
    operation: Operation, project_dir: Path, flags: Mapping[str, Scalar]
) -> tuple[ProjectConfig, dict[str, Scalar]]:
    """What the project's files define, and the values of the run by name.

    Raises:
        ConfigError: a flag names no value or does not fit the one it names, or one is missing.
    """
    config = read_config(operation.config, project_dir)
    names = [value.name for value in operation.config_values]
    return config, resolve_config(config, flags, names) | resolve_named(operation.config_values, flags)
