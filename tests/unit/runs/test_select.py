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


MADE = {"test": IDS[::2], "demo:test": IDS[::2], "train": [*IDS[1::2], "01a20920-aaaa-7000-a842-a74560a825b1"]}


def of_operation(name: str) -> list[str]:
    """The runs of an operation; one of them is filed elsewhere."""
    return MADE.get(name, [])


@pytest.mark.parametrize(
    ("arguments", "positions"),
    [
        (["1"], [1]), (["5", "2"], [2, 5]), (["2", "2"], [2]), (["2:4"], [2, 3, 4]), ([":2"], [1, 2]), (["4:"], [4, 5]),
        ([":"], [1, 2, 3, 4, 5]), (["-2:"], [4, 5]), (["-3:-2"], [3, 4]), ([":-4"], [1, 2]), (["3:2"], []),
        (["0:1"], [1]), (["2:99"], [2, 3, 4, 5]),
        (["-99:1"], [1]), (["9"], []), (["99999999999999999999:"], []), (["0"], [1, 2]),
        (["beef"], [4]), (["BEEF"], [4]), (["01a20920"], [1, 2]), (["60a8"], [1, 3]), (["60a9"], [2]), (["12345"], [5]),
        (["-1"], [5]), (["-5"], [1]), (["-6"], []), (["-1", "1"], [1, 5]),
        (["latest"], [1]), (["~0"], [1]), (["~1"], [2]), (["latest~1"], [2]), (["~4", "1"], [1, 5]), (["~5"], []), (["~"], []),
        (["latest:train"], [2]), (["latest:train~1"], [4]), (["latest:train~2"], []), (["latest:test"], [1]), (["latest:"], []),
        (["latest:demo:test~1"], [3]), (["latest:no"], []), (["Latest"], []), (["train"], []), (["~99999999999"], []),
        (["kafom"], [1, 3]), (["kafom-fikud"], [1, 3]), (["kafo"], [1, 2, 3]), (["zz"], []), ([""], []), ([], []),
    ],
)  # fmt: skip
def test_arguments_mean_runs(arguments: list[str], positions: list[int]) -> None:
    assert [IDS.index(run_id) + 1 for run_id in select_ids(IDS, arguments, of_operation)] == positions


def test_one_run_is_the_newest_unless_told() -> None:
    assert select_id(IDS, None, of_operation) == IDS[0]
    assert select_id(IDS, "beef", of_operation) == IDS[3]


def test_several_matches_for_one_run_are_named() -> None:
    with pytest.raises(SelectError, match=re.escape(f"'kafom' matches 2 runs: kafom-fikud ({IDS[0]})")):
        select_id(IDS, "kafom", of_operation)


def test_no_match_says_what_to_do() -> None:
    with pytest.raises(SelectError, match="gage run"):
        select_id([], None, of_operation)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("zz", "no run matches 'zz'"),
        ("9", "there is no run 9 in a list of 5"),
        ("-6", "there is no run -6 in a list of 5"),
        ("~5", "there is no run ~5 in a list of 5"),
        ("latest~5", "there is no run latest~5 in a list of 5"),
        ("latest:no", "no run matches 'latest:no': there is no run of operation 'no'"),
        ("latest:train~2", "no run matches 'latest:train~2': there is no run of operation 'train' with 2 before it"),
        ("latest:", "no run matches 'latest:'"),
        ("", "no run matches ''"),
    ],
)
def test_what_no_run_matches_is_told_in_the_words_of_the_argument(argument: str, message: str) -> None:
    with pytest.raises(SelectError) as caught:
        select_id(IDS, argument, of_operation)
    assert str(caught.value) == f"{message}; 'gage list' shows what there is"
