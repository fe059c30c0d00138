from __future__ import annotations

from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from gage.gagefile.document import Document
from gage.gagefile.node import walk
from gage.gagefile.problem import apply
from gage.gagefile.syntax.toml_syntax import parse, reads_on

# What was typed, what can be read of it, and the problems: code and the characters they stand on.
HALF_TYPED: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("[train]\nex", {"train": {}}, [("toml-expected-equals", "")]),
    ("[train]\nexec = ", {"train": {}}, [("toml-expected-value", "")]),
    ("[train.", {"train": {}}, [("toml-header", "[train.")]),
    ("[", {}, [("toml-header", "[")]),
    ("[[a.depends]]\nty", {"a": {"depends": [{}]}}, [("toml-expected-equals", "")]),
    ("[train]\nexec = { ru", {"train": {"exec": {}}}, [("toml-unclosed", "{"), ("toml-expected-equals", "")]),
    ("[train\nexec = 1\n[eval]\nexec = 2", {"train": {"exec": 1}, "eval": {"exec": 2}}, [("toml-header", "[train")]),
    ('a = ["x",\n[b]\nc = 1', {"a": ["x"], "b": {"c": 1}}, [("toml-unclosed", "[")]),
    ("a = [1, 2\nb = 3", {"a": [1, 2], "b": 3}, [("toml-unclosed", "[")]),
    ("a = [[1, [2\nb = 3", {"a": [[1, [2]]], "b": 3}, [("toml-unclosed", "[")]),
    ("a = { b = 1\nc = 2", {"a": {"b": 1}, "c": 2}, [("toml-unclosed", "{")]),
    ('a = "x\nb = 1', {"a": "x", "b": 1}, [("toml-unterminated-string", '"x')]),
    ('a = """x\n[b]\nc = 1', {"a": "x", "b": {"c": 1}}, [("toml-unterminated-string", '"""')]),
    ("a = [1 2]", {"a": [1, 2]}, [("toml-missing-comma", "")]),
    ("a = [1,, 2]", {"a": [1, 2]}, [("toml-extra-comma", ",")]),
    ("a = 1]", {"a": 1}, [("toml-unmatched", "]")]),
    ("a = {b = 1]", {"a": {"b": 1}}, [("toml-unmatched", "]")]),
    ("a = {b = [1}", {"a": {"b": [1]}}, [("toml-unclosed", "[")]),
    ("a = 1 b = 2", {"a": 1, "b": 2}, [("toml-expected-line-end", "b")]),
    ("a = python x.py # c\nb = 1", {"b": 1}, [("toml-value", "python x.py")]),
    ("a: 1\nb = 2", {"a": 1, "b": 2}, [("toml-expected-equals", ":")]),
    ("naïve = 1", {"naïve": 1}, [("toml-key", "naïve")]),
    ('a = "\\d"', {"a": "d"}, [("toml-escape", "\\d")]),
    ("a = 2026-13-01", {}, [("toml-datetime", "2026-13-01")]),
    ("a = 1\na = 2", {"a": 1}, [("duplicate-key", "a")]),
    ("[a]\nx = 1\n[a]\ny = 2", {"a": {"x": 1, "y": 2}}, [("duplicate-table", "a")]),
    ("a = 1 \x00", {"a": 1}, [("toml-expected-line-end", "\x00")]),
]


@pytest.mark.parametrize(("text", "data", "problems"), HALF_TYPED, ids=[case[0] for case in HALF_TYPED])
def test_half_typed_text_is_read_as_it_was_meant(text: str, data: Any, problems: list[tuple[str, str]]) -> None:
    document = Document(text, "toml")
    assert document.data == data
    assert [(problem.code, text[slice(*problem.span)]) for problem in document.problems] == problems


FIXABLE = [
    case[0]
    for case in HALF_TYPED
    if case[2][0][0] in ("toml-unclosed", "toml-missing-comma", "toml-extra-comma", "toml-value")
]


@pytest.mark.parametrize("text", FIXABLE)
def test_the_fixes_of_unclosed_and_unquoted_text_mend_it(text: str) -> None:
    while fixes := [problem.fixes[0] for problem in parse(text)[1] if problem.fixes]:
        text = apply(text, fixes[-1])
    assert all(problem.code == "toml-expected-equals" for problem in parse(text)[1])


@pytest.mark.parametrize("opener", ["[", "{a=", '"', "'", '"""', "[[", "[a.", "#", "a=[", "a={b="])
def test_endless_openers_are_read_without_exhausting_anything(opener: str) -> None:
    text = "x = " + opener * 20_000
    root, problems = parse(text)
    assert problems
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in problems)
    assert len(problems) < 20_100
    list(walk(root))


def test_nesting_deeper_than_the_cap_is_one_problem_and_the_rest_is_read() -> None:
    document = Document(f"a = {'[' * 1000}{']' * 1000}\nb = 1", "toml")
    assert [problem.code for problem in document.problems] == ["nesting-too-deep"]
    assert document.data["b"] == 1


keys = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True) | st.text(max_size=5)
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text(max_size=12)
lines = st.lists(st.sampled_from([
    "[a]", "[a.b]", "[[c]]", "[ 'd' ]", "x = 1", 'y = "t"', "z.w = [1, 2]", "v = { q = 1, r.s = 'l' }", "t = 1979-05-27T07:32:00Z",
    "m = '''\nmany\n'''", 'n = """\\\n  folded"""', "# comment", "", "o = 0x1F", "p = 1e3", "a.b.c = true", "x = 2", "[a]", "u = 07:32",
]), max_size=12)  # fmt: skip
mutations = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["", "[", "]", "{", "}", '"', "'", ",", "=", "\n", "#", ".", "\r", "é", "\x00"])), max_size=3)  # fmt: skip


@settings(max_examples=400)
@given(lines, mutations)
def test_what_tomli_accepts_is_read_alike_and_what_it_refuses_is_a_problem(
    parts: list[str], changes: list[tuple[int, str]]
) -> None:
    text = "\n".join(parts)
    for place, char in changes:
        text = text[:place] + char + text[place + 1 :]
    document = Document(text, "toml")
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in document.problems)
    try:
        expected = tomli.loads(text)
    except tomli.TOMLDecodeError:
        assert document.problems
    else:
        assert not document.problems
        assert document.data == expected


@settings(max_examples=300)
@given(st.text(st.sampled_from("[]{}=\"'#,. \t\r\nabc01-_\\é🚀\x00\ufeff"), max_size=60))
def test_any_text_at_all_gives_a_tree_with_places_inside_it(text: str) -> None:
    root, problems = parse(text)
    for _, node in walk(root):
        assert 0 <= node.start <= node.end <= len(text)
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert all(0 <= edit.span.start <= edit.span.end <= len(text) for fix in problem.fixes for edit in fix.edits)


def test_every_value_and_key_segment_knows_its_place() -> None:
    text = '"tr in".exec = [ "a", { b = 1 } ] # c\n[x . "y"]\nz = true'
    document = Document(text, "toml")
    places = {route: text[slice(*node.span)] for route, node in walk(document.root) if route}
    assert places[("tr in", "exec")] == '[ "a", { b = 1 } ]'
    assert places[("tr in", "exec", 1, "b")] == "1"
    assert places[("x", "y", "z")] == "true"
    keys = {route: text[slice(*entry.key_span)] for route in places if (entry := document.entry(route))}
    assert keys[("tr in",)] == '"tr in"'
    assert keys[("x", "y")] == '"y"'


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("[a]\nx 1\n", "toml-expected-equals"),
        ("a = 1\na = 2\n", "duplicate-key"),
        ("[a]\nx = 'y\n", "toml-unterminated-string"),
    ],
)
def test_a_strict_reading_ends_at_the_first_mistake_but_for_those_that_are_passed_over(text: str, mistake: str) -> None:
    assert reads_on("[a]\nx = 1\n", frozenset())
    assert not reads_on(text, frozenset())
    assert reads_on(text, frozenset({mistake}))
