"""Tables for whoever reads no terminal, drawn as rich draws them, whose import costs more than all of a list does.

Refuses text of other scripts than Latin, Greek and Cyrillic: its characters may take no column or two.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress

from gage.cli.color import colors

_ROUNDED = ("╭─┬╮", "│ ││", "├─┼┤", "╰─┴╯")
"""Of the top, of a line, between headers and rows, of the bottom: left end, line, crossing, right end."""

_MARKDOWN = ("    ", "| ||", "|-||", "    ")

READABLE = 100
"""Columns of text beyond which the eye loses its line."""

_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482]*").fullmatch
"""Of a text each of whose characters takes one column."""


def is_for_terminal() -> bool:
    """Whether what is written now may be shown with colours, or in an encoding that has no lines to draw."""
    encoding = (sys.stdout.encoding or "").lower()
    return bool(colors(sys.stdout)) or sys.stdout.isatty() or not encoding.startswith("utf") or sys.platform == "win32"


def plain_width() -> int:
    """Columns of the terminal that someone looks at all the same, or ``COLUMNS``, or 80."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns) or 80
    for descriptor in range(3):
        with suppress(OSError):
            return os.get_terminal_size(descriptor).columns or 80
    return 80


def can_draw(lines: Sequence[Sequence[str]]) -> bool:
    """Whether these texts are for here."""
    return all(_NARROW(cell) and cell.isprintable() for line in lines for cell in line)


def draw(lines: Sequence[Sequence[str]], widths: Sequence[int], markdown: bool) -> str:
    """A table of headers and rows whose columns have these widths; cells for which there is no column are left out."""
    top, line, between, bottom = _MARKDOWN if markdown else _ROUNDED
    drawn = [_line(row, widths, line) for row in lines]
    drawn.insert(1, _rule(widths, between))
    return "\n".join([_rule(widths, top), *drawn, _rule(widths, bottom), ""])


def _rule(widths: Sequence[int], box: str) -> str:
    return box[0] + box[2].join(box[1] * (width + 2) for width in widths) + box[3]


def _line(row: Sequence[str], widths: Sequence[int], box: str) -> str:
    cells = (f" {_fitted(cell, width)} " for cell, width in zip(row, widths, strict=False))
    return box[0] + box[2].join(cells) + box[3]


def _fitted(text: str, width: int) -> str:
    text = text[: max(width, len(text.rstrip()))]
    return f"{text[: width - 1]}…" if len(text) > width else text.ljust(width)
