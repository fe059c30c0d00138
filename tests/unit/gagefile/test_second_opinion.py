"""A strict reader rules where it and ours contradict each other, and they do not: on any text, and on every suite."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from suites import suite

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.parts import read
from gage.gagefile.problem import Problem
from gage.gagefile.second_opinion import LONGEST, OURS, heard
from gage.gagefile.text import Span

CASES = Path(__file__).parents[2] / "cases"
SYNTAXES: tuple[Syntax, ...] = ("toml", "yaml", "json")
VALID: dict[Syntax, str] = {
    "toml": "# é\r\n[a]\r\nexec = 'b'\r\n",
    "yaml": "# é\r\na:\r\n  exec: b\r\n",
    "json": "// é\r\n{a: {exec: 'b'}}\r\n",
}
BROKEN: dict[Syntax, tuple[str, str]] = {
    "toml": ("# é\r\n[a]\r\nexec = b\r\n", "b\r\n"),
    "yaml": ("# é\r\na:\r\n  exec: @b\r\n", "@b\r\n"),
    "json": ("// é\r\n{a: {exec: b}}\r\n", "b}}\r\n"),
}
BOMS = ("", "\ufeff")


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def overlooked(text: str, syntax: Syntax) -> Document:
    """A text whose mistakes our parser does not see: its values are those of another one."""
    return Document(text, syntax, read(VALID[syntax], syntax))


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("bom", BOMS)
def test_what_only_the_strict_reader_refuses_is_one_problem_where_it_stopped(syntax: Syntax, bom: str) -> None:
    text, rest = BROKEN[syntax]
    [problem] = heard(overlooked(bom + text, syntax), [])
    assert problem.code == "second-opinion"
    assert (bom + text)[problem.span.start :] == rest
    assert "which other programs read this syntax with, refuses the file here" in problem.message


@pytest.mark.parametrize(
    ("syntax", "text", "is_refused"),
    [
        ("yaml", "a: 2024-02-30\n", True),  # of which no constructor makes a date
        ("yaml", "a: !!binary é\n", True),
        ("yaml", "a: [" + "[" * 500 + "]" * 501, False),
        ("json", '{"a": ' + "9" * 5_000 + "}", False),
        ("toml", "a = " + "9" * 5_000, False),
        ("json", "{a: " + "[" * 500 + "]" * 500 + "}", False),
    ],
)
def test_what_a_reader_stumbles_over_is_refused_only_if_no_gagefile_can_have_it(
    syntax: Syntax, text: str, is_refused: bool
) -> None:
    assert codes(heard(overlooked(text, syntax), [])) == ["second-opinion"] * is_refused


def test_without_the_reader_of_json5_there_is_no_opinion_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of Gage that serves all systems has nothing compiled."""
    monkeypatch.setitem(sys.modules, "pyjson5", None)
    assert heard(overlooked("{a: {exec: b}}", "json"), []) == []


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_only_ours_refuses_is_not_shown(syntax: Syntax) -> None:
    document = Document(VALID[syntax], syntax)
    kept = [Problem("unknown-key", "unknown key", Span(1, 2)), Problem("duplicate-key", "'a' is set twice", Span(2, 3))]
    assert heard(document, [Problem(f"{syntax}-escape", "no escape", Span(0, 1)), *kept]) == kept


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_of_a_text_that_both_refuse_only_our_problems_are_shown(syntax: Syntax) -> None:
    document = Document(BROKEN[syntax][0], syntax)
    assert heard(document, check(document)) == check(document) != []


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("yaml", "a: &a {b: *a}\n"),
        ("yaml", "a: {exec: b}\na: {exec: c}\n"),
        ("yaml", "1: {exec: b}\n"),
        ("yaml", "a: !!set {b}\n"),
        ("yaml", "exec"),
        ("yaml", "a:\n  exec: b\n  exec: [c,\nd]\n"),
        ("yaml", "a: {exec: b, version: " + "9" * 4000 + "}\n"),
        ("json", "{a: {exec: 'b', version: -.}}"),
        ("json", "{'a': 1, 'a': {'exec': 'b'}}"),
        ("json", "{'a': " + "[" * 200 + "]" * 200 + "}"),
    ],
)
def test_what_others_accept_and_no_gagefile_can_have_stays_a_problem(syntax: Syntax, text: str) -> None:
    document = Document(text, syntax)
    assert document.problems
    assert heard(document, check(document)) == check(document) != []


@pytest.mark.parametrize(
    "text", ["a:\n  exec: b\n2\nd: {}", "a:\n  exec: b\n~\n", "\ufeffa: {exec: b}\n\ufeffb: {exec: c}"]
)
def test_what_a_line_alone_does_not_show_is_a_problem_of_ours(text: str) -> None:
    document = Document(text, "yaml")
    assert document.problems
    assert heard(document, check(document)) == check(document)


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("opener", ["[", "{", "{a: ", "{a=", '{"a":', "a: [", "x = [[", "- ", "? ", "[{"])
def test_what_nests_without_an_end_exhausts_no_reader(syntax: Syntax, opener: str) -> None:
    document = Document(opener * (200_000 // len(opener)), syntax)
    assert codes(heard(document, check(document))) == codes(check(document))


def test_a_long_text_is_read_once() -> None:
    document = overlooked(BROKEN["toml"][0] + "#" * LONGEST, "toml")
    assert heard(document, []) == []


def suite_texts() -> Iterator[tuple[Syntax, str]]:
    """Every text of the public suites that is UTF-8."""
    folders: tuple[tuple[str, str, Syntax], ...] = (
        ("toml-test", "*.toml", "toml"),
        ("json5-tests", "*.js*", "json"),
        ("json5-tests", "*.txt", "json"),
        ("yaml-test-suite", "in.yaml", "yaml"),
    )
    for folder, pattern, syntax in folders:
        for path in sorted(suite(folder).rglob(pattern)):
            with contextlib.suppress(UnicodeDecodeError):
                yield syntax, path.read_bytes().decode()


def case_texts() -> Iterator[tuple[Syntax, str]]:
    """The gagefiles of our own tests, broken or not."""
    for syntax in SYNTAXES:
        for path in sorted(CASES.rglob(f"*.{syntax}")):
            yield syntax, path.read_bytes().decode()
        if syntax != "toml":
            broken = json.loads((CASES / "syntax" / f"{syntax}.json").read_text(encoding="utf-8"))
            yield from ((syntax, case["text"]) for case in broken)


def contradictions(texts: Iterator[tuple[Syntax, str]]) -> tuple[int, list[tuple[Syntax, str]]]:
    """How many texts there are, and those on which the readers differ."""
    count, differ = 0, []
    for syntax, text in texts:
        count += 1
        document = Document(text, syntax)
        problems = check(document)
        if heard(document, problems) != problems:
            differ.append((syntax, text))
    return count, differ


def test_the_readers_agree_on_every_suite() -> None:
    count, differ = contradictions(suite_texts())
    assert count > 800
    assert differ == []


def test_the_readers_agree_on_our_own_cases() -> None:
    count, differ = contradictions(case_texts())
    assert count > 150
    assert differ == []


SEEDS = [(syntax, text) for syntax, text in case_texts() if 20 < len(text) < 600]
PIECES = st.sampled_from([*"[]{}\"'\\:=,.#-&*!|>@%?/ \n\t\r\0é01eE+_", "\r\n", '"""', "'''", "\\u12", "//", "/*", "- ", ": ", "a", "[x]\n", "0x", "---\n"])  # fmt: skip
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 4), PIECES | st.just("")), min_size=1, max_size=3
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.sampled_from(SEEDS), damage=DAMAGE)
def test_the_readers_agree_on_damaged_gagefiles(seed: tuple[Syntax, str], damage: list[tuple[float, int, str]]) -> None:
    syntax, text = seed
    for place, length, piece in damage:
        start = int(place * len(text))
        text = text[:start] + piece + text[start + length :]
    document = Document(text, syntax)
    problems = check(document)
    assert codes(heard(document, problems)) == codes(problems)


def test_every_exception_is_a_code() -> None:
    from gage.gagefile.codes import SYNTAX

    assert set(SYNTAX) > OURS
