"""What a program printed as it stood on the screen at last: bars once, no colours; follows no cursor that moves up."""

from __future__ import annotations

import re

from gage.cli.output import visible

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)?")


def seen(data: bytes, is_cut: bool = False) -> str:
    """Output as text for people; of one whose beginning ``is_cut`` off, the rest of its first line is left out."""
    text = data.decode("utf-8", "replace")
    if is_cut and "\n" in text:
        text = text.partition("\n")[2]
    lines = (_line(_ESCAPE.sub("", line)) for line in text.split("\n"))
    return "\n".join(lines).rstrip()


def _line(line: str) -> str:
    """What stays of a line that was written over: what follows the last carriage return, or stands before one."""
    written = [part for part in line.split("\r") if part]
    return visible(written[-1]) if written else ""
