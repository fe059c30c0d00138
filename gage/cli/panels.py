"""Panels of one thing after the other: boxes with titles or, in plain mode, titles above tables; knows no run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gage.cli.console import Styled, is_plain, print_drawn, print_section, print_table, print_title, text_of
from gage.cli.console import width as width_of_terminal
from gage.cli.output import visible, write

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_FRAME = 4
"""Columns of a panel that are none of its content."""

_BETWEEN = 2


def room() -> int:
    """How many columns a table of a panel may have, where those between its columns count `gap`."""
    return width_of_terminal() - (1 if is_plain() else _FRAME)


def gap() -> int:
    """How many columns stand between two of a table, or beside them in plain mode."""
    return 3 if is_plain() else _BETWEEN


def print_head(text: Text) -> None:
    """A panel without a title, which heads the others."""
    print_title(text) if is_plain() else _print("", text_of(text))


def print_values(title: str, rows: Sequence[tuple[str, Text | str]]) -> None:
    """Names and their values."""
    if is_plain():
        print_section(title, rows)
        return
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, _BETWEEN, 0, 0), pad_edge=False)
    # A long name leaves half of the panel to its value.
    table.add_column(style="key", overflow="fold", max_width=max(room() // 2, 1))
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(visible(name), text_of(value))
    _print(title, table)


def print_columns(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[Styled | str]], wide: str, numbers: Sequence[str]
) -> None:
    """A table; its column named ``wide`` is cut where there is no room, those of ``numbers`` stand at the right."""
    if is_plain():
        print_title(title)
        print_table(headers, rows, wide)
        return
    from rich.table import Table

    table = Table(box=None, header_style="muted", padding=(0, _BETWEEN, 0, 0), pad_edge=False)
    cells = [[text_of(cell) for cell in row] for row in rows]
    widths = [max(len(header), *(row[at].cell_len for row in cells)) for at, header in enumerate(headers)]
    left = room() - sum(widths) - gap() * len(headers)
    for header, width in zip(headers, widths, strict=True):
        table.add_column(
            header,
            width=max(1, width + min(0, left)) if header == wide else width,
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if header in numbers else "left",
        )
    for row in cells:
        table.add_row(*row)
    _print(title, table)


def print_text(title: str, text: str) -> None:
    """Lines as they are."""
    if is_plain():
        print_title(title)
        write(f"{visible(text)}\n")
        return
    from rich.text import Text

    _print(title, Text(visible(text), overflow="fold"))


def _print(title: str, content: RenderableType) -> None:
    from rich import box
    from rich.panel import Panel
    from rich.text import Text

    heading = Text(title, style="heading") if title else None
    print_drawn(Panel(content, title=heading, title_align="left", box=box.ROUNDED, border_style="frame"))
