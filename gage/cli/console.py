"""Tables and panels on the terminal: the only user of rich; what people wrote is never read as markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gage.cli.output import say, write
from gage.cli.plain_table import draw, is_for_terminal, plain_width
from gage.cli.theme import STYLES

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


class Styled(NamedTuple):
    """A text and the name of its style, which `gage/cli/theme.py` has."""

    text: str
    style: str


T = TypeVar("T")


def is_plain() -> bool:
    """Whether the terminal can draw nothing: tables are then Markdown tables, which scripts may rely on."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")


def width() -> int:
    """Columns of the terminal; 80 where there is none and ``COLUMNS`` says nothing."""
    return _console().width if is_for_terminal() else plain_width()


def print_table(headers: Sequence[str], rows: Iterable[Sequence[Text | Styled | str]], wide: str = "") -> None:
    """Print a table; the column named ``wide`` is cut where there is no room for it, so that the others are not."""
    cells = list(rows)
    if not is_for_terminal():
        texts = [[visible(_plain(cell)) for cell in row] for row in cells]
        drawn = draw(headers, texts, _widths(headers, texts, len, wide), is_plain())
        if drawn is not None:
            write(drawn)
            return
    _print_table(headers, [[_text(cell) for cell in row] for row in cells], wide)


def _print_table(headers: Sequence[str], cells: list[list[Text]], wide: str) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.MARKDOWN if is_plain() else box.ROUNDED, header_style="heading", border_style="frame")
    widths = _widths(headers, cells, lambda cell: cell.cell_len, wide)
    for header, needed in zip(headers, widths, strict=True):
        table.add_column(header, width=needed, no_wrap=True, overflow="ellipsis")
    for row in cells:
        table.add_row(*row)
    _console().print(table)


def _widths(headers: Sequence[str], cells: list[list[T]], length: Callable[[T], int], wide: str) -> list[int]:
    """What each column needs, the wide one no more than there is room for."""
    needed = [max([len(header), *(length(row[index]) for row in cells)]) for index, header in enumerate(headers)]
    room = width() - 3 * len(headers) - 1
    return [
        max(min(each, room - sum(needed) + each), len(header)) if header == wide else each
        for header, each in zip(headers, needed, strict=True)
    ]


def print_section(title: str, rows: Iterable[tuple[str, Text | str]]) -> None:
    """Print a titled list of names and values."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="key", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(_text(name), _text(value))
    print_title(Text(title, style="heading"))
    _console().print(table)


def print_title(text: Text | str) -> None:
    """Print one line that heads what follows."""
    _console().print(_text(text))


def print_diff(lines: Iterable[str]) -> None:
    """Print the lines of a unified diff, each as it is, in the colours that diffs have."""
    styles = {"+": "added", "-": "removed", "@": "hunk"}
    for line in lines:
        if is_for_terminal():
            _console().print(_text(Styled(visible(line), styles.get(line[:1], ""))), soft_wrap=True)
        else:
            write(f"{visible(line)}\n")


def status(name: str) -> Text:
    """A status in its colour."""
    from rich.text import Text

    return Text(name, style=status_style(name))


def status_style(name: str) -> str:
    """The style of a status; of one that another tool wrote, none."""
    style = f"status.{name}"
    return style if style in STYLES else ""


def print_markdown(text: str) -> None:
    """Print Markdown of Gage's own, in lines no longer than people like to read."""
    from gage.cli.markdown import Explained
    from gage.cli.plain_table import READABLE

    _console().print(Explained(text), width=min(width(), READABLE))


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


def _plain(cell: Text | Styled | str) -> str:
    return cell if isinstance(cell, str) else cell.text if isinstance(cell, Styled) else cell.plain


def _text(cell: Text | Styled | str) -> Text:
    from rich.text import Text

    if isinstance(cell, Styled):
        return Text(cell.text, style=cell.style)
    return Text(visible(cell)) if isinstance(cell, str) else cell


def _console() -> Console:
    # Made anew each time: the width may have changed.
    from rich.console import Console
    from rich.theme import Theme

    return Console(file=sys.stdout, highlight=False, soft_wrap=False, emoji=False, markup=False, theme=Theme(STYLES))
