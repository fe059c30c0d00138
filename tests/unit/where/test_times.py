"""What dates and time spans stand for."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.where.fields import is_date, is_duration
from gage.where.times import moments, seconds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot change the zone of a process")
NOW = datetime(2026, 3, 15, 12, 30, 15, 500)


@pytest.fixture(autouse=True)
def _berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time is that of Berlin, an hour ahead of UTC in winter."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(microseconds: int) -> str:
    moment = datetime.fromtimestamp(microseconds // 1_000_000, timezone.utc)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-01-31", "2026-01-30 23:00:00", "2026-01-31 23:00:00"),
        ("2026-07-31", "2026-07-30 22:00:00", "2026-07-31 22:00:00"),
        ("2026-03-29", "2026-03-28 23:00:00", "2026-03-29 22:00:00"),
        ("2026-01-31T10:00", "2026-01-31 09:00:00", "2026-01-31 09:01:00"),
        ("2026-01-31 10:00:30", "2026-01-31 09:00:30", "2026-01-31 09:00:31"),
        ("2026-01-31T10:00Z", "2026-01-31 10:00:00", "2026-01-31 10:01:00"),
        ("2026-01-31T10:00:00+05:30", "2026-01-31 04:30:00", "2026-01-31 04:30:01"),
        ("2026-01-31T10:00:00.250", "2026-01-31 09:00:00", "2026-01-31 09:00:00"),
        ("now", "2026-03-15 11:30:15", "2026-03-15 11:30:15"),
        ("today", "2026-03-14 23:00:00", "2026-03-15 23:00:00"),
        ("yesterday", "2026-03-13 23:00:00", "2026-03-14 23:00:00"),
        ("3 days ago", "2026-03-12 11:30:15", "2026-03-12 11:30:15"),
        ("an hour ago", "2026-03-15 10:30:15", "2026-03-15 10:30:15"),
        ("2 months ago", "2026-01-14 11:30:15", "2026-01-14 11:30:15"),
    ],
)
def test_a_date_stands_for_the_time_it_covers(text: str, start: str, end: str) -> None:
    assert tuple(map(utc, moments(text, NOW))) == (start, end)


@pytest.mark.parametrize(
    ("text", "length"),
    [("90", 90), ("1.5h", 5400), ("10 min", 600), ("10m", 600), ("2 months", 5_184_000), ("3d", 259_200), ("1y", 31_536_000)],
)  # fmt: skip
def test_a_time_span_is_a_number_of_seconds(text: str, length: float) -> None:
    assert seconds(text) == length


FAR = ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00+14:00", "9" * 400 + " years ago"]


@given(
    st.sampled_from(FAR)
    | st.datetimes(timezones=st.none() | st.timezones()).flatmap(
        lambda moment: st.sampled_from(["auto", "hours", "minutes", "seconds", "microseconds"]).map(
            lambda form: moment.isoformat(timespec=form)
        )
    )
    | st.from_regex(r"[0-9TW:Z+ .-]{4,20}", fullmatch=True)
    | st.text("0123456789dhmswy.", max_size=9)
)
def test_all_that_passes_for_a_date_or_a_time_span_is_read(text: str) -> None:
    if is_date(text):
        start, end = moments(text, NOW)
        assert start <= end
    if is_duration(text):
        assert seconds(text) >= 0
