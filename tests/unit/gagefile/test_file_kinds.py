"""Boards, summaries and user configs: how they are known, and that their schemas are valid, documented and judged alike."""

from __future__ import annotations

import json
import re
from typing import Any

import jschon
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.gagefile.test_schema import keys

from gage.gagefile import schema
from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import BOARD, GAGEFILE, SUMMARY, USER_CONFIG, FileKind, kind_of
from gage.gagefile.gate import compile_gate
from gage.gagefile.text import Span

OTHERS = (BOARD, SUMMARY, USER_CONFIG)
jschon.create_catalog("2020-12")
BEYOND = re.compile(
    r"error of the syntax|there is no theme|is no style: |is Gage's own|must be a whole number, 1 or more"
)
"""What is said beyond the schema."""

JUDGES = {kind: jschon.JSONSchema(schema.load(kind.schema)) for kind in OTHERS}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("gage.toml", GAGEFILE),
        ("board.toml", BOARD),
        ("a/b/board.yaml", BOARD),
        ("train.board.yml", BOARD),
        (r"C:\\work\\board.json", BOARD),
        ("summary.json", SUMMARY),
        ("best.summary.json", SUMMARY),
        ("gageconfig.toml", USER_CONFIG),
        (".gage/config.yaml", USER_CONFIG),
        ("a/.gage/config.json", USER_CONFIG),
        ("config.toml", GAGEFILE),
        (".gage/gageconfig.toml", GAGEFILE),
        ("board", GAGEFILE),
        ("board/gage.toml", GAGEFILE),
        ("board.old.toml", GAGEFILE),
        ("notes.toml", GAGEFILE),
        ("-", GAGEFILE),
        ("", GAGEFILE),
    ],
)
def test_the_name_of_a_file_says_its_kind(path: str, kind: FileKind) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize("kind", OTHERS)
def test_the_schema_is_valid_by_its_metaschema_and_says_where_it_is_found(kind: FileKind) -> None:
    assert JUDGES[kind].validate().valid
    assert schema.load(kind.schema)["$id"] == f"https://gage.dev/schemas/{kind.schema}"
    assert schema.load(kind.schema)["title"].lower() == kind.called


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        pytest.param(kind, key, id=f"{kind.called} {path}")
        for kind in OTHERS
        for path, key in keys(schema.load(kind.schema))
    ],
)
def test_every_key_is_documented_and_its_examples_are_valid(kind: FileKind, key: dict[str, Any]) -> None:
    documented = schema.dereference(key)
    assert documented["title"]
    assert documented["description"].endswith(".")
    assert documented["examples"]
    gate = compile_gate(schema.load(kind.schema), key)
    for value in [*documented["examples"], *([documented["default"]] if "default" in documented else [])]:
        assert gate(value), value


def names(node: Any) -> set[str]:
    """Every key and every text that a schema names."""
    if isinstance(node, dict):
        own = {*node.get("properties", ()), *node.get("enum", ())}
        return own.union(*(names(member) for member in node.values()))
    return set().union(*map(names, node)) if isinstance(node, list) else set()


def values(kind: FileKind) -> st.SearchStrategy[Any]:
    """Values of the words that a schema knows and some that it does not."""
    words = st.sampled_from([*sorted(names(schema.load(kind.schema))), "metric:loss", "no-command", "zebra", ""])
    scalars = st.none() | st.booleans() | st.integers(-2, 2) | words
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
        max_leaves=16,
    )


@pytest.mark.parametrize("kind", OTHERS)
@settings(max_examples=300)
@given(data=st.data())
def test_gate_judge_and_check_agree(kind: FileKind, data: st.DataObject) -> None:
    """What the gate rejects jschon rejects too, and it is explained at a place inside the text."""
    described = schema.load(kind.schema)
    tops = st.sampled_from(sorted(described["properties"]))
    file = data.draw(st.dictionaries(tops, values(kind), max_size=3))
    text = json.dumps(file, indent=1)
    found = check(Document(text, "json", kind=kind))
    told = [problem for problem in found if problem.code != "unknown-code" and not BEYOND.search(problem.message)]
    valid = compile_gate(described, described)(file)
    assert valid == JUDGES[kind].evaluate(jschon.JSON(file)).valid
    assert not told if valid else found, file
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in found)


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_an_edited_file_is_of_its_kind_still(kind: FileKind, syntax: Syntax) -> None:
    text = {"toml": "x = 1\n", "yaml": "x: 1\n", "json": '{"x": 1}\n'}[syntax]
    document = Document(text, syntax, kind=kind)
    (before,) = check(document)
    (after,) = check(document.edited(Span(len(text), len(text)), "\n"))
    assert before == after
    assert f"in this {kind.called}" in before.message
