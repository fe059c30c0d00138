"""Where settings may stand beside a gagefile, and what stands there, value by value; judges none of it.

What is read of them, and which of equal names counts, is what `check_settings` and others that read them do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from gage.gagefile.file_kind import USER_CONFIG, USER_CONFIG_NAMES
from gage.gagefile.load import LoadError, read_document
from gage.gagefile.schema import load

IN_PYPROJECT = ("check", "views")
"""What is read of ``[tool.gage]`` in a pyproject.toml; the config of a user may hold what its schema says."""

Kind = Literal["pyproject", "project", "home"]


class Place(NamedTuple):
    """A file that may hold settings; the path is where it would be, if it is not there."""

    kind: Kind
    path: Path
    exists: bool


class Setting(NamedTuple):
    """A value of a file; ``applies`` is False where one that wins has the name, or nobody reads it."""

    name: tuple[str, ...]
    value: Any
    path: Path
    applies: bool


def settings_places(directory: Path) -> list[Place]:
    """The places for a directory, the one that wins first: the nearest upwards, then that of the home directory."""
    above = (directory, *directory.parents)
    pyproject = _first(above, ("pyproject.toml",))
    near = _first(above, USER_CONFIG_NAMES)
    home = Path(os.path.expanduser("~"))
    own = _first((home,), USER_CONFIG_NAMES)
    places = [
        Place("pyproject", pyproject or directory / "pyproject.toml", pyproject is not None),
        Place("project", near or directory / "gageconfig.toml", near is not None),
    ]
    return (
        places if near and near == own else [*places, Place("home", own or home / "gageconfig.toml", own is not None)]
    )


def settings_in(places: Sequence[Place]) -> tuple[list[Setting], list[str]]:
    """All values, and what is to be said of files that cannot be read, or not as a whole."""
    found: list[Setting] = []
    told: list[str] = []
    owners: dict[tuple[str, ...], Path] = {}
    for place in places:
        if not place.exists:
            continue
        try:
            document = read_document(place.path)
        except LoadError as error:
            told.append(f"{error}; its settings are left out")
            continue
        if document.problems:
            told.append(f"{place.path} has errors; 'gage check {place.path}' shows them")
        for name, value in _leaves((), _table(place, document.data)):
            is_read = _is_read(place, name)
            is_first = is_read and owners.setdefault(_unit(name), place.path) == place.path
            adds_up = is_read and name == ("check", "ignore")
            found.append(Setting(name, value, place.path, is_first or adds_up))
    return found, told


def _first(directories: Sequence[Path], names: Sequence[str]) -> Path | None:
    return next((path for directory in directories for name in names if (path := directory / name).is_file()), None)


def _table(place: Place, data: Any) -> Any:
    for key in ("tool", "gage") if place.kind == "pyproject" else ():
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _leaves(name: tuple[str, ...], data: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves((*name, str(key)), value)
    elif name:
        yield name, data


def _unit(name: tuple[str, ...]) -> tuple[str, ...]:
    """What is taken from one file: settings of checks one by one, all else, such as a view, as a whole by its name."""
    return name if name[0] == "check" else name[:2]


def _is_read(place: Place, name: tuple[str, ...]) -> bool:
    known = IN_PYPROJECT if place.kind == "pyproject" else load(USER_CONFIG.schema)["properties"]
    return name[0] in known
