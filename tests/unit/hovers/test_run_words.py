from __future__ import annotations

import pytest

from gage_ls.hovers.file_cards import size
from gage_ls.hovers.run_words import age, counted


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "now"),
        (0.4, "now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7_300, "2 hours ago"),
        (86_400 * 3, "3 days ago"),
        (86_400 * 70, "2 months ago"),
        (86_400 * 800, "2 years ago"),
    ],
)
def test_ages_are_told_in_their_largest_unit(seconds: float, expected: str) -> None:
    assert age(1_000_000_000 * 1_000_000, 1_000_000_000 + seconds) == expected


def test_one_is_not_many() -> None:
    assert [counted(count, "file") for count in (0, 1, 1234)] == ["0 files", "1 file", "1,234 files"]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_500, "1.5 kB"),
        (123_456, "123 kB"),
        (7_000_000, "7.0 MB"),
        (10**13, "10,000 GB"),
    ],
)
def test_sizes_have_few_digits(count: int, expected: str) -> None:
    assert size(count) == expected
