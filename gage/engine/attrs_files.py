"""Attributes a run wrote to `*.attrs` files in its directory, a line `name: value` each; passes over other lines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path

from gage.runs.read_file import open_file
from gage.runs.series import LONGEST_NAME
from gage.runs.summary import Scalar

_MOST_FILES = 100
_MOST_BYTES = 1 << 20


def read_attrs_files(run_dir: Path, names: list[str]) -> dict[str, Scalar]:
    """The attributes in files, read in this order; of equal names the last counts."""
    found: dict[str, Scalar] = {}
    for name in names[:_MOST_FILES]:
        found.update(_attributes(run_dir / name))
    return found


def attribute(text: str) -> Scalar:
    """A scalar from how people write it: what JSON takes for a number, true, false or null is that, all else a text."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    is_finite = not isinstance(value, float) or math.isfinite(value)
    return value if value is None or (isinstance(value, str | int | float) and is_finite) else text


def _attributes(path: Path) -> Iterable[tuple[str, Scalar]]:
    try:
        with open_file(path) as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    pairs = (line.partition(":") for line in text.splitlines())
    return [
        (name.strip()[:LONGEST_NAME], attribute(value.strip()))
        for name, colon, value in pairs
        if colon and name.strip() and not name.lstrip().startswith("#")
    ]
