"""How wide columns are, by what they need and the room there is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.cli.table_layout import Column, column, drawn, fitted

NAME, TEXT, LONG = Column(5, 5), Column(20, 8), Column(300, 8)


@pytest.mark.parametrize(
    ("columns", "room", "wide", "widths"),
    [
        ([NAME, TEXT], 80, None, [5, 20]),  # there is room for all
        ([NAME, TEXT], 32, None, [5, 20]),
        ([NAME, TEXT], 31, None, [5, 19]),  # the widest is cut
        ([TEXT, TEXT, TEXT], 56, None, [16, 15, 15]),  # all are cut to the same
        ([TEXT, LONG], 60, None, [20, 33]),
        ([TEXT, LONG, TEXT], 60, 1, [20, 10, 20]),  # one is cut before the others
        ([TEXT, LONG, TEXT], 50, 1, [16, 8, 16]),
        ([NAME, TEXT, LONG], 30, None, [5, 18]),  # the last has no room even if all are cut
        ([NAME, TEXT, LONG], 12, None, [5]),
        ([LONG], 12, None, [8]),
        ([LONG], 3, None, [1]),
        ([], 10, None, []),
    ],
)
def test_columns_are_cut_and_left_out(
    columns: Sequence[Column], room: int, wide: int | None, widths: list[int]
) -> None:
    assert fitted(columns, room, wide) == widths


@pytest.mark.parametrize(
    ("cells", "header", "expected"),
    [
        (["train"], "op", Column(5, 5)),
        (["a longer text"], "op", Column(13, 8)),
        (["1234567890.5", "", "-1e-10"], "loss", Column(12, 12)),  # half of a number is another number
        (["1234567890.5", "none yet"], "loss", Column(12, 8)),
        (["0.5"], "validation-accuracy", Column(19, 8)),
        ([], "name", Column(4, 4)),
    ],
)
def test_what_a_column_needs(cells: list[str], header: str, expected: Column) -> None:
    assert column(cells, [len(header), *map(len, cells)]) == expected


COLUMNS = st.tuples(st.integers(1, 200), st.integers(1, 20)).map(lambda pair: Column(max(pair), min(pair)))


@given(st.lists(COLUMNS, min_size=1, max_size=12), st.integers(5, 200), st.none() | st.integers(0, 11))
def test_it_fits_and_no_room_is_wasted(columns: list[Column], room: int, wide: int | None) -> None:
    widths = fitted(columns, room, wide)
    shown = columns[: len(widths)]
    assert drawn(widths) <= room
    assert all(1 <= width <= each.needed for width, each in zip(widths, shown, strict=True))
    if len(shown) > 1:
        assert all(width >= each.least for width, each in zip(widths, shown, strict=True))
    if any(width < each.needed for width, each in zip(widths, shown, strict=True)):
        assert drawn(widths) == room
