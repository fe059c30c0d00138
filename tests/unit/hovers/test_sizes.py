from __future__ import annotations

import pytest

from gage_ls.hovers.file_cards import size


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
