"""JSON5 read tolerantly: what is kept, what is reported, and that nothing makes the parser raise."""

from __future__ import annotations

import gc
import json
from typing import Any

import json5
import pytest
import syntax_cases
from hypothesis import given
from hypothesis import strategies as st
from same_data import same
from syntax_cases import check_places

from gage.gagefile.document import Document
from gage.gagefile.node import Array, Object, to_data, walk
from gage.gagefile.problem import apply
from gage.gagefile.syntax import json_syntax, json_text
from gage.gagefile.syntax.nested_quotes import nested_quotes


def found(text: str) -> list[tuple[str, str]]:
    return syntax_cases.found(json_syntax.parse, text)


def read(text: str) -> Any:
    return to_data(json_syntax.parse(text)[0])


CASES = syntax_cases.cases("json")
NAMES = syntax_cases.names(CASES)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_half_typed_text_keeps_what_it_can_and_tells_each_mistake_once(case: dict[str, Any]) -> None:
    syntax_cases.check_case(json_syntax.parse, case)


@pytest.mark.parametrize("text", [case["text"] for case in CASES], ids=NAMES)
def test_a_fix_takes_its_problem_away_and_brings_no_other(text: str) -> None:
    problems = json_syntax.parse(text)[1]
    for problem in problems:
        for fix in problem.fixes:
            left = json_syntax.parse(apply(text, fix))[1]
            # A colon or quote that was missing shows that the value is missing too.
            assert len(left) < len(problems) or {"json-expected-value", "json-expected-colon"} & {p.code for p in left}


def test_an_integer_of_thousands_of_digits_is_refused() -> None:
    digits = "9" * 5000
    assert found(f"[{digits}, 1]") == [("json-number", digits)]


VALID = [
    '{unquoted: \'single\', "double": "quotes", trailing: [1, 2,],}',
    "[+1, -1, .5, 5., 0x1F, -0xaB, 1e3, 2E-2, Infinity, -Infinity, +NaN, NaN, 0, -0]",
    "'line \\\ncontinued \\\r\nagain \\\u2028end'",
    r"'\b\f\n\r\t\v\0\x41\u0042\ud83d\ude00\'\"\q'",
    "// one\n/* two **/ {a /* three */ : /**/ 1 // four\r, b: null}//five",
    "{ \\u0061b: 1, \u00e9t\u00e9: 2, $_: 3, a\u200cb: 4, null: 5, Infinity: 6 }",
    "\u00a0\u2003\ufeff\u2028 true \u2029\v\f",
    '"\u2028\u2029\t"',
    '{"": {"": []}}',
    "null//",
]


@pytest.mark.parametrize("text", VALID)
def test_json5_is_read_as_the_json5_package_reads_it(text: str) -> None:
    assert found(text) == []
    assert same(read(text), json5.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "\x85 1",
        "\x1c1",
        "'a\nb'",
        "01",
        "0x",
        "+ 1",
        "1_000",
        "'\\01'",
        "truee",
        "{a b: 1}",
        "\u00b2",
        "1\u00e9",
        "1$",
        "- 1",
    ],
)
def test_what_json5_refuses_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json5.loads(text)
    assert found(text)


def test_values_keys_and_brackets_know_their_code_points() -> None:
    text = '\ufeff{"a\U0001f600": [1, {b: "x"}], c: true}'
    root, problems = json_syntax.parse(text)
    assert problems == []
    assert isinstance(root, Object)
    assert text[slice(*root.span)] == text[1:]
    places = [(route, text[slice(*node.span)]) for route, node in walk(root)][1:]
    assert places == [
        (("a\U0001f600",), '[1, {b: "x"}]'),
        (("a\U0001f600", 0), "1"),
        (("a\U0001f600", 1), '{b: "x"}'),
        (("a\U0001f600", 1, "b"), '"x"'),
        (("c",), "true"),
    ]
    assert [text[slice(*entry.key_span)] for entry in root.entries] == ['"a\U0001f600"', "c"]


def test_the_last_of_duplicate_keys_counts_and_the_problem_points_to_the_first() -> None:
    text = '{"a": 1, "b": 2, "a": 3, "a": 4}'
    root, problems = json_syntax.parse(text)
    assert isinstance(root, Object)
    assert [entry.key for entry in root.entries] == ["a", "b", "a", "a"]
    assert to_data(root) == json.loads(text)
    assert [problem.related[0].span.start for problem in problems] == [1, 1]


def test_an_empty_text_is_a_gap_at_its_end() -> None:
    root, _ = json_syntax.parse("// x")
    assert (root.kind, root.start, root.end) == ("missing", 4, 4)


def test_integers_stay_integers_and_fractions_stay_floats() -> None:
    assert [type(value) for value in read("[1, 1.0, 1e2, 0x10]")] == [int, float, float, int]


def test_a_valid_document_is_not_misread_for_its_odd_layout() -> None:
    text = '{\n      "a": {\n"x": [\n1\n        ],\n  "y": {}\n            }\n,"b":\n"c"\n}'
    assert found(text) == []
    assert read(text) == json.loads(text)


def test_one_mistake_in_an_odd_layout_stays_one_mistake() -> None:
    assert found('{\n    "a": {\n"x": 1,\n  "y": 2\n      }, "b": {\n"z": oops\n }\n}') == [("json-value", "oops")]


def deep(levels: int) -> str:
    return '{"train": {"description": ' + "[" * levels + "]" * levels + ', "exec": "x"}, "b": 1}'


@pytest.mark.parametrize("levels", [250, 5000, 100_000])
def test_what_nests_too_deep_is_passed_over_to_its_close(levels: int) -> None:
    root, problems = json_syntax.parse(deep(levels))
    assert [problem.code for problem in problems] == ["nesting-too-deep"]
    assert isinstance(root, Object)
    train = root.get("train")
    assert isinstance(train, Object)
    description = train.get("description")
    assert isinstance(description, Array)
    assert description.end - description.start == 2 * levels
    assert to_data(root)["b"] == 1
    assert to_data(train)["exec"] == "x"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000,
        "]" * 100_000,
        '"' + '\\"' * 100_000,
        "[" * 200 + "/*" * 100_000,
        "[" * 300 + '"\\"' * 50_000,
        "\0" * 1000,
        "/" * 10_000,
        "#\n" * 10_000,
        "[}" * 10_000,
        ",:" * 10_000,
        "\ud800" * 100,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_end_in_problems(text: str) -> None:
    root, problems = json_syntax.parse(text)
    assert problems
    to_data(root)
    check_places(text, root)


_PIECES = st.sampled_from(
    [
        *"{}[],:\"'\\/*#+-.0x1e \n\r\t_$",
        "\u2028",
        "\u00e9",
        "\ufeff",
        "\ud800",
        "true",
        "null",
        '"a"',
        "a: ",
        "//",
        "  ",
        "NaN",
    ]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text())
def test_any_text_gives_a_tree_within_its_bounds(text: str) -> None:
    root, problems = json_syntax.parse(text)
    check_places(text, root)
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    assert problems == sorted(problems, key=lambda problem: problem.span)


@given(_VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_what_python_writes_as_json_is_read_back(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert found(text) == []
    assert same(read(text), json.loads(text))


_SEED = "{a: 1, \"b\": [1, 2.5e3, .5, +1, -0x1F, Infinity], c: {d: 'x\\n\\u0041\\\ny'}, /* c */ // e\n f: true}"


@given(
    st.lists(st.tuples(st.integers(0, len(_SEED)), st.integers(0, 4), _PIECES | st.just("")), min_size=1, max_size=3)
)
def test_a_mutated_text_is_accepted_and_read_as_the_json5_package_does(changes: list[tuple[int, int, str]]) -> None:
    text = _SEED
    for start, length, new in changes:
        text = text[:start] + new + text[start + length :]
    codes = {code for code, _ in found(text)} - {"duplicate-key"}
    try:
        expected = json5.loads(text)
    except ValueError:
        assert codes
    else:
        assert not codes
        assert same(read(text), expected)


def test_a_key_with_members_below_it_lacks_its_brace() -> None:
    root, problems = json_syntax.parse('{\n  "a"\n    "exec": "x",\n    "b": 1\n  ,"c": {}\n}\n')
    assert [problem.message for problem in problems] == ["expected ':' and '{' after 'a'"]
    assert to_data(root) == {"a": {"exec": "x", "b": 1}, "c": {}}


@pytest.mark.parametrize(
    ("text", "found"),
    [("ab", ("ab", 2)), ("é", ("é", 1)), ("a\\u0062:", ("ab", 7)), ("é😀", ("é", 1)), ("1", None), ("", None)],
)
def test_a_key_without_quotes_is_a_name_of_javascript(text: str, found: tuple[str, int] | None) -> None:
    assert json_text.name(text, 0) == found


@pytest.mark.parametrize(
    ("text", "end"),
    [('"a "b" c"', 9), ('"a "b" c", "d"', 9), ('"a" b', None), ('""a"#', None), ("'it's'", 6), ('"a', None)],
)
def test_quotes_within_a_text_are_told_from_those_around_it(text: str, end: int | None) -> None:
    nested = nested_quotes(text, 0)
    assert (nested and nested.end) == end


def test_trees_are_made_without_a_search_for_garbage_and_it_goes_on_as_before() -> None:
    for switch, is_enabled in ((gc.disable, False), (gc.enable, True)):
        switch()
        Document("{}", "json")
        assert gc.isenabled() is is_enabled
