"""A table that is drawn without rich is the one that rich would print."""

from __future__ import annotations

import io
import sys
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.cli import console

CELLS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)


def printed(headers: list[str], rows: list[list[str]], by_rich: bool) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    with patch.object(sys, "stdout", stream):
        if by_rich:
            console._print_table(headers, [[console._text(cell) for cell in row] for row in rows], headers[-1])
        else:
            console.print_table(headers, rows, wide=headers[-1])
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
        assert printed(headers, rows, by_rich=False) == printed(headers, rows, by_rich=True)


def test_what_people_wrote_cannot_move_the_lines() -> None:
    with patch.dict("os.environ", {"TERM": "xterm", "COLUMNS": "60"}):
        lines = printed(
            ["name", "description"], [["a\x1b[31m", "two\nlines\tümläut ✓ 漢字"], ["b", "x" * 99]], by_rich=False
        )
    assert "\x1b" not in lines
    assert len({len(line) for line in lines.splitlines()[:3]}) == 1
