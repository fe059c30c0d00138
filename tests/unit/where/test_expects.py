"""What may come next in a filter expression that is being typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.where.expects import Expectation, expected_at_end


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ("field", "", 0)),
        ("sta", ("field", "", 0)),
        ("not sta", ("field", "", 4)),
        ("(", ("field", "", 1)),
        ("op ", ("operator", "op", 3)),
        ("op =", ("value", "op", 4)),
        ("op = ", ("value", "op", 5)),
        ("op=tr", ("value", "op", 3)),
        ("op = train ", ("joint", "op", 11)),
        ("op = train a", ("joint", "op", 11)),
        ("op = train and ", ("field", "op", 15)),
        ("train and ", ("field", "train", 10)),
        ("(op = a or status = e", ("value", "status", 20)),
        ("(op = a) ", ("joint", "op", 9)),
        ("status in ", ("list", "status", 10)),
        ("status in [", ("value", "status", 11)),
        ("status in [error, ", ("value", "status", 18)),
        ("status in [error] ", ("joint", "status", 18)),
        ("started after ", ("value", "started", 14)),
        ("started > 30 days ago ", ("joint", "started", 22)),
    ],
)
def test_what_comes_next(typed: str, expected: tuple[str, str, int]) -> None:
    assert expected_at_end(typed)[:3] == expected


def test_an_open_quote_is_part_of_the_word() -> None:
    assert expected_at_end('op = "my tr') == Expectation("value", "op", 5, '"')


@given(st.text(st.sampled_from("op =<>!~()[],'\"andori \\"), max_size=40))
def test_the_word_lies_in_the_text(typed: str) -> None:
    assert 0 <= expected_at_end(typed).start <= len(typed)
