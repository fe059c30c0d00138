"""Keys of project files behind `FILE#`, with their present values, and names for commands; parses files, runs none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from gage.config.config_path import parse_config_path
from gage.config.project_config import Literal
from gage.config.project_files import ProjectFiles, Values
from gage.config.read import picked_keys
from gage.config.wildcard import WildcardError
from gage.gagefile.node import Scalar
from gage.gagefile.settings import named_values, section_paths
from gage.gagefile.spell import spell
from gage_ls.completion.context import Context
from gage_ls.completion.files import paths
from gage_ls.completion.offer import Kind, Offer, matching

_LARGEST = 200_000
"""Bytes of a file that is parsed while a person types."""

_VALUE, _GROUP = 10, 20


def config_paths(context: Context) -> Iterator[Offer]:
    """What a config path may become: a file whose values can be set, or one of its keys."""
    file, mark, key = context.typed.partition("#")
    if mark:
        yield from _keys(context, file, key)
        return
    skipped = len(file) - len(file.lstrip("- "))
    yield from paths(context, skipped, lambda name: name.endswith(".py"))


def _keys(context: Context, file: str, key: str) -> Iterator[Offer]:
    literals = _literals_of(context, file)
    start = len(file) + 1
    name = file.lstrip("- ")
    groups = sorted({f"{name.rpartition('.')[0]}.*" for name in literals if "." in name})
    for each in matching([*literals, *groups], key):
        if f"{file}#{each}" in context.taken or f"{name}#{each}" in context.taken:
            continue
        if each in literals:
            detail, rank = f"= {spell(literals[each].value, 'json')}", _VALUE + _place(literals, each)
        else:
            detail, rank = f"all below {each[:-2]}", float(_GROUP)
        yield Offer(each, each, Kind.Variable, start, detail, rank)


def _place(literals: dict[str, Literal], key: str) -> float:
    """Sorts keys as they stand in the file."""
    return min(literals[key].start / 1_000_000, 0.99)


def _literals_of(context: Context, file: str) -> dict[str, Literal]:
    if context.directory is None or not file.strip("- "):
        return {}
    files = _KnownFiles(context.directory)
    try:
        found = files.find(parse_config_path(file.lstrip("- "))).files
    except WildcardError:
        return {}
    return {key: literal for name in found for key, literal in files.values(name).literals.items()}


def command_names(context: Context) -> Iterator[tuple[str, str]]:
    """The names that stand for config values in the commands of an operation, each with its value as far as known."""
    config = context.operation.get("config") if context.operation else None
    for name, table in named_values(config):
        default = table.get("default")
        yield name, f"= {spell(default.value, 'json')}" if isinstance(default, Scalar) and not default.is_gap else ""
    if context.directory is None:
        return
    files = _KnownFiles(context.directory)
    for section in section_paths(config):
        try:
            picked = picked_keys([parse_config_path(node.value) for node in section], files)
        except WildcardError:
            continue
        for file, keys in picked.items():
            literals = files.values(file).literals
            yield from ((key, f"= {spell(literals[key].value, 'json')}") for key in keys)


class _KnownFiles(ProjectFiles):
    """The files of a project, each parsed once for as long as it does not change."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, _LARGEST)
        self._directory = str(directory)

    def values(self, file: str) -> Values:
        """The literals of a file found before."""
        try:
            status = os.stat(os.path.join(self._directory, file))
        except (OSError, ValueError):
            return Values({})
        return _parsed(self._directory, file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _parsed(directory: str, file: str, _changed: int, _size: int) -> Values:
    return ProjectFiles(directory, _LARGEST).values(file)
