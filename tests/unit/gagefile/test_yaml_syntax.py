"""YAML read tolerantly: PyYAML's values with places, mistakes mended in their line, and nothing that makes it raise."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import syntax_cases
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from same_data import same
from syntax_cases import check_places

from gage.gagefile.document import Document
from gage.gagefile.node import Array, Object, Scalar, to_data, walk
from gage.gagefile.problem import apply
from gage.gagefile.syntax import nesting, yaml_operations, yaml_reading, yaml_repair, yaml_syntax, yaml_tree
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.syntax.yaml_anchors import Anchors
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.yaml_names import alias_at


@pytest.fixture(params=["libyaml", "python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Both scanners PyYAML may have: libyaml's, and its own where that is not installed."""
    name = "CSafeLoader" if request.param == "libyaml" else "SafeLoader"
    if not hasattr(yaml, name):
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_tree, "LOADER", getattr(yaml, name))
    return getattr(yaml, name)


def found(text: str) -> list[tuple[str, str]]:
    return syntax_cases.found(yaml_syntax.parse, text)


def read(text: str) -> Any:
    return to_data(yaml_syntax.parse(text)[0])


def messages(text: str) -> list[str]:
    return [problem.message for problem in yaml_syntax.parse(text)[1]]


CASES = syntax_cases.cases("yaml")
NAMES = syntax_cases.names(CASES)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_broken_text_keeps_what_it_can_and_tells_each_mistake_once(case: dict[str, Any]) -> None:
    syntax_cases.check_case(yaml_syntax.parse, case)


@pytest.mark.parametrize("text", [case["text"] for case in CASES], ids=NAMES)
def test_a_fix_takes_its_problem_away_and_brings_no_other(text: str) -> None:
    problems = yaml_syntax.parse(text)[1]
    for problem in problems:
        for fix in problem.fixes:
            assert len(yaml_syntax.parse(apply(text, fix))[1]) < len(problems), fix


def error(words: str, text: str, at: int, since: int) -> yaml.scanner.ScannerError:
    place, begin = (yaml.Mark("", index, 0, index, text, index) for index in (at, since))
    return yaml.scanner.ScannerError(words, begin, "", place)


@pytest.mark.parametrize(
    ("words", "text", "at", "told"),
    [
        ("cannot start any token", "a: b\n", 4, "yaml-syntax"),
        ("block node", "a: b\n", 4, "yaml-syntax"),
        ("block node", "a: b # c\n", 6, "yaml-syntax"),
        ("quoted scalar", 'a: "b"\n', 3, "yaml-syntax"),
        ("words of another libyaml", "a: b\n", 1, "yaml-syntax"),
        ("block node", "", 0, None),
        ("block node", "\n  \n", 3, None),
        ("tag", "# c\n\n", 5, None),
    ],
)
def test_where_a_rule_finds_nothing_to_mend_the_line_is_left_out_if_there_is_one(
    words: str, text: str, at: int, told: str | None
) -> None:
    """The scanner may stop elsewhere than it does in the versions that the rules were written for."""
    problem = yaml_repair.mend(error(words, text, at, at), Draft(text, 0))
    assert (problem.code if problem else None) == told


def test_where_libyaml_gives_up_and_no_bracket_is_to_blame_its_own_place_is_told() -> None:
    text = "- [a], {b: [c]}, 'it[', # [\n"
    builder = yaml_tree.TreeBuilder(text, Draft(text, 0), Anchors(), {})
    told = builder._too_deep(text, 0, error("while increasing block level", text, 7, 7))
    assert (told.index, told.in_brackets) == (7, False)
    assert nesting.nth_open(text, 0, 1) == text.index("[c")
    assert nesting.nth_open(text, 0, 2) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tabs_that_indent_are_one_mistake_whatever_ends_the_lines(end: str) -> None:
    text = f"a:{end}\tb: 1{end}\tc: 2{end}"
    assert found(text) == [("yaml-tab", "\t")]
    assert read(text) == {"a": {"b": 1, "c": 2}}


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_so_they_are_behind_the_line_ends_that_yaml_alone_has(end: str) -> None:
    assert found(f"a: 1\n{end}\tb: 2\n") == [("yaml-tab", "\t")]


def test_few_lines_are_looked_at_for_an_indentation(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a:\n    b: 1\n    # c\n    d: 2\n   e: 3\n"
    assert found(text) == [("yaml-indentation", "   ")]
    monkeypatch.setattr(yaml_repair, "_MOST_LINES", 1)
    assert found(text) == [("yaml-indentation", "   ")]


def test_as_many_problems_are_told_as_anyone_reads() -> None:
    assert len(found("\x01a" * (MOST_PROBLEMS + 1))) == MOST_PROBLEMS
    text = "".join(["b: 1\n" * (MOST_PROBLEMS + 10), "c: !t 1\n", "[d]: 1\n"])
    assert {code for code, _ in found(text)} == {"duplicate-key"}


def test_of_a_text_with_too_many_mistakes_the_names_of_operations_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may be spent on reading again is used up; what has no mistakes is still read, up to as much again."""
    monkeypatch.setattr(yaml_operations, "MOST_EFFORT", 200)
    monkeypatch.setattr(yaml_operations, "_TOGETHER", 2)
    text = "".join(f"o{number}:\n  exec: [x\n  b: @y\n" for number in range(40)) + "last:\n  exec: x\n? [a]\nend: 1\n"
    root, problems = yaml_syntax.parse(text)
    assert isinstance(root, Object)
    assert [entry.key for entry in root.entries][:41] == [*(f"o{number}" for number in range(40)), "last"]
    assert problems


def test_few_values_that_nest_too_deep_are_passed_over_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = f"{'[' * 200}{']' * 200}"
    text = f"a: {{b: {deep}, c: {deep}, d: 1}}\n"
    assert found(text) == [("nesting-too-deep", "[")] * 2
    monkeypatch.setattr(yaml_reading, "_MOST_SKIPPED", 1)
    assert set(found(text)) == {("nesting-too-deep", "[")}


def test_messages_name_the_text_and_its_mend() -> None:
    assert messages("a: *.py") == ["'*.py' is read as a YAML alias; quote it: \"*.py\""]
    assert messages("on: 1") == ['"on" is read as the boolean true, not as text; quote it: "on"']
    assert messages("a: {b: 1") == ["this { has no closing }"]
    assert messages("a:\n  exec\n  b: 1") == ["expected ':' after 'exec'"]


def test_keys_that_are_no_text_keep_their_source_and_get_quotes_from_the_fix() -> None:
    text = "on: 1\n1: 2\nnull: 3\n2020-01-01: 4\n1.0: 5\n"
    assert [code for code, _ in found(text)] == ["yaml-key-type"] * 5
    assert list(read(text)) == ["on", "1", "null", "2020-01-01", "1.0"]
    fixed = text
    for problem in reversed(yaml_syntax.parse(text)[1]):
        fixed = apply(fixed, problem.fixes[0])
    assert list(yaml.safe_load(fixed)) == list(read(text))


def test_an_integer_of_thousands_of_digits_is_refused() -> None:
    digits = "9" * 5000
    assert found(f"a: {digits}") == [("yaml-value", digits)]


VALID = [
    "",
    "# only a comment\n",
    "a:\nb: ~\nc: null\n",
    "a: [yes, no, on, off, true, y, 012, 0x1F, 0b11, 1_000, 190:20:30, 1.5, .inf, -.INF, .NaN, 1e3, 1.0e+3, 0o17]",
    "a: 2024-01-02\nb: 2024-01-02T03:04:05Z\nc: 2024-01-02 03:04:05.6 +2\n",
    "a: 'it''s'\nb: \"\\u00e9\\n\\x41\"\nc: x # y\nd: x#y\n",
    "a: |\n  one\n   two\n\nb: >-\n  three\n  four\n\n# end\nc: |2+\n   x\n\n",
    "a: one\n  two\n\n  three\nb: 'x\n  y'\n",
    "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\ne: *x\nf: [*x]\n",
    "a: &x\n  <<: {b: 1}\n  c: 2\nd: {<<: *x}\n",
    '"<<": 1\n=: 2\n',
    "!!str 1: !!int '2'\na: !!map {b: !!seq [c]}\nd: !!seq [!!null '', !!bool 'yes', !!float 1]\n",
    "a: &x k\n*x : 1\n",
    "---\na: 1\n...\n",
    "%YAML 1.1\n--- # c\n{a: [b: 1, {c}, d], 'e': }\n",
    "- a\n-\n- - b\n  - c\n- d: 1\n  e: 2\n",
    "? a\n: b\n? c\n",
    "a: b\r\nc:\r\n  d: 1\r\n",
    "a: b\rc: d\r",
    "a: x\u2028  y\nb: z\x85c: 1",
    "\ufeffa: 1\nb: \U0001f600\n",
    "a: http://x:1/y?z#w\nb: -x\n",
    "plain",
    "a:\n- 1\n-\n- 2\nb: 3",
]


@pytest.mark.parametrize("text", VALID)
def test_a_valid_text_has_the_value_safe_load_gives_it(text: str, loader: Any) -> None:
    assert found(text) == []
    assert same(read(text), yaml.load(text, Loader=loader))


def test_values_and_keys_know_their_code_points() -> None:
    text = "\ufeffa\U0001f600: &x\n  - 'q'\n  - {b: [c]}   # d\n\n  -\n\n# e\nf: !!str >\n   text\n\n\ng: *x\n"
    root, problems = yaml_syntax.parse(text)
    assert problems == []
    assert isinstance(root, Object)
    assert [text[slice(*entry.key_span)] for entry in root.entries] == ["a\U0001f600", "f", "g"]
    places = {route: text[slice(*node.span)] for route, node in walk(root)}
    assert places[()] == text[1:].rstrip()
    assert places["a\U0001f600",] == "- 'q'\n  - {b: [c]}   # d\n\n  -"
    assert places["a\U0001f600", 0] == "'q'"
    assert places["a\U0001f600", 1] == "{b: [c]}"
    assert places["a\U0001f600", 1, "b"] == "[c]"
    assert places["a\U0001f600", 2] == ""
    assert places["f",] == ">\n   text"
    assert places["g",] == "*x"
    assert places["g", 0] == "'q'"


def test_places_in_mended_text_are_those_of_the_original() -> None:
    text = "a:\n  exec\n  b: \"x\n  c: [1, {d: *.py}\n  e: 'y'\nf: 1"
    root, _ = yaml_syntax.parse(text)
    places = {route: text[slice(*node.span)] for route, node in walk(root)}
    assert places["a", "b"] == '"x'
    assert places["a", "c", 1, "d"] == "*.py"
    assert places["a", "e"] == "'y'"
    assert places["f",] == "1"


def test_of_merged_mappings_the_first_wins_and_own_entries_win_over_all() -> None:
    """As https://yaml.org/type/merge.html says, and PyYAML does but for 6.0.4, which lets the last one win."""
    text = "x: &x {bb: 1, cc: 2}\ny: &y {cc: 5, dd: 6}\nz:\n  dd: 7\n  <<: [*x, *y]\n"
    assert read(text)["z"] == {"bb": 1, "cc": 2, "dd": 7}


def test_merged_entries_keep_the_place_of_the_anchor() -> None:
    text = "base: &b {x: 1, y: 2}\ntrain:\n  <<: *b\n  y: 3\n"
    root, _ = yaml_syntax.parse(text)
    assert isinstance(root, Object)
    train = root.get("train")
    assert isinstance(train, Object)
    assert [entry.key for entry in train.entries] == ["<<", "y"]
    assert list(train.by_key) == ["x", "y"]
    assert train.by_key["x"].key_start == text.index("x: 1")
    assert train.by_key["y"].key_start == text.index("y: 3")


def test_the_last_of_duplicate_keys_counts_and_the_problem_points_to_the_first() -> None:
    root, problems = yaml_syntax.parse("a: 1\nb: 2\na: 3\na: 4\n")
    assert isinstance(root, Object)
    assert len(root.entries) == 4
    assert to_data(root) == {"a": 4, "b": 2}
    assert [problem.related[0].span.start for problem in problems] == [0, 0]


def test_dates_have_a_kind_of_their_own() -> None:
    root, _ = yaml_syntax.parse("a: 2024-01-02")
    assert isinstance(root, Object)
    value = root.get("a")
    assert isinstance(value, Scalar)
    assert (value.kind, value.value) == ("datetime", datetime.date(2024, 1, 2))


def test_an_empty_text_is_a_gap_at_its_end() -> None:
    root, _ = yaml_syntax.parse("# x\n")
    assert (root.kind, root.start, root.end) == ("missing", 4, 4)


@pytest.mark.usefixtures("loader")
def test_aliases_that_would_unfold_to_billions_are_left_out() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    root, problems = yaml_syntax.parse("\n".join(lines))
    assert {problem.code for problem in problems} == {"yaml-alias-expansion"}
    assert sum(1 for _ in walk(root)) < 300_000


@pytest.mark.usefixtures("loader")
def test_aliases_cannot_stack_up_to_any_depth() -> None:
    text = f"a0: &a0 {'[' * 100}{']' * 100}\n"
    text += "".join(f"a{n}: &a{n} {'[' * 100}*a{n - 1}{']' * 100}\n" for n in range(1, 20))
    root, problems = yaml_syntax.parse(text)
    assert {problem.code for problem in problems} == {"nesting-too-deep"}
    to_data(root)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("levels", [250, 5000])
def test_what_nests_too_deep_is_passed_over_to_its_close(levels: int) -> None:
    text = f"train:\n  description: {'[' * levels}{']' * levels}\n  exec: x\nb: 1\n"
    root, problems = yaml_syntax.parse(text)
    assert [problem.code for problem in problems] == ["nesting-too-deep"]
    assert isinstance(root, Object)
    train = root.get("train")
    assert isinstance(train, Object)
    description = train.get("description")
    assert isinstance(description, Array)
    assert description.end - description.start == 2 * levels
    assert to_data(train)["exec"] == "x"
    assert to_data(root)["b"] == 1


def test_what_nests_too_deep_and_is_never_closed_stays_in_its_operation() -> None:
    text = "a: 1\ntrain:\n  exec: x\n  description: " + "[" * 100_000 + "\nb: 2\nc:\n" + "- " * 5000
    root, problems = yaml_syntax.parse(text)
    assert [problem.code for problem in problems] == ["yaml-unclosed", "nesting-too-deep"]
    data = to_data(root)
    assert (data["a"], data["train"], data["b"]) == (1, {"exec": "x"}, 2)


HOSTILE = {
    "brackets": "[" * 1_000_000,
    "braces": "{" * 100_000,
    "pairs": '{"a":' * 100_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 100_000,
    "colons": ":" * 100_000,
    "quotes": '"' * 100_000,
    "stars": "*" * 10_000,
    "unclosed lines": "a: [\n" * 2_000,
    "unclosed in one operation": "a:\n" + '  k: "x\n' * 5_000,
    "tabs in one operation": "a:\n" + "\tk: 1\n" * 20_000,
    "stairs": "\n".join(" " * level + "a:" for level in range(300)),
    "reserved": "@a\n" * 3_000,
    "one line": '{"a":[' + '{"x": 1},' * 20_000 + "oops",
    "spaces": "a: b" + " " * 100_000 + "c: d",
    "control characters": "\0\x01\x7f" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end_in_problems(text: str) -> None:
    root, problems = yaml_syntax.parse(text)
    assert problems
    to_data(root)
    check_places(text, root, keys_inside=False)


_WORDS = "\n  |\n- |: |a: |b:\n  |&x |*x|<<: |---\n|\r\n|\u2028|\ufeff|\ud800|\0|!!str |true|2024-13-01|'q'|# c\n|...\n|\x85|é"
_PIECES = st.sampled_from([*"{}[],:\"'\\#-?&*!|>@%x1 \n\t", *_WORDS.split("|")])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(_PIECES, max_size=30).map("".join) | st.text())
def test_any_text_gives_a_tree_within_its_bounds_and_safe_loads_value(text: str, loader: Any) -> None:
    root, problems = yaml_syntax.parse(text)
    check_places(text, root, keys_inside=False)
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    try:
        expected = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError):
        assert problems
    else:
        merges_twice = text.count("<<") > 1 or (text.count("*x") > 1 and "<<" in text)  # PyYAML 6.0.4 errs there
        assert problems or merges_twice or same(to_data(root), expected)


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(st.characters(codec="utf-8"))
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_VALUES, st.sampled_from([True, False, None]), st.booleans())
def test_what_pyyaml_writes_is_read_back(value: Any, flow: bool | None, unicode: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=unicode, sort_keys=False)
    assert found(text) == []
    assert same(read(text), yaml.safe_load(text))


def test_how_far_a_text_is_read_is_told() -> None:
    assert [yaml_syntax.fails_at(text) for text in ("a: b\n", "a: \x01b\n", "\ufeffa: [b\n")] == [None, 3, 7]


def test_the_anchor_of_an_alias_stands_in_no_comment() -> None:
    text = "# &x &x\na: &x 1\nb: *x\n"
    part = Document(text, "yaml").parts.at(0).part
    found = alias_at(part, text.index("*x"))
    assert found
    assert [tuple(span) for span in found] == [
        (text.index("*x"), text.index("*x") + 2),
        (text.index("&x 1"), text.index("&x 1") + 2),
    ]
    assert alias_at(part, text.index("&x 1")) is None
