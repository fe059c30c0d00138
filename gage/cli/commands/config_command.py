"""`gage config`: which settings apply here, and where each comes from; changes none."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

from gage.cli.command import Command
from gage.cli.options import add_json_option, current_project
from gage.cli.output import say, visible, write, write_json

_HELP = """\
Show which settings apply here, and where each comes from.

They stand in '[tool.gage]' of the project's pyproject.toml, in the config of a user (gageconfig.toml, or .yaml and
.json, or .gage/config.toml) in the project or the home directory, in the gagefile and in environment variables. What
stands in a place in vain, because another wins, is marked."""


def _run(options: argparse.Namespace) -> int:
    """Print tables, or the object of docs/interfaces.md."""
    from gage.cli.applied_config import applied_config, file_words

    found = applied_config(current_project(), os.environ)
    for problem in found.unread:
        say(f"gage: {problem}")
    if options.json:
        settings = [each._asdict() for each in found.settings]
        files = [{"kind": place.kind, "path": str(place.path), "exists": place.exists} for place in found.files]
        write_json({"settings": settings, "files": files})
        return 0
    for line in _columns(
        [(each.name, _shown(each.value), each.source + _mark(each.applies)) for each in found.settings]
    ):
        write(f"{line}\n")
    write("\n")
    for line in _columns([file_words(place) for place in found.files]):
        write(f"{line}\n")
    return 0


command = Command(_HELP, add_json_option, _run)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as columns that are as wide as they need to be: a path that was cut would say nothing."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        yield visible("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _mark(applies: bool) -> str:
    return "" if applies else " (does not apply)"


def _shown(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return (
        value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    )
