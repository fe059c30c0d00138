"""Attributes a run wrote to `*.attrs` files in its directory, a line `name: value` each; passes over other lines."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from gage.engine.event_files import ATTRIBUTES_SUFFIX, MARK, attribute
from gage.runs.read_file import open_file
from gage.runs.series import LONGEST_NAME
from gage.runs.summary import Scalar

_MOST_FILES = 100
_MOST_BYTES = 1 << 20


def read_attrs_files(run_dir: Path, staged: Collection[str]) -> dict[str, Scalar]:
    """The attributes in `*.attrs` files at the top of a run directory, read in the order of their names.

    Of equal names the last counts. Those ``staged`` there before the command, links, and event files are left out.
    """
    try:
        names = sorted(name for name in os.listdir(run_dir) if name.endswith(ATTRIBUTES_SUFFIX) and MARK not in name)
    except OSError:
        return {}
    found: dict[str, Scalar] = {}
    for name in [name for name in names if name not in staged][:_MOST_FILES]:
        found.update(_attributes(run_dir / name))
    return found


def _attributes(path: Path) -> dict[str, Scalar]:
    if path.is_symlink():
        return {}
    try:
        with open_file(path) as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return {}
    pairs = (line.partition(":") for line in text.splitlines())
    return {
        name.strip()[:LONGEST_NAME]: attribute(value.strip())
        for name, colon, value in pairs
        if colon and name.strip() and not name.lstrip().startswith("#")
    }
