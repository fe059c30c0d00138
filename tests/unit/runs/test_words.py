from __future__ import annotations

import pytest

from gage.runs.summary import Scalar
from gage.runs.words import ago, counted, duration, time_span, value


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
    assert ago(seconds) == expected


def test_one_is_not_many() -> None:
    assert [counted(count, "file") for count in (0, 1, 1234)] == ["0 files", "1 file", "1,234 files"]


@pytest.mark.parametrize(("seconds", "expected"), [(0.9, ""), (1, "1 second"), (86_400 * 365, "1 year")])
def test_a_time_span_too_short_to_tell_is_nothing(seconds: float, expected: str) -> None:
    assert time_span(seconds) == expected


@pytest.mark.parametrize(
    ("scalar", "expected"), [(None, ""), (True, "true"), (0.123456, "0.1235"), (123456, "123456"), ("a b", "a b")]
)
def test_values_are_told_in_few_digits(scalar: Scalar, expected: str) -> None:
    assert value(scalar) == expected


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.08712, "0.0871s"), (9.876, "9.88s"), (10.9, "10s"), (59.99, "59s"), (60, "1m 00s"), (605, "10m 05s"),
        (3599.9, "59m 59s"), (3600, "1h 00m"), (7500, "2h 05m"), (300_000, "3d 11h"), (1e9, "11,574d 1h"),
    ],
)  # fmt: skip
def test_how_long_something_took(seconds: float, said: str) -> None:
    assert duration(seconds) == said
