"""Curves: how some look, and what holds for all."""

from __future__ import annotations

import math
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.cli.plots.curve import LEAST_COLUMNS, LEAST_ROWS, curve
from gage.cli.plots.marks import ASCII, BRAILLE, Marks

FINITE = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.lists(st.none() | st.floats() | st.integers(), max_size=100)
STEPS = st.integers(-(2**63), 2**63 - 1)
SIZES = st.tuples(st.integers(LEAST_COLUMNS, 150), st.integers(LEAST_ROWS, 40))
MARKS = st.sampled_from([BRAILLE, ASCII])

LINE = """\
10 ┤                  ⣠⠴⠚
   │               ⣀⡴⠚⠁
   │            ⣀⡴⠋⠁
 5 ┤         ⣠⠴⠚⠁
   │      ⣀⡴⠚⠁
   │   ⣀⡴⠋⠁
 0 ┤⣠⠴⠚⠁
   └─────────────────────
    0        step       9
"""


def test_a_line_from_below_to_above() -> None:
    lines = curve(range(10), [10 * n / 9 for n in range(10)], 25, 9)
    assert lines == LINE.splitlines()


@pytest.mark.parametrize(
    ("steps", "values", "marks", "drawn"),
    [
        (
            [1, 2, 3],
            [2, 2, 2],
            BRAILLE,
            ["  │", "2 ┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒", "  │", "  └─────────────────", "   1      step     3"],
        ),
        ([7], [2], BRAILLE, ["  │", "2 ┤        ⠂", "  │", "  └─────────────────", "           7"]),
        (
            [0, 1, 2, 3],
            [0, 1, 1, 0],
            ASCII,
            [
                "  1 +    .:''':.",
                "0.5 +  .:'     ':.",
                "  0 +.:'         ':.",
                "    +---------------",
                "     0     step    3",
            ],
        ),
        (
            [0, 1, 2, 3, 4],
            [0, 0, math.nan, 1, 1],
            ASCII,
            ["  1 +          '''''", "0.5 +", "  0 +.....", "    +---------------", "     0     step    4"],
        ),
        ([], [], BRAILLE, []),
        ([1, 2], [None, math.inf], BRAILLE, []),
    ],
)
def test_some_curves(steps: list[int], values: list[float | None], marks: Marks, drawn: list[str]) -> None:
    assert curve(steps, values, 20, 5, marks) == drawn


@given(VALUES, SIZES, MARKS, st.data())
def test_a_curve_has_the_size_it_was_given(
    values: list[float | None], size: tuple[int, int], marks: Marks, data: st.DataObject
) -> None:
    steps = data.draw(st.lists(STEPS, min_size=len(values), max_size=len(values)))
    lines = curve(steps, values, *size, marks)
    assert len(lines) in (0, size[1])
    assert all(len(line) <= size[0] for line in lines)


@given(st.lists(FINITE, min_size=2, max_size=200), SIZES, MARKS)
def test_values_that_only_grow_are_drawn_from_below_to_above(
    values: list[float], size: tuple[int, int], marks: Marks
) -> None:
    heights = [top for top in _tops(curve(range(len(values)), sorted(values), *size, marks), marks) if top is not None]
    assert all(left <= right for left, right in pairwise(heights))


@given(st.lists(FINITE, min_size=1, max_size=300), SIZES)
def test_the_least_and_the_greatest_value_are_always_drawn(values: list[float], size: tuple[int, int]) -> None:
    lines = curve(range(len(values)), values, *size)
    rows = [line.partition("┤")[2] or line.partition("│")[2] for line in lines[:-2]]
    if min(values) < max(values):
        assert rows[0].strip()
        assert rows[-1].strip()


def test_of_very_many_points_each_column_has_all_values_that_there_are_in_it() -> None:
    values = [math.sin(n / 1e5) for n in range(1_000_000)]
    values[400_000], values[700_000] = 10.0, -10.0
    lines = curve(range(1_000_000), values, 80, 17)
    assert lines[0].startswith(" 10 ┤")
    assert lines[0].count("⢸") + lines[0].count("⡇") + lines[0].count("⠈") == 1
    assert [len(line) for line in lines if "└" in line] == [80]


@pytest.mark.parametrize("high", [1 + 1e-9, sys.float_info.max, 5e-324])
def test_labels_tell_the_bounds_apart(high: float) -> None:
    low = {1 + 1e-9: 1.0, sys.float_info.max: -sys.float_info.max, 5e-324: 0.0}[high]
    labels = [line.partition("┤")[0].strip() for line in curve([1, 2], [low, high], 80, 8) if "┤" in line]
    assert len(set(labels)) == 2


def _tops(lines: list[str], marks: Marks) -> list[int | None]:
    """How far up the highest dot of each column of characters is, in rows; None where there is none."""
    drawn = lines[:-2]
    left = lines[-2].index(marks.corner) + 1
    width = len(lines[-2])
    rows = [line.ljust(width)[left:] for line in drawn]
    columns = zip(*rows, strict=True)
    return [next((len(rows) - row for row, cell in enumerate(column) if cell != " "), None) for column in columns]
