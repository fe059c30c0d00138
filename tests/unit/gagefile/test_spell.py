"""What is spelled in a syntax reads back as what it was, by our reader and by the ones other programs use."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from same_data import same

from gage.gagefile.document import Document, Syntax
from gage.gagefile.spell import spell, spell_entry

try:
    import tomllib
except ModuleNotFoundError:
    import tomli as tomllib

SCALARS = st.text() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)
READERS = {"toml": tomllib.loads, "yaml": yaml.safe_load, "json": json.loads}


@given(VALUES, st.sampled_from(["toml", "yaml", "json"]), st.text(min_size=1))
def test_what_is_spelled_reads_back(value: Any, syntax: Syntax, key: str) -> None:
    text = spell_entry(key, value, syntax)
    text = f"{{{text}}}" if syntax == "json" else text
    document = Document(text, syntax)
    assert document.problems == []
    assert same(document.data, {key: value})
    assert same(READERS[syntax](text), {key: value})


@pytest.mark.parametrize(
    ("value", "toml", "as_yaml", "as_json"),
    [
        ("python train.py", '"python train.py"', "python train.py", '"python train.py"'),
        ("*.csv", '"*.csv"', '"*.csv"', '"*.csv"'),
        ("no", '"no"', '"no"', '"no"'),
        ("😀\x7f", '"😀\\u007f"', '"😀\\u007f"', '"😀\\u007f"'),
        ("\U000e0001", '"\\U000e0001"', '"\\U000e0001"', '"\\udb40\\udc01"'),
        (True, "true", "true", "true"),
        (0.5, "0.5", "0.5", "0.5"),
        ({}, "{}", "{}", "{}"),
        ({"run[mac]": ["a", 1]}, '{ "run[mac]" = ["a", 1] }', '{"run[mac]": [a, 1]}', '{ "run[mac]": ["a", 1] }'),
    ],
)
def test_values_look_as_people_write_them(value: Any, toml: str, as_yaml: str, as_json: str) -> None:
    assert [spell(value, syntax) for syntax in ("toml", "yaml", "json")] == [toml, as_yaml, as_json]


def test_tables_of_yaml_take_a_line_for_each_member() -> None:
    value = [{"name": "lr", "choices": [1, 2], "inner": {"a": {}}}, "x"]
    expected = "config:\n  - name: lr\n    choices: [1, 2]\n    inner:\n      a: {}\n  - x"
    assert spell_entry("config", value, "yaml") == expected


def test_a_number_with_an_exponent_is_a_number_in_yaml() -> None:
    assert [spell(value, "yaml") for value in (1e-5, 1e22, -1.5e-9)] == ["1.0e-05", "1.0e+22", "-1.5e-09"]
