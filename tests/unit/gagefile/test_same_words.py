"""The same mistake has the same place and words in TOML, YAML and JSON."""

from __future__ import annotations

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.problem import apply
from gage.gagefile.syntax.nesting import MOST_LEVELS

SYNTAXES: tuple[Syntax, ...] = ("toml", "yaml", "json")
AROUND = {
    "toml": "[a]\nexec = {}\n\n[b]\nexec = 'c'\n",
    "yaml": "a:\n  exec: {}\nb:\n  exec: 'c'\n",
    "json": "{\n  'a': {\n    'exec': {}\n  },\n  'b': {'exec': 'c'}\n}\n",
}


def gagefile(value: str, syntax: Syntax) -> str:
    """Two operations; the command of the first is a value as it is written."""
    return AROUND[syntax].replace("{}", value, 1)


MISTAKES = [
    ('"p \\uZZ"', "escape", "\\uZZ", r"\uZZ is no escape: 4 hexadecimal digits must follow \u"),
    ('"p \\u12"', "escape", "\\u12", r"\u12 is no escape: 4 hexadecimal digits must follow \u"),
    ('"p \\u12 34"', "escape", "\\u12", r"\u12 is no escape: 4 hexadecimal digits must follow \u"),
    ('"p \\u1g345"', "escape", "\\u1g34", r"\u1g34 is no escape: 4 hexadecimal digits must follow \u"),
    ('"p \\xZ"', "escape", "\\xZ", r"\xZ is no escape: 2 hexadecimal digits must follow \x"),
    ('"p \\x\\n"', "escape", "\\x", r"\x is no escape: 2 hexadecimal digits must follow \x"),
    ('["a"]]', "unmatched", "]", "this ] closes nothing"),
    ('["a"]]]', "unmatched", "]]", "these ] close nothing"),
    ('"a"]', "unmatched", "]", "this ] closes nothing"),
    ('["a"}', "unmatched", "}", "this [ is closed by ], not by }"),
    ('["a"', "unclosed", "[", "this [ has no closing ]"),
    ("[" * 1000, "unclosed", "[" * 1000 + "\n", "this [ has no closing ]"),
    ('["a", ' + "[" * 1000, "unclosed", '["a", ' + "[" * 1000 + "\n", "this [ has no closing ]"),
    ("[" * 1000 + "1", "unclosed", "[" * 1000 + "1\n", "this [ has no closing ]"),
]


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize(("value", "code", "found", "words"), MISTAKES, ids=[mistake[0][:12] for mistake in MISTAKES])
def test_one_mistake_is_one_problem_at_the_same_characters(
    value: str, code: str, found: str, words: str, syntax: Syntax
) -> None:
    text = gagefile(value, syntax)
    [problem] = check(Document(text, syntax))
    assert (problem.code, text[slice(*problem.span)]) == (f"{syntax}-{code}", found)
    assert problem.message.startswith(words)
    assert problem.span.start == text.index(value) + (
        value.rindex(found) if code == "unmatched" else value.index(found.rstrip("\n"))
    )


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("value", [mistake[0] for mistake in MISTAKES if len(mistake[0]) < 100])
def test_its_fix_mends_it(value: str, syntax: Syntax) -> None:
    text = gagefile(value, syntax)
    [problem] = check(Document(text, syntax))
    assert check(Document(apply(text, problem.fixes[0]), syntax)) == []


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_brackets_too_many_to_read_are_marked_up_to_the_line_where_reading_ends(syntax: Syntax) -> None:
    text = gagefile("[\n      " * 200, syntax)
    [problem] = check(Document(text, syntax))
    marked = text[slice(*problem.span)]
    assert marked.endswith("[\n")
    assert MOST_LEVELS - 3 <= marked.count("[") <= MOST_LEVELS + 1
    assert problem.fixes == ()  # nobody can tell where the value was meant to end


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_value_that_nests_too_deep_and_is_closed_is_only_of_the_wrong_type(syntax: Syntax) -> None:
    deep = MOST_LEVELS + 100
    [problem] = check(Document(gagefile("[" * deep + "]" * deep, syntax), syntax))
    assert problem.code == "wrong-type"


@pytest.mark.parametrize(("syntax", "text"), [
    ("toml", "[a]\nexec = 'b'\nconfig = {"), ("toml", "[a]\nexec = 'b'\ndepends = ["), ("toml", "[a]\nexec = 'b'\ndepends = [{"),
    ("yaml", "a:\n  exec: b\n  config: {"), ("yaml", "a:\n  exec: b\n  config: ["), ("yaml", "a:\n  exec: b\n  depends: [{"),
    ("json", "{'a': {'exec': 'b', 'config': {"), ("json", "{'a': {'exec': 'b', 'config': ["),
])  # fmt: skip
def test_nothing_is_missing_from_a_value_that_goes_on(syntax: Syntax, text: str) -> None:
    codes = {problem.code for problem in check(Document(text, syntax))}
    assert codes == {f"{syntax}-unclosed"}
