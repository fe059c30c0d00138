"""Texts of people as Markdown: they show as they were written, and do nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage_ls.hovers.markdown import block, code, items, plain_text, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, v1.2 (x) {y} a_b - c", "plain words, v1.2 (x) {y} a_b - c"),
        ("*a* _b_ `c` ~~d~~", r"\*a\* \_b\_ \`c\` \~~d\~~"),
        ("[a](http://b)", r"\[a\](http://b)"),
        ("![a](b) <img src=x> &amp; a & b", r"!\[a\](b) \<img src=x> \&amp; a & b"),
        ("# a\n- b\n+ c\n> d\n1. e\n=", "\\# a  \n\\- b  \n\\+ c  \n\\> d  \n1\\. e  \n\\="),
        ("a\n\n    b", "a  \nb"),
        ("", ""),
    ],
)
def test_words_show_as_they_are(text: str, expected: str) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a b", "`a b`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```"), ("a\n b", "`a b`"), ("", '`""`')],
)
def test_code_takes_as_many_backticks_as_it_needs(text: str, expected: str) -> None:
    assert code(text) == expected


def test_a_block_is_not_ended_by_what_is_in_it() -> None:
    assert block("a\n```\nb\n", "sh") == "````sh\na\n```\nb\n````"
    assert len(block("x" * 100_000)) < 5_000


def test_a_long_list_is_cut() -> None:
    assert items(["a", "b", "c"], 2, str) == "- a\n- b\n- … and 1 more"
    assert items([1, 2], 2, str) == "- 1\n- 2"


@given(st.text(alphabet=st.sampled_from("ab1 *_`[]()#-+>~&;!\\<"), max_size=20))
def test_plain_text_of_words_is_what_was_written(text: str) -> None:
    assert plain_text(words(text)) == " ".join(text.split(" ")).strip()


def test_plain_text_has_no_marks() -> None:
    markdown = f"**Last run** {code('a`b')}\n\n{block('x **y** `z`', 'sh')}\n\n- {words('a *b*')}"
    assert plain_text(markdown) == "Last run a`b\n\nx **y** `z`\n\n- a *b*"
