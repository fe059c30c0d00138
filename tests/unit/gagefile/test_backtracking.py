"""What is seen in a regular expression without searching anything with it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.backtracking import PatternError, parse_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(\w+\s*)+:",
        r"(.*,)*x",
        r"(\s*\w+\s*)*;",
        r"((ab)*)*c",
        r"(x+x+)+y",
        r"(?:[^:]*)*: (.*)x",
        r"((?:a*)*)b",
        r"(.*\n)*end",  # a dot is a newline too in the output of a run
        r"(a|b+)(c+)+d",
        r"(a+(?:bc|))*d",
        r"((a)+a)*b",
        r"([^ab]+c)*d",
        r"([ab]+a)*d",
    ],
)
def test_a_repetition_of_what_is_repeated_is_seen(pattern: str) -> None:
    assert parse_pattern(pattern).may_backtrack


@pytest.mark.parametrize(
    "pattern",
    [
        r"summary: (.*)",
        r"(\d+,)*x",
        r"([a-z]+\.)*com",
        r"(a|b)*c",
        r"((a+)+)",  # nothing after it can fail
        r"([^\n]*\n)*end",
        r"(?:\{[^}]*\})+ (.)",
        r"(\d+){2}x",
        r"(ab+c)*d",
        r"(a+(?:bc|d))*e",
        r"([^ab]+a)*d",
        r"([ab]+c)*d",
        r"(?i)^loss=(\S+)\s*$",
    ],
)
def test_what_is_quick_is_let_be(pattern: str) -> None:
    assert not parse_pattern(pattern).may_backtrack


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a", "missing ), unterminated subpattern at character 1"),
        ("a**", "multiple repeat at character 3"),
        ("[z-a]", "bad character range z-a at character 2"),
        ("(" * 3000 + ")" * 3000, "it is nested too deeply"),
        ("a{99999999999}", "the repetition number is too large"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(pattern: str, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    assert str(caught.value) == message


@given(st.text("ab(|)*+?[]{}^$.\\dws1,-:=!<P>", max_size=14))
def test_every_pattern_is_read_as_re_reads_it(pattern: str) -> None:
    try:
        groups = re.compile(pattern, re.DOTALL).groups
    except (re.error, OverflowError):
        with pytest.raises(PatternError):
            parse_pattern(pattern)
    else:
        assert parse_pattern(pattern).groups == groups
