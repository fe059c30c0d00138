from __future__ import annotations

import re

import pytest

from gage.runs.select import SelectError, select_id, select_ids

IDS = [
    "01a20920-1ed1-7000-a842-a74560a825b1",
    "01a20920-1ed1-7001-9842-aaaa60a9ffff",
    "60a825b1-1111-4111-8111-111111111111",
    "beef25b1-1111-4111-8111-222222222222",
    "12345678-1111-4111-8111-333333333333",
]


@pytest.mark.parametrize(
    ("arguments", "positions"),
    [
        (["1"], [1]), (["5", "2"], [2, 5]), (["2", "2"], [2]), (["2:4"], [2, 3, 4]), ([":2"], [1, 2]), (["4:"], [4, 5]),
        ([":"], [1, 2, 3, 4, 5]), (["-2:"], [4, 5]), (["-3:-2"], [3, 4]), ([":-4"], [1, 2]), (["3:2"], []),
        (["0:1"], [1]), (["2:99"], [2, 3, 4, 5]),
        (["-99:1"], [1]), (["9"], []), (["99999999999999999999:"], []), (["0"], [1, 2]),
        (["beef"], [4]), (["BEEF"], [4]), (["01a20920"], [1, 2]), (["60a8"], [1, 3]), (["60a9"], [2]), (["12345"], [5]),
        (["kafom"], [1, 3]), (["kafom-fikud"], [1, 3]), (["kafo"], [1, 2, 3]), (["zz"], []), ([""], []), ([], []),
    ],
)  # fmt: skip
def test_arguments_mean_runs(arguments: list[str], positions: list[int]) -> None:
    assert [IDS.index(run_id) + 1 for run_id in select_ids(IDS, arguments)] == positions


def test_one_run_is_the_newest_unless_told() -> None:
    assert select_id(IDS, None) == IDS[0]
    assert select_id(IDS, "beef") == IDS[3]


def test_several_matches_for_one_run_are_named() -> None:
    with pytest.raises(SelectError, match=re.escape(f"'kafom' matches 2 runs: kafom-fikud ({IDS[0]})")):
        select_id(IDS, "kafom")


def test_no_match_says_what_to_do() -> None:
    with pytest.raises(SelectError, match="no run matches 'zz'; 'gage list'"):
        select_id(IDS, "zz")
    with pytest.raises(SelectError, match="gage run"):
        select_id([], None)
