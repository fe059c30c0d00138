"""Tables and panels on the terminal: the only user of rich; what people wrote is never read as markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

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


def print_table(headers: Sequence[str], rows: Iterable[Sequence[Text | str]], wide: str = "") -> None:
    """Print a table; the column named ``wide`` takes the room that is left, and is cut where there is none."""
    table = Table(box=box.MARKDOWN if is_plain() else box.ROUNDED, header_style="bold", border_style="dim")
    for header in headers:
        table.add_column(header, no_wrap=True, overflow="ellipsis", ratio=1 if header == wide else None)
    for row in rows:
        table.add_row(*(_text(cell) for cell in row))
    table.expand = bool(wide) and not is_plain()
    _print(table)


def print_section(title: str, rows: Iterable[tuple[str, Text | str]]) -> None:
    """Print a titled list of names and values."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(_text(name), _text(value))
    _print(Text(title, style="bold"))
    _print(table)


def print_title(text: Text | str) -> None:
    """Print one line that heads what follows."""
    _print(_text(text))


def status(name: str) -> Text:
    """A status in its colour."""
    return Text(name, style=STATUS_STYLES.get(name, ""))


def confirm(question: str) -> bool:
    """Ask on stderr; Enter means yes. An input that has ended is no answer, and ends the command."""
    while True:
        click.echo(f"{question} (Y/n) ", err=True, nl=False)
        answer = sys.stdin.readline()
        if not answer:
            click.echo("Aborted!", err=True)
            sys.exit(1)
        if answer.strip().lower() in ("", "y", "yes"):
            return True
        if answer.strip().lower() in ("n", "no"):
            return False


def _text(cell: Text | str) -> Text:
    return cell if isinstance(cell, Text) else Text(_visible(cell))


def _visible(text: str) -> str:
    """Control characters of what people and programs wrote must not reach the terminal."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)


def _print(renderable: Table | Text) -> None:
    # Made anew each time: the width may have changed, and tests replace stdout.
    Console(file=sys.stdout, highlight=False, soft_wrap=False, emoji=False, markup=False).print(renderable)
