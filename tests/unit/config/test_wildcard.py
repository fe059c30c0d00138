"""Wildcards: what they match, and that no pattern takes for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.wildcard import WildcardError, compile_wildcards


@pytest.mark.parametrize(
    ("pattern", "names", "others"),
    [
        ("lr", ["lr"], ["lr2", "x.lr", "LR"]),
        ("*", ["lr", ""], ["a.b"]),
        ("?", ["a", ""], ["ab", "."]),
        ("a?c", ["ac", "abc"], ["abbc", "a.c"]),
        ("a??c", ["ac", "abc", "abbc"], ["abbbc"]),
        ("a*", ["a", "abc"], ["a.b", "b"]),
        ("a.*", ["a.b", "a.0"], ["a", "a.b.c"]),
        ("**", [], ["a", "a.b", ""]),
        ("**.*", ["a", "a.b", "a.b.c"], []),
        ("**.x", ["x", "a.x", "a.b.x"], ["xx", "a.xx"]),
        ("a.**.b", ["a.b", "a.x.b", "a.x.y.b"], ["ab", "a.bb"]),
        ("a.**.**.b", ["a.b", "a.x.b"], ["ab"]),
        ("**.a.**.b.**.c", ["a.b.c", "x.a.y.b.z.c", "a.a.b.b.c.c"], ["a.c", "b.a.c"]),
        ("a.**", [], ["a", "a.b"]),
        ("a[0]", ["a[0]"], ["a0"]),
        ("a*b*c", ["abc", "axbxc", "abbcc"], ["ab", "a.bc"]),
        ("a*?b", ["ab", "axxb"], ["a.b"]),
    ],
)
def test_a_pattern_matches_whole_keys(pattern: str, names: list[str], others: list[str]) -> None:
    glob = compile_wildcards(pattern, ".")
    assert [name for name in names if not glob.fullmatch(name)] == []
    assert [name for name in others if glob.fullmatch(name)] == []


def test_too_many_question_marks_are_refused() -> None:
    with pytest.raises(WildcardError, match="more than 8 question marks"):
        compile_wildcards("?" * 9, "/")


@pytest.mark.parametrize(
    "pattern", ["*a" * 60 + "b", "**/*a*a/" * 40 + "b", "?a" * 8 + "*a" * 40 + "b", "*?" * 8 + "b"]
)
def test_a_hostile_pattern_comes_to_an_end(pattern: str) -> None:
    assert compile_wildcards(pattern, "/").fullmatch("a" * 250) is None
    assert compile_wildcards(pattern, "/").fullmatch("aa/" * 100 + "a" * 250) is None


def slow_match(pattern: str, name: str, start: bool = True) -> bool:
    """The rules word for word, trying everything."""
    if not pattern:
        return not name
    if start and pattern.startswith("**/"):
        level, separator, rest = name.partition("/")
        del level
        return slow_match(pattern[3:], name) or (bool(separator) and slow_match(pattern, rest))
    if start and pattern == "**":
        return False
    head, tail = pattern[0], pattern[1:]
    takes = bool(name) and name[0] != "/"
    if head == "*":
        return slow_match(tail, name, False) or (takes and slow_match(pattern, name[1:], False))
    if head == "?":
        return slow_match(tail, name, False) or (takes and slow_match(tail, name[1:], False))
    return name[:1] == head and slow_match(tail, name[1:], head == "/")


@given(st.text("ab/*?", max_size=10).filter(lambda p: "***" not in p), st.text("ab/", max_size=12))
def test_matching_keeps_to_the_rules(pattern: str, name: str) -> None:
    assert (compile_wildcards(pattern, "/").fullmatch(name) is not None) == slow_match(pattern, name)
