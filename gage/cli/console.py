"""Tables and panels on the terminal: the only user of rich; what people wrote is never read as markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gage.cli.output import say

STATUS_STYLES = {
    "completed": "green",
    "error": "red",
    "terminated": "red",
    "running": "yellow italic",
    "staged": "bright_black",
    "pending": "bright_black",
    "unknown": "bright_black",
}


def is_plain() -> bool:
    """Whether the terminal can draw nothing: tables are then Markdown tables, which scripts may rely on."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")


def width() -> int:
    """Columns of the terminal; 80 where there is none and ``COLUMNS`` says nothing."""
    return _console().width


def print_table(headers: Sequence[str], rows: Iterable[Sequence[Text | str]], wide: str = "") -> None:
    """Print a table; the column named ``wide`` is cut where there is no room for it, so that the others are not."""
    cells = [[_text(cell) for cell in row] for row in rows]
    table = Table(box=box.MARKDOWN if is_plain() else box.ROUNDED, header_style="bold", border_style="dim")
    room = [max([len(header), *(row[index].cell_len for row in cells)]) for index, header in enumerate(headers)]
    for header, needed in zip(headers, room, strict=True):
        if header == wide:
            taken = sum(room) - needed + 3 * len(headers) + 1
            needed = max(min(needed, width() - taken), len(header))
        table.add_column(header, width=needed, no_wrap=True, overflow="ellipsis")
    for row in cells:
        table.add_row(*row)
    _console().print(table)


def print_section(title: str, rows: Iterable[tuple[str, Text | str]]) -> None:
    """Print a titled list of names and values."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(_text(name), _text(value))
    print_title(Text(title, style="bold"))
    _console().print(table)


def print_title(text: Text | str) -> None:
    """Print one line that heads what follows."""
    _console().print(_text(text))


def print_diff(lines: Iterable[str]) -> None:
    """Print the lines of a unified diff, each as it is, in the colours that diffs have."""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        _console().print(Text(visible(line), style=styles.get(line[:1], "")), soft_wrap=True)


def status(name: str) -> Text:
    """A status in its colour."""
    return Text(name, style=STATUS_STYLES.get(name, ""))


def confirm(question: str, by_default: bool = True) -> bool:
    """Ask on stderr; Enter means ``by_default``. An input that has ended is no answer, and ends the command."""
    while True:
        sys.stderr.write(f"{question} {'(Y/n)' if by_default else '(y/N)'} ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            say("Aborted!")
            sys.exit(1)
        if not answer.strip():
            return by_default
        if answer.strip().lower() in ("y", "yes"):
            return True
        if answer.strip().lower() in ("n", "no"):
            return False


def visible(text: str) -> str:
    """A text as it may be printed: control characters of what people and programs wrote must not reach the terminal."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)


def _text(cell: Text | str) -> Text:
    return cell if isinstance(cell, Text) else Text(visible(cell))


def _console() -> Console:
    # Made anew each time: the width may have changed.
    return Console(file=sys.stdout, highlight=False, soft_wrap=False, emoji=False, markup=False)
