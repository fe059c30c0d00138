"""A long list or table is judged in slices, and what is wrong in it is found wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.slices import LONGEST

WRONG = [
    ("exec", "1", "item {} of 'exec' must be a string, not the number 1"),
    ("sourcecode", "{a = 1}", "item {} of 'sourcecode' must be a string, not a table"),
    ("sourcecode", "true", "item {} of 'sourcecode' must be a string, not true"),
    ("config", "1", "item {} of 'config' must be"),
]


@pytest.mark.parametrize(("key", "wrong", "message"), WRONG)
@settings(max_examples=20)
@given(st.integers(LONGEST + 1, 40 * LONGEST), st.data())
def test_the_one_wrong_item_of_a_long_list_is_told(
    key: str, wrong: str, message: str, length: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, length - 1))
    items = ["'a'"] * place + [wrong] + ["'a'"] * (length - place - 1)
    text = f"[train]\nexec = 'b'\n\n[eval]\n{key} = [{', '.join(items)}]\n"
    problems = [problem for problem in check(Document(text, "toml")) if problem.code in ("wrong-type", "mixed-list")]
    assert problems
    assert any(problem.message.startswith(message.format(place + 1)) for problem in problems), problems
    assert {text[slice(*problem.span)] for problem in problems} <= {wrong, f"[{', '.join(items)}]"}


@settings(max_examples=20)
@given(st.integers(LONGEST + 1, 40 * LONGEST), st.data())
def test_the_one_unknown_key_of_a_long_table_is_told(length: int, data: st.DataObject) -> None:
    lines = [f"k{index} = 'v'" for index in range(length)]
    lines.insert(data.draw(st.integers(0, length)), "odd = []")
    text = "[train]\nexec = 'b'\n[train.env]\n" + "\n".join(lines) + "\n"
    [problem] = check(Document(text, "toml"))
    assert problem.message.startswith("'odd' must be")


def test_a_table_with_too_many_keys_lacks_none_that_it_has() -> None:
    text = (
        "[train]\nexec = 'b'\n[[train.config]]\n"
        + "".join(f"k{index} = 1\n" for index in range(200))
        + "keys = 'a.py'\n"
    )
    assert {problem.code for problem in check(Document(text, "toml"))} == {"unknown-key"}


def test_slices_without_a_mistake_are_passed_over() -> None:
    names = [f"'t{number}'" for number in range(3 * LONGEST)]
    names[-1] = "''"
    text = f"[train]\nexec = 'b'\ntags = [{', '.join(names)}]\n"
    (problem,) = check(Document(text, "toml"))
    assert problem.message.startswith(f"item {3 * LONGEST} of 'tags'")
