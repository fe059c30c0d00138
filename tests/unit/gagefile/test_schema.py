"""The schema of gagefiles: valid itself, documented in full, and the same to the gate as to jschon."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from threading import Thread
from typing import Any

import jschon
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gage.gagefile import judge, schema
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.explain import explain
from gage.gagefile.gate import UnsupportedKeywordError, compile_gate
from gage.gagefile.judge import departures
from gage.gagefile.rules import EVERY_RULE

jschon.create_catalog("2020-12")
JUDGE = jschon.JSONSchema(schema.load())
GATE = compile_gate(schema.load(), schema.load())


def test_the_schema_is_valid_by_its_own_metaschema() -> None:
    assert JUDGE.validate().valid


def keys(node: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a gagefile may hold, with what the schema says of it."""
    if isinstance(node, dict):
        for name, member in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            yield f"{path}/{name}", member
        for name, member in node.items():
            yield from keys(member, f"{path}/{name}")
    elif isinstance(node, list):
        for index, member in enumerate(node):
            yield from keys(member, f"{path}/{index}")


@pytest.mark.parametrize(("path", "key"), [pytest.param(path, key, id=path) for path, key in keys(schema.load())])
def test_every_key_is_documented(path: str, key: dict[str, Any]) -> None:
    documented = schema.dereference(key)
    assert documented["title"]
    assert documented["description"].endswith(".")
    assert documented["examples"]


@pytest.mark.parametrize(("path", "key"), [pytest.param(path, key, id=path) for path, key in keys(schema.load())])
def test_examples_and_defaults_are_valid(path: str, key: dict[str, Any]) -> None:
    gate = compile_gate(schema.load(), key)
    documented = schema.dereference(key)
    for value in [*documented["examples"], *([documented["default"]] if "default" in documented else [])]:
        assert gate(value), value


def test_every_branch_of_a_choice_has_a_title_and_a_description() -> None:
    def branches(node: Any) -> Iterator[Any]:
        if isinstance(node, dict):
            yield from node.get("oneOf", ())
            for member in node.values():
                yield from branches(member)
        elif isinstance(node, list):
            for member in node:
                yield from branches(member)

    for branch in branches(schema.load()):
        assert {"title", "description"} <= schema.dereference(branch).keys(), branch


def test_a_gate_refuses_keywords_it_does_not_cover() -> None:
    with pytest.raises(UnsupportedKeywordError):
        compile_gate({}, {"multipleOf": 2})(4)


NAMES = [
    "description", "default", "version", "exec", "env", "config", "sourcecode", "depends", "progress", "summary", "output-summary", "output-metrics", "listing",
    "run", "finalize", "keys", "prefix", "type", "files", "run-select", "runs-select", "link", "filename", "exce", "$runs-dir", "$namespace", "",
    "run[mac]", "windows", "default", "name", "choices", "min", "required", "operation", "path", "url", "sha256", "tags", "labels", "attributes",
]  # fmt: skip
WORDS = ["", "x", "a b", "x\n", "project-files", "run-files", "runs-summary", "tqdm", "file", "url", "integer"]
SCALARS = st.none() | st.booleans() | st.integers(-2, 2) | st.floats(-2, 2) | st.sampled_from(WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=600)
@given(
    st.dictionaries(
        st.sampled_from(["train", "$runs-dir", "$foo", ""]),
        st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4) | SCALARS,
        max_size=3,
    )
)
def test_the_gate_and_jschon_agree(gagefile: dict[str, Any]) -> None:
    assert GATE(gagefile) == JUDGE.evaluate(jschon.JSON(gagefile)).valid


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
def test_what_is_wrong_with_a_member_is_told_whatever_stands_beside_it(operation: dict[str, Any]) -> None:
    """jschon gets the wrong members of an operation only, and says of them what it says of the whole."""
    whole = explain(JUDGE["$defs"]["operation"].evaluate(jschon.JSON(operation)))
    apart = departures("gagefile.schema.json", ("$defs", "operation"), operation)
    assert sorted(map(str, apart)) == sorted(map(str, whole))


def test_of_what_is_no_table_only_that_is_wrong() -> None:
    """Not, too, which keys it lacks: a schema that wants one of several says so of anything."""
    board = jschon.JSONSchema(schema.load("board.schema.json"))
    (departure,) = explain(board["$defs"]["column"].evaluate(jschon.JSON(5)))
    assert departure.code == "wrong-type"


def valid_values(node: Any) -> st.SearchStrategy[Any]:
    """Values built after the schema, which the differential test above would rarely stumble on."""
    node = schema.dereference(node)
    if "oneOf" in node:
        return st.one_of([valid_values(branch) for branch in node["oneOf"]])
    if "const" in node or "enum" in node:
        return st.sampled_from(node.get("enum") or [node["const"]])
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    return st.one_of([_of_type(name, node) for name in types])


def _of_type(name: str, node: dict[str, Any]) -> st.SearchStrategy[Any]:
    if name == "object":
        if "additionalProperties" in node and node["additionalProperties"] is not False:
            return st.dictionaries(st.text(max_size=3), valid_values(node["additionalProperties"]), max_size=2)
        members = {key: valid_values(member) for key, member in node["properties"].items()}
        needed = [*node.get("required", ()), *node.get("anyOf", [{}])[0].get("required", ())]
        required = {key: members.pop(key) for key in needed}
        members |= {key: valid_values(schema.at(node, (key,))[0]) for key in islice(schema.patterned(node), 4)}
        return st.fixed_dictionaries(required, optional=members)
    if name == "array":
        return st.lists(valid_values(node["items"]), min_size=node.get("minItems", 0), max_size=2)
    return {
        "string": st.from_regex(node.get("pattern", r"^[a-zé0-9]{1,4}$"), fullmatch=True).filter(bool),
        "boolean": st.booleans(),
        "number": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "null": st.none(),
    }[name]


@settings(max_examples=200)
@given(st.data())
def test_what_the_schema_describes_passes_gate_and_jschon(data: st.DataObject) -> None:
    operation = data.draw(valid_values(schema.load()["$defs"]["operation"]))
    json.dumps(operation)
    assert GATE({"op": operation})
    assert JUDGE.evaluate(jschon.JSON({"op": operation})).valid


@settings(max_examples=200)
@given(st.data())
def test_every_invalid_operation_is_explained(data: st.DataObject) -> None:
    """What the gate rejects has at least one problem, and each stands inside the text."""
    from gage.gagefile.check import check
    from gage.gagefile.document import Document

    operation = data.draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
    text = json.dumps({"op": operation}, indent=1)
    document = Document(text, "json")
    found = check(document)
    of_rules = {rule.code for rule in EVERY_RULE}
    assert GATE({"op": operation}) == (not [problem for problem in found if problem.code not in of_rules])
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in found)


def test_the_judge_can_be_got_ready_in_another_thread() -> None:
    judge._made.cache_clear()
    threads = [Thread(target=judge.get_ready) for _ in range(3)]
    for thread in threads:
        thread.start()
    [problem] = check(Document("[train]\nexce = 'a'\nexec = 'b'\n", "toml"))
    for thread in threads:
        thread.join()
    assert problem.code == "unknown-key"
    assert judge._made.cache_info().misses == 1
