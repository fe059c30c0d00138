"""What a run would be, for people on a terminal: its commands, config and source code."""

from __future__ import annotations

import shlex
from typing import Any

from gage.cli.console import print_section, print_table, print_title
from gage.cli.run_table import dependency_row
from gage.runs.words import counted, value

_MOST_LEFT_OUT = 50


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
    rules = [
        (str(number), rule["pattern"], f"{rule['matches']:,}")
        for number, rule in enumerate(sourcecode["rules"], start=1)
    ]
    print_title("Source code rules")
    print_table(("rule", "pattern", "matches"), rules, wide="pattern")
    print_title(f"Source code ({counted(len(files), 'file')}, {sourcecode['size']:,} bytes)")
    if files:
        rows = [(file["path"], f"{file['size'] or 0:,}", str(patterns.index(file["pattern"]) + 1)) for file in files]
        print_table(("path", "bytes", "rule"), rows, wide="path")
    if sourcecode["left_out"]:
        _print_left_out(sourcecode)


def _print_left_out(sourcecode: dict[str, Any]) -> None:
    """What a rule asks for and is left out all the same; of many the first."""
    shown, count = sourcecode["left_out"][:_MOST_LEFT_OUT], sourcecode["left_out_count"]
    first = f", the first {len(shown)}" if count > len(shown) else ""
    print_title(f"Left out ({count:,}{first})")
    rows = [(each["path"], each["reason"], _rule(each["rule"], sourcecode["patterns"])) for each in shown]
    print_table(("path", "by", "rule"), rows, wide="path")


def _rule(rule: str, patterns: list[str]) -> str:
    return str(patterns.index(rule) + 1) if rule in patterns else rule
