"""No line of a table is wider than the terminal, whatever its width and whatever is shown."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from gage.cli.command_table import load_command
from gage.cli.theme import styles

COLUMN_LISTS = st.lists(
    st.sampled_from(["#", "name", "op", "status", "label", "tag", "started", "id", "lr", "loss", "fast", "description"]),
    min_size=1, max_size=12,
).map(",".join)  # fmt: skip


@settings(max_examples=60)
@given(columns=COLUMN_LISTS | st.none(), width=st.integers(20, 200), term=st.sampled_from(["xterm", "dumb"]))
def test_no_line_of_a_list_is_wider_than_the_terminal(
    sampled: Path, columns: str | None, width: int, term: str
) -> None:
    lines = printed(sampled, ["list", *(["--columns", columns] if columns else [])], width, term)
    assert max(map(cell_len, lines)) <= width


@settings(max_examples=60)
@given(
    runs=st.lists(st.sampled_from("1234"), min_size=1, max_size=4),
    options=st.lists(st.sampled_from(["--differences", "--sort=loss"]), max_size=2),
    width=st.integers(20, 200),
)
def test_no_line_of_a_comparison_is_wider_than_the_terminal(
    sampled: Path, runs: list[str], options: list[str], width: int
) -> None:
    lines = printed(sampled, ["compare", *runs, *options], width, "xterm")
    assert max(map(cell_len, lines), default=0) <= width


def printed(sampled: Path, arguments: list[str], width: int, term: str) -> list[str]:
    """The lines that a command prints, called here, as a process for each example would take minutes."""
    command, parser = load_command(arguments[0])
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    before = Path.cwd()
    os.chdir(sampled)
    try:
        with (
            patch.dict(os.environ, {"COLUMNS": str(width), "TERM": term, "HOME": str(sampled.parent)}),
            patch.object(sys, "stdout", stream),
            patch.object(sys, "stderr", io.StringIO()),
        ):
            assert command.run(parser.parse(arguments[1:])) == 0
            stream.flush()
            return stream.buffer.getvalue().decode().splitlines()  # type: ignore[attr-defined]  # the BytesIO of above
    finally:
        os.chdir(before)


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
@pytest.mark.parametrize("width", [40, 80, 160])
def test_on_a_terminal_no_line_wraps_and_what_differs_has_its_colour(sampled: Path, width: int) -> None:
    from cli.terminal import Terminal

    for arguments in (["list"], ["list", "-c", "name,lr,loss,label,id"], ["compare", "3", "2"]):
        words = [sys.executable, "-m", "gage", *arguments]
        settings = {"COLUMNS": str(width), "NO_COLOR": "", "GAGE_PAGER": ""}
        terminal = Terminal(sampled, words, columns=width, rows=40, **settings)
        assert terminal.finish() == 0
        drawn = [line for line in terminal.lines() if line[:1] in "╭│├╰"]
        assert (drawn[0][-1], drawn[-1][-1]) == ("╮", "╯")
        assert all(line[-1] in "╮│┤╯" for line in drawn)
    color = styles(256)["changed"].removeprefix("color(").removesuffix(")")
    assert f"\x1b[38;5;{color}m".encode() in terminal.shown


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
def test_what_is_wide_comes_in_a_pager(sampled: Path) -> None:
    from cli.terminal import Terminal

    words = [sys.executable, "-m", "gage", "list", "--wide", "-c", "id,label,id,loss"]
    terminal = Terminal(sampled, words, columns=60, rows=20, PAGER="less", COLUMNS="60")
    terminal.until(lambda lines: lines[-1:] == ["(END)"])
    assert all(line.endswith(">") for line in terminal.lines()[:-1])
    terminal.type(b"q")
    assert terminal.finish() == 0
