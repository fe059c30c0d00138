"""What a run would be as a text that an editor shows: commands, config and files; prepares no run itself."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from gage.runs.words import counted

_MOST_LEFT_OUT = 50


def preview_text(preview: dict[str, Any]) -> str:
    """The object that `gage run --preview --json` prints, as Markdown."""
    version = f" v{preview['version']}" if preview["version"] else ""
    title = f"# Preview of {preview['operation']}{version}\n\nNothing was made."
    return "\n\n".join([title, *_sections(preview)]) + "\n"


def _sections(preview: dict[str, Any]) -> Iterator[str]:
    if preview["warnings"]:
        yield "\n".join(f"- Warning: {warning}" for warning in preview["warnings"])
    yield f"## Commands ({preview['platform']})"
    for phase, command in preview["commands"].items():
        line = command if isinstance(command, str) else shlex.join(command)
        yield f"{phase}:\n\n" + "\n".join(f"    {part}" for part in line.splitlines())
    if preview["config"]:
        yield "## Config"
        yield "\n".join(
            f"    {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in preview["config"].items()
        )
    yield from _sourcecode(preview["sourcecode"])


def _sourcecode(sourcecode: dict[str, Any]) -> Iterator[str]:
    paths, left_out = sourcecode["paths"], sourcecode["left_out"]
    yield f"## Source code ({counted(len(paths), 'file')}, {sourcecode['size']:,} bytes)"
    if paths:
        yield "\n".join(f"    {path}" for path in paths)
    if left_out:
        yield f"## Left out ({sourcecode['left_out_count']:,})"
        yield "\n".join(f"    {each['path']} ({each['reason']}, {each['rule']})" for each in left_out[:_MOST_LEFT_OUT])
