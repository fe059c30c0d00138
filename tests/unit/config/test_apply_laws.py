"""Laws of writing values: in any module of assignments a flag changes its own literal and not one character more."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.apply import apply_config
from gage.config.python_file import PythonFile, parse_python
from gage.config.python_literal import spell
from gage.config.read import read_config
from gage.config.resolve import resolve_config, same
from gage.config.scalar import Scalar
from gage.gagefile.model import ConfigSection

scalars: st.SearchStrategy[Scalar] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
literals = st.one_of(
    scalars.map(repr).filter(lambda text: "\\ud" not in text),
    st.sampled_from(
        [
            "0x1F",
            "1_000_000",
            "1e-3",
            "0b1",
            "+1",
            "- 2",
            "r'a\\b'",
            '"""tri\n"ple"""',
            "'''é\r\n'''",
            "('a'\n'b')",
            "u'x'",
        ]
    ),
)
spaces = st.sampled_from(["", " ", "  ", "\t"])
ends = st.sampled_from(["\n", "\r\n", "  # ünï 'quoted' 1\n", ";\n", "\n\x0c\n", "\n\n# 😀\r\n"])
values = st.recursive(
    literals,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(inner, max_size=3).map(
            lambda items: "{" + ",".join(f"'k{i}':{v}" for i, v in enumerate(items)) + "}"
        )
    ),
    max_leaves=4,
)


@st.composite
def modules(draw: st.DrawFn) -> str:
    """The text of a module made of assignments, in every spelling."""
    lines = draw(st.lists(st.tuples(spaces, spaces, values, ends), min_size=1, max_size=6))
    return "".join(f"ñ{number}{left}={right}{value}{end}" for number, (left, right, value, end) in enumerate(lines))


@given(modules(), st.data())
def test_setting_a_value_changes_that_literal_alone(
    tmp_path_factory: pytest.TempPathFactory, source: str, data: st.DataObject
) -> None:
    copy: Path = tmp_path_factory.mktemp("run")
    (copy / "a.py").write_bytes(source.encode())
    config = read_config([ConfigSection(("a.py#**.*",))], copy)
    before = parse_python(source.encode())
    assert {key: literal.value for key, literal in before.literals.items()} == config.values
    assert apply_config(config, resolve_config(config, {}), copy) == ""
    assert (copy / "a.py").read_bytes() == source.encode()
    if not before.literals:
        return
    name = data.draw(st.sampled_from(sorted(before.literals)))
    value = data.draw(st.text() if isinstance(before.literals[name].value, str) else values_like(before, name))
    resolved = resolve_config(config, {name: value})
    apply_config(config, resolved, copy)
    after = parse_python((copy / "a.py").read_bytes())
    assert same(after.literals[name].value, resolved[name])
    old, new = before.literals[name], after.literals[name]
    assert after.text[: new.start] == before.text[: old.start]
    assert after.text[new.end :] == before.text[old.end :]
    assert same(ast.literal_eval(after.text[new.start : new.end]), resolved[name])
    assert list(after.literals) == list(before.literals)
    assert all(same(after.literals[key].value, before.literals[key].value) for key in before.literals if key != name)


def values_like(file: PythonFile, name: str) -> st.SearchStrategy[Scalar]:
    """Values that fit the literal of a name."""
    old = file.literals[name].value
    if old is None:
        return scalars
    if isinstance(old, bool):
        return st.booleans()
    return st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.text(),
    st.sampled_from(["'a'", '"a"', "'''a'''", "r'a'", "None"]),
    st.sampled_from(["utf-8", "latin-1", "shift_jis"]),
)
def test_any_text_is_spelled_as_a_literal_that_reads_back(text: str, replaced: str, encoding: str) -> None:
    spelled = spell(text, replaced, encoding)
    assert ast.literal_eval(spelled.encode(encoding).decode(encoding)) == text
    assert spelled.isprintable()
