"""The filter language: what expressions say, and where one cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.where.expression import Bare, Both, Comparison, Either, Expression, Membership, Not
from gage.where.parse import parse
from gage.where.tokens import WhereError


def told(expression: Expression | None) -> str:
    """An expression with brackets around everything."""
    match expression:
        case Bare(word):
            return word.text
        case Comparison(field, operator, value):
            return f"({field.text} {operator} {value.text})"
        case Membership(field, values, negated):
            return f"({field.text} {'not in' if negated else 'in'} [{', '.join(value.text for value in values)}])"
        case Not(inner):
            return f"(not {told(inner)})"
        case Both(left, right):
            return f"({told(left)} and {told(right)})"
        case Either(left, right):
            return f"({told(left)} or {told(right)})"
    return "everything"


@pytest.mark.parametrize(
    ("expression", "meaning"),
    [
        ("", "everything"),
        ("  ", "everything"),
        ("train", "train"),
        ("my label", "my label"),
        ("op = train", "(op = train)"),
        ("op==train", "(op = train)"),
        ("loss<0.5", "(loss < 0.5)"),
        ("lr <> 1", "(lr != 1)"),
        ("label ~ base", "(label ~ base)"),
        ("train.py#lr >= 1e-3", "(train.py#lr >= 1e-3)"),
        ('"my metric" = \'a "b"\'', '(my metric = a "b")'),
        ("op in [train, 'eval',]", "(op in [train, eval])"),
        ("op in (train)", "(op in [train])"),
        ("op not in [a] and op not-in [b]", "((op not in [a]) and (op not in [b]))"),
        ("a = 1 or b = 2 and not c = 3", "((a = 1) or ((b = 2) and (not (c = 3))))"),
        ("(a = 1 || b = 2) && !c = 3", "(((a = 1) or (b = 2)) and (not (c = 3)))"),
        ("train and loss < 1", "(train and (loss < 1))"),
        ("op = preview and started after 30 days ago", "((op = preview) and (started > 30 days ago))"),
        ("started before 2026-01-31T10:00Z", "(started < 2026-01-31T10:00Z)"),
        ("duration > 10 min", "(duration > 10 min)"),
        ("status = completed and stopped = missing", "((status = completed) and (stopped = missing))"),
        ("OP = a AND b = 1", "((OP = a) and (b = 1))"),
    ],
)
def test_an_expression_says(expression: str, meaning: str) -> None:
    assert told(parse(expression)) == meaning


@pytest.mark.parametrize(
    ("expression", "where", "message"),
    [
        ("op =", "", "expected a value to compare 'op' with, and the expression ends here"),
        ("= a", "=", "expected the name of a field, such as op, status or a metric, not ="),
        ("op = a status = b", "status", "expected 'and' or 'or' between two conditions, not status"),
        ("(op = a", "(", "this ( has no closing )"),
        ("op = a)", ")", "this ) closes nothing"),
        ("op in [a", "[", "this [ has no closing ]"),
        ("op in [a b]", " ", "a comma is missing between two values"),
        ("op in []", "[]", "this list is empty, so it selects nothing"),
        ("op in a", "a", "expected a list behind 'in', such as [train, test], not a"),
        ('op = "a', '"a', 'this " has no closing "'),
        ("a b = c", "b", "expected an operator behind 'a', such as = or 'in', not b"),
        ("x and", "", "expected the name of a field, such as op, status or a metric, and the expression ends here"),
        ("started > soon", "soon", "'started' is compared with a date, such as 2026-01-31, today or \"30 days ago\", not soon"),
        ("duration < 5 parsecs", "parsecs", "expected 'and' or 'or' between two conditions, not parsecs"),
        ("not " * 60 + "a = 1", "not", "this is nested more than 50 levels deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_underlined(expression: str, where: str, message: str) -> None:
    with pytest.raises(WhereError) as caught:
        parse(expression)
    assert caught.value.message == message
    assert expression[caught.value.start : caught.value.end] == where


def test_a_status_that_is_nearly_right_can_be_replaced() -> None:
    with pytest.raises(WhereError, match="did you mean completed") as caught:
        parse("status = complete")
    assert caught.value.replacement == "completed"


PIECES = st.sampled_from(["op", "=", "a", "and", "or", "not", "in", "[", "]", "(", ")", ",", '"', "'x'", "started", "after", "3 days ago", "<", "~", "status"])  # fmt: skip


def place_of_error(expression: str) -> tuple[int, int]:
    try:
        told(parse(expression))
    except WhereError as error:
        return error.start, error.end
    return 0, 0


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=30))
def test_every_expression_is_read_or_underlined(expression: str) -> None:
    start, end = place_of_error(expression)
    assert 0 <= start <= end <= len(expression)


def test_a_long_chain_is_no_deep_one() -> None:
    assert told(parse(" and ".join(["a = 1"] * 500))).count("a = 1") == 500
