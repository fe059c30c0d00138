"""Tables for whoever reads no terminal, drawn as rich draws them, whose import costs more than all of a list does.

Refuses what rich lays out in its own way: text beyond ASCII, and tables that are wider than there is room.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

_ROUNDED = ("╭─┬╮", "│ ││", "├─┼┤", "╰─┴╯")
"""Of the top, of a line, between headers and rows, of the bottom: left end, line, crossing, right end."""

_MARKDOWN = ("    ", "| ||", "|-||", "    ")

READABLE = 100
"""Columns of text beyond which the eye loses its line."""


def is_for_terminal() -> bool:
    """Whether what is written now may be shown with colours, or in an encoding that has no lines to draw."""
    asked = any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "JUPYTER_COLUMNS"))
    encoding = (sys.stdout.encoding or "").lower()
    return asked or sys.stdout.isatty() or not encoding.startswith("utf") or sys.platform == "win32"


def plain_width() -> int:
    """Columns of the terminal that someone looks at all the same, or ``COLUMNS``, or 80."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns) or 80
    for descriptor in range(3):
        with suppress(OSError):
            return os.get_terminal_size(descriptor).columns or 80
    return 80


def draw(headers: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], markdown: bool) -> str | None:
    """The lines of a table whose columns have these widths; None where it is not for here."""
    cells = [headers, *rows]
    if not all(cell.isascii() and cell.isprintable() for row in cells for cell in row):
        return None
    if sum(widths) + 3 * len(widths) + 1 > plain_width():
        return None
    top, line, between, bottom = _MARKDOWN if markdown else _ROUNDED
    drawn = [_line(row, widths, line) for row in cells]
    drawn.insert(1, _rule(widths, between))
    return "\n".join([_rule(widths, top), *drawn, _rule(widths, bottom), ""])


def _rule(widths: Sequence[int], box: str) -> str:
    return box[0] + box[2].join(box[1] * (width + 2) for width in widths) + box[3]


def _line(row: Sequence[str], widths: Sequence[int], box: str) -> str:
    cells = (f" {_fitted(cell, width)} " for cell, width in zip(row, widths, strict=True))
    return box[0] + box[2].join(cells) + box[3]


def _fitted(text: str, width: int) -> str:
    text = text[: max(width, len(text.rstrip()))]
    return f"{text[: width - 1]}…" if len(text) > width else text.ljust(width)
