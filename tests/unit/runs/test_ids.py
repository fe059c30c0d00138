from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.runs import ids
from gage.runs.ids import entry_ms, id_ms, is_id, make_id, naming_digits, run_name, short_name


@pytest.mark.parametrize(
    ("digits", "name"),
    [
        ("60a825b1", "kafom-fikud"),
        ("00000000", "babab-babab"),
        ("ffffffff", "zuzuz-zuzuz"),
        ("7f000001", "lusab-babad"),
    ],
)
def test_a_version_4_id_is_named_after_its_first_digits(digits: str, name: str) -> None:
    assert run_name(f"{digits}-1111-4111-8111-111111111111") == name


def test_a_version_7_id_is_named_after_its_last_digits() -> None:
    assert run_name("01a20920-1ed1-7000-a842-a74560a825b1") == "kafom-fikud"
    assert short_name("01a20920-1ed1-7000-a842-a74560a825b1") == "kafom"


def test_when_a_millisecond_has_no_more_ids_the_next_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", (1 << 47, 0xFFE))
    last, first = make_id(), make_id()
    assert (id_ms(last), id_ms(first)) == (1 << 47, (1 << 47) + 1)
    assert last < first


def test_ids_are_version_7_and_grow_within_one_millisecond() -> None:
    ids = [make_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert {uuid.UUID(made).version for made in ids} == {7}
    assert {uuid.UUID(made).variant for made in ids} == {uuid.RFC_4122}
    assert len({naming_digits(made) for made in ids}) > 9_990


def test_an_id_can_be_made_to_follow_a_time_the_clock_has_not_reached() -> None:
    later = id_ms(make_id())
    assert later is not None
    assert id_ms(make_id(later + 60_000)) == later + 60_000


@given(st.uuids())
def test_every_uuid_has_a_name_of_two_groups_of_five(value: uuid.UUID) -> None:
    first, _, second = run_name(str(value)).partition("-")
    assert (len(first), len(second)) == (5, 5)
    assert is_id(str(value))
    assert entry_ms(str(value)) == value.int >> 80
