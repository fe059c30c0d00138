from __future__ import annotations

import pytest

from gage.gagefile.folds import regions


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], []),
        ([(1, True), (5, False)], [(1, 5, 0)]),
        ([(1, True), (2, True), (4, False), (5, False)], [(2, 4, 1), (1, 5, 0)]),
        ([(0, False), (1, True), (5, False)], [(1, 5, 0)]),
        ([(1, True), (2, True), (4, False)], [(2, 4, 1)]),
    ],
)
def test_regions_nest_and_one_that_is_only_begun_or_only_ended_is_none(
    marks: list[tuple[int, bool]], expected: list[tuple[int, int, int]]
) -> None:
    assert [(fold.first, fold.last, fold.depth) for fold in regions(marks)] == expected
