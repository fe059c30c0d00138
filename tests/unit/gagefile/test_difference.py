from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.difference import difference
from gage.gagefile.document import Document, Syntax
from gage.gagefile.problem import Fix, apply

OPERATIONS = st.lists(
    st.sampled_from(["[a]\n", "[b]\r\n", 'x = "y"\n', "z = 1\r", "\n", "# c\u2028d\n", 'w = """\n[c]\n"""\n', "'"]),
    max_size=9,
).map("".join)


@given(OPERATIONS, OPERATIONS)
def test_the_edits_make_one_of_the_other(before: str, after: str) -> None:
    edits = difference(Document(before, "toml"), Document(after, "toml"))
    assert apply(before, Fix("", edits)) == after
    for edit in edits:
        for place in edit.span:
            assert before[place - 1 : place + 1] != "\r\n"


@pytest.mark.parametrize(
    ("before", "after", "syntax", "changed"),
    [
        (
            "[a]\nx = 1\n[b]\ny = 1\n[c]\nz = 1\n",
            "[a]\nx = 2\n[b]\ny = 1\n[c]\nz = 3\n",
            "toml",
            ["x = 1\n", "z = 1\n"],
        ),
        ("a:\n  x: 1\nb:\n  y: 1\n", "a:\n  x: 1\nb:\n  y: 1\n  z: 1\n", "yaml", [""]),
        ('{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1,\n  "b": 3\n}\n', "json", ['  "b": 2\n']),
        ("[a]\n", "[a]\n[b]\n", "toml", [""]),
        ("[a]\n", "[a]\n", "toml", []),
    ],
)
def test_what_is_the_same_is_left_alone(before: str, after: str, syntax: Syntax, changed: list[str]) -> None:
    edits = difference(Document(before, syntax), Document(after, syntax))
    assert [before[slice(*edit.span)] for edit in edits] == changed
