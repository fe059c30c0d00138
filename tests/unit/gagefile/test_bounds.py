"""Nothing that a text can say makes the parsers work more than its length deserves, or tell more than can be read."""

from __future__ import annotations

import pytest
from counted_calls import steps
from hostile_texts import Hostile, hostile

from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.node import Object, to_data, walk
from gage.gagefile.syntax import json_syntax, toml_syntax, yaml_syntax
from gage.gagefile.syntax.wording import MOST_PROBLEMS, MOST_VALUES

LENGTH = 5_000
MOST_STEPS = 45
"""Calls a character of the worst texts; every mistake in them costs some thirty. Quadratic work takes thousands."""

MOST_JUDGED = 5_000_000
"""Calls that jschon may take for an operation; in a list of thousands it would take billions."""

JUDGED = [("[a]\nexec = [", "1,"), ("[a]\n", "k%d = 1\n"), ("", "a.k%d.b = 1\n"), ("", "[[a.depends]]\nfiles = 1\n")]

WIDEST = 240
"""Characters of a message: a sentence or two, and a little of the file."""

PARSERS = {"toml": toml_syntax.parse, "yaml": yaml_syntax.parse, "json": json_syntax.parse}
TEXTS = list(hostile())
NAMES = [f"{text.syntax}-{(text.head[-8:] + '|' + text.unit)!r}" for text in TEXTS]


@pytest.mark.parametrize("endless", TEXTS, ids=NAMES)
def test_an_endless_text_takes_steps_by_its_length_and_few_and_short_words(endless: Hostile) -> None:
    text, parse = endless.text(LENGTH), PARSERS[endless.syntax]
    root, problems = parse(text)
    to_data(root)
    assert all(0 <= node.start <= node.end <= len(text) for _, node in walk(root))
    assert len(problems) <= MOST_PROBLEMS
    for problem in problems:
        assert len(problem.message) <= WIDEST
        assert all(len(fix.title) <= WIDEST for fix in problem.fixes)
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    assert steps(lambda: parse(text)) < MOST_STEPS * len(text) + 5_000


@pytest.mark.parametrize(("head", "unit"), JUDGED, ids=[repr(unit) for _, unit in JUDGED])
def test_an_endless_operation_is_judged_in_steps_by_its_length(head: str, unit: str) -> None:
    text = Hostile("toml", head, unit).text(4 * LENGTH)
    problems = check(Document(text, "toml"))
    assert len(problems) <= 2 * MOST_PROBLEMS
    assert steps(lambda: check(Document(text, "toml"))) < MOST_STEPS * len(text) + MOST_JUDGED


def test_more_values_than_are_read_are_one_problem() -> None:
    for syntax, parse in PARSERS.items():
        text = "{'a': [" + "1," * (2 * MOST_VALUES) if syntax != "toml" else "a = [" + "1," * (2 * MOST_VALUES)
        root, problems = parse(text)
        assert [problem.code for problem in problems] == ["too-many-values"]
        assert isinstance(root, Object)


@pytest.mark.parametrize(
    "text",
    [
        "a." * 5_000 + "b = 1\n",
        "[" + "a." * 5_000 + "b]\n",
        "x = {" + "a." * 100 + "b = [{" + "a." * 100 + "b = 1}]}\n",
        "".join(f"[[{'a.' * level}a]]\n" for level in range(200)),
    ],
    ids=["dotted key", "header", "dotted keys in each other", "arrays of tables"],
)
def test_keys_that_nest_too_deep_are_one_problem_and_not_read(text: str) -> None:
    root, problems = toml_syntax.parse(text)
    assert {problem.code for problem in problems} == {"nesting-too-deep"}
    to_data(root)
    assert max(len(route) for route, _ in walk(root)) <= 301


def test_an_unclosed_list_behind_a_repeated_key_is_told_with_the_table_it_is_in() -> None:
    assert codes("x = [\n\r") == ["toml-unclosed", "toml-expected-value", "toml-control-char"]
    assert codes("x = {a = 1, a = [1") == ["toml-unclosed", "duplicate-key"]


def codes(text: str) -> list[str]:
    return [problem.code for problem in toml_syntax.parse(text)[1]]
