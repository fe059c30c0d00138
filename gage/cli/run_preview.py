"""What a run would be, for people on a terminal: its commands, config and source code."""

from __future__ import annotations

import shlex
from typing import Any

from gage.cli.console import print_section, print_table, print_title
from gage.cli.run_table import dependency_row
from gage.runs.words import counted, value


def print_preview(preview: dict[str, Any]) -> None:
    """Print the object that `gage run --preview --json` prints, as sections and tables."""
    version = f" v{preview['version']}" if preview["version"] else ""
    print_title(f"{preview['operation']}{version} would run like this; nothing was made.")
    commands = [(phase, _command(command)) for phase, command in preview["commands"].items()]
    print_section(f"Commands ({preview['platform']})", commands)
    if preview["config"]:
        print_section("Config", [(name, value(scalar)) for name, scalar in sorted(preview["config"].items())])
    if preview["dependencies"]:
        print_section("Dependencies", [dependency_row(each) for each in preview["dependencies"]])
    _print_sourcecode(preview["sourcecode"])


def _command(command: str | list[str] | tuple[str, ...]) -> str:
    return command if isinstance(command, str) else shlex.join(command)


def _print_sourcecode(sourcecode: dict[str, Any]) -> None:
    files, patterns = sourcecode["files"], sourcecode["patterns"]
    if not patterns:
        print_title("Source code: none is copied")
        return
    print_section("Source code rules", [(str(number), text) for number, text in enumerate(patterns, start=1)])
    total = sum(file["size"] or 0 for file in files)
    print_title(f"Source code ({counted(len(files), 'file')}, {total:,} bytes)")
    if files:
        rows = [(file["path"], f"{file['size'] or 0:,}", str(patterns.index(file["pattern"]) + 1)) for file in files]
        print_table(("path", "bytes", "rule"), rows, wide="path")
