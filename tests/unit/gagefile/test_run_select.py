"""Which operations a selection of runs asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.run_select import asked_for


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("op = prepare", ["prepare"]),
        ("op==prepare", ["prepare"]),
        (' operation = "prepare-data" ', ["prepare-data"]),
        ("op in [train, 'eval',]", ["train", "eval"]),
        ("status = completed and op = a and label = x", ["a"]),
        ("op = a or op = b", []),
        ("op = a started after yesterday", []),
        ("not op = a", []),
        ("op != a", []),
        ("label = a", []),
        ("op = ns:a", []),
        ("op in [a", []),
        ("op = ", []),
        ("", []),
    ],
)
def test_simple_forms_are_read_and_others_left_alone(expression: str, names: list[str]) -> None:
    named = asked_for(expression)
    assert [found.name for found in named] == names
    assert all(expression[found.start :].startswith(found.name) for found in named)
    assert all(found.alone == (len(names) == 1) for found in named)


@given(st.text("op in=[a,]'\" and", max_size=30))
def test_no_expression_raises(expression: str) -> None:
    asked_for(expression)
