"""The config that a run of an operation would have now, for a person who wants to run it with another; runs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gage.config.flags_of import flag_objects, flags_of
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.errors import GageError
from gage.gagefile.document import Document
from gage.gagefile.model import operation_in
from gage_ls.projects import project_of


class UnknownOperationError(GageError):
    """A gagefile has no operation of that name."""


def present_config(document: Document, path: Path, operation: str) -> dict[str, Any]:
    """The result of `gage/config`. Raises UnknownOperationError and ConfigError."""
    part = document.part_with(operation)
    found = operation_in(part, operation) if part else None
    if found is None:
        raise UnknownOperationError(f"{path.name} has no operation {operation!r}")
    directory = project_of(path).directory
    config = read_config(found.config, directory)
    named = {value.name: value.default for value in found.config_values}
    return {"config": resolve_config(config, {}, []) | named, "flags": flag_objects(flags_of(found, directory))}
