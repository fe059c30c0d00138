"""Small bars: what they are for a few values, and what holds for any."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.cli.plots.marks import ASCII, BRAILLE, marks_of
from gage.cli.plots.sparkline import sparkline

FLOATS = st.floats()
VALUES = st.lists(st.none() | FLOATS | st.integers(), max_size=200)
WIDTHS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("values", "width", "drawn"),
    [
        ([], 8, ""),
        ([5], 8, "▅"),
        ([3, 3, 3], 8, "▅▅▅"),
        ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"),
        ([1, 2, 3, 4, 5, 6, 7, 8], 4, "▁▃▆█"),
        ([8, 1], 8, "█▁"),
        ([1, None, 3, math.nan, 5, math.inf, -math.inf], 8, "▁ ▅ █  "),
        ([None, None], 8, "  "),
        ([-sys.float_info.max, 0, sys.float_info.max], 8, "▁▅█"),
        ([1, 10**400, 3], 8, "▁ █"),  # JSON has such numbers, which no float can hold
        ([5e-324, 0], 8, "█▁"),
    ],
)
def test_a_bar_for_each_value_or_each_stretch(values: list[float | None], width: int, drawn: str) -> None:
    assert sparkline(values, width) == drawn


def test_a_lonely_peak_among_very_many_values_is_seen() -> None:
    values = [0.0] * 1_000_000
    values[777_777] = 1.0
    assert sparkline(values, 20) == "▁" * 15 + "▅" + "▁" * 4


@given(VALUES, WIDTHS)
def test_it_is_never_wider_than_asked_and_has_a_bar_for_each_value_that_there_is_room_for(
    values: list[float | None], width: int
) -> None:
    drawn = sparkline(values, width)
    assert len(drawn) == min(width, len(values))
    assert set(drawn) <= {*BRAILLE.bars, " "}


@given(st.lists(FLOATS.filter(math.isfinite) | st.integers(-(10**300), 10**300), min_size=1), WIDTHS)
def test_values_that_only_grow_have_bars_that_only_grow(values: list[float], width: int) -> None:
    heights = [BRAILLE.bars.index(bar) for bar in sparkline(sorted(values), width)]
    assert heights == sorted(heights)


@given(VALUES, WIDTHS)
def test_other_marks_have_the_same_heights(values: list[float | None], width: int) -> None:
    known = [*BRAILLE.bars, " "], [*ASCII.bars, " "]
    drawn = sparkline(values, width), sparkline(values, width, ASCII)
    assert [known[0].index(bar) for bar in drawn[0]] == [known[1].index(bar) for bar in drawn[1]]


@pytest.mark.parametrize(
    ("encoding", "term", "marks"),
    [
        ("utf-8", "xterm-256color", BRAILLE),
        ("UTF-8", "dumb", BRAILLE),
        ("utf-8", "linux", ASCII),  # its console has no font for them
        ("ascii", "xterm", ASCII),
        ("latin-1", "xterm", ASCII),
        ("cp437", "xterm", ASCII),  # it has some blocks, and no braille
        ("gb18030", "xterm", BRAILLE),
        ("no-such", "xterm", ASCII),
        (None, "", ASCII),
    ],
)
def test_marks_are_those_that_the_output_has(encoding: str | None, term: str, marks: object) -> None:
    assert marks_of(encoding, term) is marks
