"""What is told apart by its meaning: a token for each piece of text; tests/ls has them as an editor gets them."""

from __future__ import annotations

import pytest

from gage.gagefile.document import Syntax
from gage.gagefile.highlighting import highlight
from gage.gagefile.part import Part
from gage.gagefile.secrets import assigned_secrets


@pytest.mark.parametrize(
    ("syntax", "text", "kind", "expected"),
    [
        ("toml", "[a]\noutput-summary = '''x\n\ny'''\n", "regexp", ["x", "y"]),
        ("yaml", "a:\n  output-summary: &it (.*)\nb:\n  output-summary: *it\n", "regexp", ["(.*)"]),
        ("yaml", "a:\n  sourcecode: [&it text *.py]\nb:\n  sourcecode: [*it]\n", "keyword", []),
        ("yaml", "a:\n  sourcecode: [&it '*.py text']\nb:\n  sourcecode: [*it]\n", "keyword", ["text"]),
        ("toml", "[a]\ndepends = { run-select = 'lr > 1 and op = b' }\n", "keyword", ["and"]),
        ("toml", "[a]\ndepends = { run-select = 'lr > \"x' }\n", "operator", []),
        ("yaml", "a:\n  depends: {run-select: &it lr > 1}\nb:\n  depends: {run-select: *it}\n", "operator", [">"]),
    ],
)
def test_a_text_has_its_tokens_where_it_is_written(syntax: Syntax, text: str, kind: str, expected: list[str]) -> None:
    part = Part(text, syntax)
    assert [text[slice(*token.span)] for token in highlight(part, True) if token.type == kind] == expected


def test_what_is_assigned_and_is_no_secret_is_let_be() -> None:
    text = "rate = 'fast'\npassword = 'correct horse'\n"
    assert list(assigned_secrets(text)) == [("password", "correct horse")]
