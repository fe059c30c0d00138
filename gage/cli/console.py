"""Tables and panels on the terminal: the only user of rich; what people wrote is never read as markup."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from gage.cli.color import COLORS_16, COLORS_256, MONO, PLAIN, TRUE_COLOR, colors
from gage.cli.output import say, visible, write
from gage.cli.plain_table import can_draw, draw, is_for_terminal, plain_width
from gage.cli.table_layout import column, drawn, fitted
from gage.cli.theme import STYLES, styles

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text


class Styled(NamedTuple):
    """A text and the name of its style, which `gage/cli/theme.py` has."""

    text: str
    style: str


T = TypeVar("T")
_SYSTEMS: dict[int, Literal["standard", "256", "truecolor"] | None] = {
    PLAIN: None,
    MONO: "standard",
    COLORS_16: "standard",
    COLORS_256: "256",
    TRUE_COLOR: "truecolor",
}
"""What rich calls them."""


def is_plain() -> bool:
    """Whether the terminal can draw nothing: tables are then Markdown tables, which scripts may rely on."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")


def width() -> int:
    """Columns of the terminal; 80 where there is none and ``COLUMNS`` says nothing."""
    return _console().width if is_for_terminal() else plain_width()


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[Text | Styled | str]], wide: str = "", whole: bool = False
) -> list[str]:
    """Print a table that is no wider than the terminal, and return the headers for which there was no room.

    The column named ``wide`` is cut before the others. With ``whole`` nothing is cut or left out.
    """
    at = list(headers).index(wide) if wide in headers else None
    room = None if whole else width()
    lines: list[Sequence[Text | Styled | str]] = [headers, *rows]
    if not is_for_terminal():
        texts = [[_one_line(_plain(cell)) for cell in line] for line in lines]
        if can_draw(texts):
            widths = _widths(texts, len, room, at)
            write(draw(texts, widths, is_plain()))
            return list(headers[len(widths) :])
    cells = [[_cell(cell) for cell in line] for line in lines]
    widths = _widths(cells, lambda cell: cell.cell_len, room, at)
    _print_by_rich(cells, widths)
    return list(headers[len(widths) :])


class Measure(NamedTuple):
    """Columns of the terminal that a table needs so that nothing is cut, and how many of its own there is room for."""

    needed: int
    shown: int


def measure(headers: Sequence[str], rows: Iterable[Sequence[Text | Styled | str]]) -> Measure:
    """How large a table is that is not printed yet."""
    cells = [[_one_line(_plain(cell)) for cell in line] for line in (headers, *rows)]
    length: Callable[[str], int] = len
    if not all(cell.isascii() for line in cells for cell in line):
        from rich.cells import cell_len as length
    needed = drawn(_widths(cells, length, None, None))
    return Measure(needed, len(_widths(cells, length, width(), None)))


def _print_by_rich(cells: Sequence[Sequence[Text]], widths: Sequence[int]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.MARKDOWN if is_plain() else box.ROUNDED, header_style="heading", border_style="frame")
    for title, needed in zip(cells[0], widths, strict=False):
        table.add_column(title, width=needed, no_wrap=True, overflow="ellipsis")
    for row in cells[1:]:
        table.add_row(*row[: len(widths)])
    _console(drawn(widths)).print(table)


def _widths(cells: Sequence[Sequence[T]], length: Callable[[T], int], room: int | None, wide: int | None) -> list[int]:
    columns = [column([str(cell) for cell in each[1:]], [*map(length, each)]) for each in zip(*cells, strict=True)]
    return fitted(columns, room, wide) if room else [each.needed for each in columns]


def print_section(title: str, rows: Iterable[tuple[str, Text | str]]) -> None:
    """Print a titled list of names and values."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="key", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(text_of(name), text_of(value))
    print_title(Text(title, style="heading"))
    _console().print(table)


def print_title(text: Text | Styled | str) -> None:
    """Print one line that heads what follows."""
    _console().print(text_of(text))


def print_drawn(drawn: RenderableType) -> None:
    """Print what rich draws, such as a panel."""
    _console().print(drawn)


def drawn_lines(drawn: RenderableType, columns: int) -> list[str]:
    """What rich draws in so many columns, as lines for a screen that is ours."""
    console = _console()
    console.width = columns
    with console.capture() as capture:
        console.print(drawn)
    return capture.get().splitlines()


def print_diff(lines: Iterable[str]) -> None:
    """Print the lines of a unified diff, each as it is, in the colours that diffs have."""
    of_mark = {"+": "added", "-": "removed", "@": "hunk"}
    for line in lines:
        if is_for_terminal():
            _console().print(text_of(Styled(line, of_mark.get(line[:1], ""))), soft_wrap=True)
        else:
            write(f"{visible(line)}\n")


def status(name: str) -> Text:
    """A status in its colour."""
    from rich.text import Text

    text = Text()
    return text.append(visible(name), style=status_style(name))


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


def _one_line(text: str) -> str:
    """A text as it may stand in a table: on one line, and in Markdown without what would end its cell."""
    if not text.isprintable():
        text = " ".join(visible(text).split("\n")).replace("\t", " ")
    return text.replace("|", "\\|") if "|" in text and is_plain() else text


def _plain(cell: Text | Styled | str) -> str:
    return cell if isinstance(cell, str) else cell.text if isinstance(cell, Styled) else cell.plain


def _cell(cell: Text | Styled | str) -> Text:
    from rich.text import Text

    if isinstance(cell, Text):
        return cell
    return text_of(cell._replace(text=_one_line(cell.text)) if isinstance(cell, Styled) else _one_line(cell))


def text_of(cell: Text | Styled | str) -> Text:
    """A text as rich draws it, without control characters whoever made it."""
    from rich.text import Text

    if isinstance(cell, Styled):
        return Text(visible(cell.text), style=cell.style)
    if isinstance(cell, str):
        return Text(visible(cell))
    cell.plain = visible(cell.plain)
    return cell


def _console(columns: int | None = None) -> Console:
    # Made anew each time: the width may have changed.
    from rich.console import Console
    from rich.theme import Theme

    count = colors(sys.stdout)
    return Console(
        file=sys.stdout,
        width=columns,
        force_terminal=True if count else None,
        color_system=_SYSTEMS[count],
        no_color=False,
        highlight=False,
        soft_wrap=False,
        emoji=False,
        markup=False,
        theme=Theme(styles(count) if count else dict.fromkeys(STYLES, "")),
    )
