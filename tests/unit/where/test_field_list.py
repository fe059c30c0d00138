"""Lists of fields, as `--sort`, `--columns` and views write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.where.field_list import SHOWN, FieldName, field_list
from gage.where.tokens import WhereError


@pytest.mark.parametrize(
    ("text", "sign", "fields"),
    [
        ("", "-", []),
        ("  ", "+", []),
        ("loss", "-", [("loss", False, False)]),
        ("loss,-started", "-", [("loss", False, False), ("started", False, True)]),
        ("-loss", "+", [("-loss", False, False)]),  # another list's sign
        ("+lr, op", "+", [("lr", False, True), ("op", False, False)]),
        ("+ lr", "+", [("lr", False, True)]),
        ('"my, metric",-"op"', "-", [("my, metric", True, False), ("op", True, True)]),
        ("#,config:lr,a.b-c", "+", [("#", False, False), ("config:lr", False, False), ("a.b-c", False, False)]),
    ],
)
def test_a_list_is_read(text: str, sign: str, fields: list[tuple[str, bool, bool]]) -> None:
    assert field_list(text, sign, SHOWN) == [FieldName(*each) for each in fields]


@given(st.text(max_size=30), st.sampled_from("+-"))
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str, sign: str) -> None:
    start, end = place_of_error(text, sign)
    assert 0 <= start <= end <= len(text)


def place_of_error(text: str, sign: str) -> tuple[int, int]:
    try:
        assert all(each.text for each in field_list(text, sign, SHOWN))
    except WhereError as error:
        return error.start, error.end
    return 0, 0
