"""A table that is drawn without rich is the one that rich would print."""

from __future__ import annotations

import io
import sys
from contextlib import nullcontext
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gage.cli import console

CELLS = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("éßÿŁǅʿΩλж҂"), max_size=30)


def printed(headers: list[str], rows: list[list[str]], by_rich: bool = False, whole: bool = False) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    with (
        patch.object(sys, "stdout", stream),
        patch.object(console, "can_draw", lambda _: False) if by_rich else nullcontext(),
    ):
        console.print_table(headers, rows, wide=headers[-1], whole=whole)
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]  # it is the BytesIO from above


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@given(data=st.data())
def test_it_is_drawn_as_rich_does(term: str, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    headers = data.draw(
        st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=count, max_size=count, unique=True)
    )
    rows = data.draw(st.lists(st.lists(CELLS, min_size=count, max_size=count), max_size=4))
    columns = str(data.draw(st.integers(20, 120)))
    with patch.dict("os.environ", {"TERM": term, "COLUMNS": columns}):
        for whole in (False, True):
            assert printed(headers, rows, whole=whole) == printed(headers, rows, by_rich=True, whole=whole)


def test_what_people_wrote_cannot_move_the_lines() -> None:
    with patch.dict("os.environ", {"TERM": "xterm", "COLUMNS": "60"}):
        lines = printed(["name", "description"], [["a\x1b[31m", "two\nlines\tümläut ✓ 漢字"], ["b", "x" * 99]])
    assert "\x1b" not in lines
    assert len({len(line) for line in lines.splitlines()[:3]}) == 1


ANY_TEXT = st.text(max_size=30) | st.sampled_from(
    ["漢字" * 20, "é" * 40, "👩‍🔬 lab", "x" * 300, "1234567890.123", "a|b", ""]
)


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@given(data=st.data(), columns=st.integers(20, 200))
def test_no_line_is_wider_than_the_terminal(term: str, data: st.DataObject, columns: int) -> None:
    count = data.draw(st.integers(1, 12))
    headers = data.draw(st.lists(ANY_TEXT, min_size=count, max_size=count))
    rows = data.draw(st.lists(st.lists(ANY_TEXT, min_size=count, max_size=count), max_size=4))
    with patch.dict("os.environ", {"TERM": term, "COLUMNS": str(columns)}):
        lines = printed(headers, rows).splitlines()
    assert max(cell_len(line) for line in lines) <= columns
    assert len(lines) == len(rows) + 4
