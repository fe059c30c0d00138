from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.runs.summary import Summary, read_summary

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["metrics", "attributes", "run", "label", "value", "name", "x"]), inner)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"metrics": {"a": 1, "b": 0.5, "c": None}}, Summary({"a": 1, "b": 0.5, "c": None}, {})),
        ({"metrics": {"a": {"value": 1, "label": "A"}}}, Summary({"a": 1}, {})),
        ({"metrics": [{"a": 1}, {"b": 2}, {"name": "c", "value": 3}]}, Summary({"a": 1, "b": 2, "c": 3}, {})),
        ({"metrics": {"a": float("nan"), "b": float("inf")}}, Summary({"a": None, "b": None}, {})),
        ({"metrics": {"a": "high", "b": True, "c": [1]}}, Summary({}, {})),
        ({"attributes": {"a": "x", "b": True, "c": [1, "two"], "d": {"e": 1}}}, Summary(
            {}, {"a": "x", "b": True, "c": "1, two", "d": None})),
        ({"attributes": {"a": {"value": {"b": 1}}}}, Summary({}, {"a": None})),
        ({"run": {"label": "best"}}, Summary({}, {}, label="best")),
        ([1, 2], Summary({}, {})),
        (None, Summary({}, {})),
        ({"metrics": 3, "attributes": "x", "run": [1]}, Summary({}, {})),
    ],
)  # fmt: skip
def test_summaries_are_read_in_every_shape_programs_write(data: Any, expected: Summary) -> None:
    assert read_summary(data) == expected


@given(anything)
def test_no_stored_summary_raises_or_yields_what_json_cannot_carry(data: Any) -> None:
    summary = read_summary(data)
    json.dumps([summary.metrics, summary.attributes, summary.label], allow_nan=False)
