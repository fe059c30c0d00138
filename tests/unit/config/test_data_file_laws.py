"""Laws of values in JSON, TOML and YAML files, over documents written by their own libraries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gage.config.apply import apply_config
from gage.config.config_file import is_scalar, parse_config_file
from gage.config.data_literal import spell
from gage.config.project_config import ConfigError, Scalar
from gage.config.read import read_config
from gage.config.resolve import resolve_config, same
from gage.gagefile.model import ConfigSection
from gage.gagefile.spell import spell_entry

texts = st.text(st.characters(exclude_categories=["Cs"]))
plain = texts | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
keys = st.text("abcé_-", min_size=1, max_size=4)
values = st.recursive(
    plain | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(keys, values, max_size=4)


def leaves(value: Any, key: str = "") -> dict[str, Scalar]:
    """The scalars of a value by dotted key."""
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        before = f"{key}." if key else ""
        return {name: leaf for each, member in members for name, leaf in leaves(member, f"{before}{each}").items()}
    return {key: value}


def without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_null(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [without_null(each) for each in value if each is not None]
    return value


def written_json(value: Any, data: st.DataObject) -> str:
    return json.dumps(value, indent=data.draw(st.sampled_from([None, 2])), ensure_ascii=data.draw(st.booleans()))


def written_yaml(value: Any, data: st.DataObject) -> str:
    style = data.draw(st.sampled_from([None, "'", '"', "|", ">"]))
    flow = data.draw(st.sampled_from([None, True, False]))
    text: str = yaml.safe_dump(
        value, default_style=style, default_flow_style=flow, allow_unicode=data.draw(st.booleans())
    )
    return text


def written_toml(value: Any, _: st.DataObject) -> str:
    return "".join(f"{spell_entry(key, each, 'toml')} # x\n" for key, each in without_null(value).items())


WRITERS = {"p.json": written_json, "p.yaml": written_yaml, "p.toml": written_toml}


@pytest.mark.parametrize("name", WRITERS)
@given(value=objects, data=st.data())
def test_a_value_set_is_read_again_and_all_else_stays(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: dict[str, Any], data: st.DataObject
) -> None:
    text = WRITERS[name](value, data)
    read = without_null(value) if name == "p.toml" else value
    directory: Path = tmp_path_factory.mktemp("run")
    (directory / name).write_bytes(text.encode())
    before = parse_config_file(name, text.encode())
    expected = leaves(read)
    assert before.literals.keys() == expected.keys()
    assert all(same(literal.value, expected[key]) for key, literal in before.literals.items())
    if not expected:
        return
    config = read_config([ConfigSection((f"{name}#**.*",))], directory)
    key = data.draw(st.sampled_from(sorted(expected)))
    resolved = resolve_config(config, {key: data.draw(values_like(expected[key]))})
    try:
        apply_config(config, resolved, directory)
    except ConfigError:
        # What has a tag of its own, such as `!!null`, stays of that type.
        assert before.text[: before.literals[key].start].rstrip().endswith(("!!null", "!!int"))
        return
    after = parse_config_file(name, (directory / name).read_bytes())
    assert same(after.literals[key].value, resolved[key])
    old, new = before.literals[key], after.literals[key]
    assert after.text[: old.start] == before.text[: old.start]
    assert after.text[new.end :] == before.text[old.end :]
    assert {other: each.value for other, each in after.literals.items() if other != key} == {
        other: each.value for other, each in before.literals.items() if other != key
    }


def values_like(old: Scalar) -> st.SearchStrategy[Any]:
    if old is None:
        return plain
    if isinstance(old, bool):
        return st.booleans()
    if isinstance(old, str):
        return texts
    return st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)


@given(
    texts | st.sampled_from(["1e5", "on", "0o7", "1_0", "~", "12:30", ".", "-", "...", "---", "<<", "=", "a:", "a #"])
)
def test_a_text_of_yaml_stays_text_wherever_it_stands(text: str) -> None:
    for replaced in ("a", "'a'", '"a"', "|\n  a"):
        spelled = spell(text, replaced, "yaml")
        assert yaml.safe_load(f"x: {spelled} # c") == {"x": text}
        assert yaml.safe_load(f"x: [{spelled}, 1]") == {"x": [text, 1]}


@given(st.floats() | st.integers())
def test_numbers_of_yaml_are_numbers_to_it(number: float) -> None:
    if is_scalar(number):
        assert same(yaml.safe_load(spell(number, "1", "yaml")), number)
