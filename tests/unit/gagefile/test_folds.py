from __future__ import annotations

import pytest

from gage.gagefile.document import Syntax
from gage.gagefile.folds import folds, regions
from gage.gagefile.part import Part


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


@pytest.mark.parametrize(
    ("syntax", "text", "expected"),
    [
        ("toml", "[a]\nexec = '''\n# no\n# comment\n'''\n# one\n# two\n", [(5, 6)]),
        ("toml", "[a]\nsourcecode = [\n  'a',\n  'b',\n]\n# one\n\n# two\n", []),
        ("yaml", "# one\n# two\na:\n  exec: |\n    # no\n    # comment\n", [(0, 1)]),
        ("json", "/* one\n two */\n{}\n", [(0, 1)]),
        ("json", '{"a": {"exec": "x"}}\n// one\n// two', [(1, 2)]),
    ],
)
def test_comments_that_follow_one_another_are_folded_and_texts_that_look_like_them_are_not(
    syntax: Syntax, text: str, expected: list[tuple[int, int]]
) -> None:
    found = folds(Part(text, syntax)).folds
    assert [(fold.first, fold.last) for fold in found if fold.kind == "comment"] == expected
