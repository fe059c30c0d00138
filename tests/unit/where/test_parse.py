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
        ("loss ≤ 1 and acc≥.5 and op≠test", "(((loss <= 1) and (acc >= .5)) and (op != test))"),
        ("started > 2026-01-31 10:30", "(started > 2026-01-31 10:30)"),
        ("started after an hour ago", "(started > an hour ago)"),
        ("duration in [10 m, 1.5h]", "(duration in [10 m, 1.5h])"),
    ],
)
def test_an_expression_says(expression: str, meaning: str) -> None:
    assert told(parse(expression)) == meaning


@pytest.mark.parametrize(
    ("expression", "where", "message"),
    [
        ('op =', '', "expected a value to compare 'op' with, and the expression ends here"),
        ('= a', '=', 'expected the name of a field, such as op, status or a metric, not ='),
        ('(op = a', '(', 'this ( has no closing )'),
        ('op = a)', ')', 'this ) closes nothing'),
        ('()', ')', 'expected the name of a field, such as op, status or a metric, not )'),
        ('(op = )', ')', "expected a value to compare 'op' with, not )"),
        ('op in [a', '[', 'this [ has no closing ]'),
        ('op in [a)', ')', 'the [ before is closed by ], not )'),
        ('not (op = a]', ']', 'the ( before is closed by ), not ]'),
        ('op in [a b]', ' ', 'a comma is missing between two values'),
        ('op in []', '[]', 'this list is empty, so it selects nothing'),
        ('op in train', 'train', "expected a list behind 'in', such as [train, test], not train; did you mean '[train]'?"),
        ('op = "a', '"a', 'this " has no closing "'),
        ('x and', '', 'expected the name of a field, such as op, status or a metric, and the expression ends here'),
        ('a = 1 and and b = 2', 'and', 'expected the name of a field, such as op, status or a metric, not and'),
        ("not " * 60 + "a = 1", 'not', 'this is nested more than 50 levels deep'),
        ("(" * 60 + "a", '(', 'this is nested more than 50 levels deep'),
        ("x" * 10_001, "x" * 10_001, 'an expression has at most 10,000 characters'),
        ('a b = c', 'b', "expected an operator behind 'a', such as = or 'in', not b"),
        ('loss is 1 and a = 1', 'is', "expected an operator behind 'loss', such as = or 'in', not is; did you mean '='?"),
        ('loss is not 1 and a = 1', 'is not', "expected an operator behind 'loss', such as = or 'in', not is not; did you mean '!='?"),
        ('(label not like x)', 'not like', "expected an operator behind 'label', such as = or 'in', not not like; did you mean '!~'?"),
        ('(label contains x)', 'contains', "expected an operator behind 'label', such as = or 'in', not contains; did you mean '~'?"),
        ('loss =< 1', '=<', "expected an operator behind 'loss', such as = or 'in', not =<; did you mean '<='?"),
        ('loss => 1', '=>', "expected an operator behind 'loss', such as = or 'in', not =>; did you mean '>='?"),
        ('loss === 1', '===', "expected an operator behind 'loss', such as = or 'in', not ===; did you mean '='?"),
        ('op nin [a]', 'nin', "expected an operator behind 'op', such as = or 'in', not nin; did you mean 'not in'?"),
        ('loss > > 1', '>', "expected a value to compare 'loss' with, not >"),
        ('x ! 1', '!', "expected an operator behind 'x', such as = or 'in', not !"),
        ('op = a status = b', 'status', "expected 'and' or 'or' between two conditions, not status"),
        ('op = a adn b = 1', 'adn', "expected 'and' or 'or' between two conditions, not adn; did you mean 'and'?"),
        ('(op = a ro b = 1)', 'ro', "expected 'and' or 'or' between two conditions, not ro; did you mean 'or'?"),
        ('label = my best label and op = a', 'my best label', "expected 'and' or 'or' between two conditions, not best; text of several words goes in quotes: 'my best label'"),
        ('(label = my label)', 'my label', "expected 'and' or 'or' between two conditions, not label; text of several words goes in quotes: 'my label'"),
        ('label = “my label”', '“my label”', "expected 'and' or 'or' between two conditions, not label”; text of several words goes in quotes: 'my label'"),
        ('duration > 10 minuts', '10 minuts', "'duration' is compared with a time span, such as 90s, 10m or 3d, not 10 minuts; did you mean '10 minutes'?"),
        ('duration < 5 parsecs', '5 parsecs', "'duration' is compared with a time span, such as 90s, 10m or 3d, not 5 parsecs"),
        ('duration < 5x or a = 1', '5x', "'duration' is compared with a time span, such as 90s, 10m or 3d, not 5x"),
        ('started > soon', 'soon', '\'started\' is compared with a date, such as 2026-01-31, today or "30 days ago", not soon'),
        ('started > 3d', '3d', '\'started\' is compared with a date, such as 2026-01-31, today or "30 days ago", not 3d; did you mean \'3d ago\'?'),
        ('started > 3 dys ago', '3 dys ago', '\'started\' is compared with a date, such as 2026-01-31, today or "30 days ago", not 3 dys ago; did you mean \'3 days ago\'?'),
        ('started > 31.1.2026', '31.1.2026', '\'started\' is compared with a date, such as 2026-01-31, today or "30 days ago", not 31.1.2026; did you mean \'2026-01-31\'?'),
        ('stopped in [today, 2026/1/5]', '2026/1/5', '\'stopped\' is compared with a date, such as 2026-01-31, today or "30 days ago", not 2026/1/5; did you mean \'2026-01-05\'?'),
        ('started > yesterdy', 'yesterdy', '\'started\' is compared with a date, such as 2026-01-31, today or "30 days ago", not yesterdy; did you mean \'yesterday\'?'),
        ('started > 2026-02-30', '2026-02-30', 'the calendar has no 2026-02-30'),
        ('status in [running, compelted]', 'compelted', "'status' is compared with a status: completed, error, pending, running, staged, terminated or unknown, not compelted; did you mean 'completed'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_underlined(expression: str, where: str, message: str) -> None:
    with pytest.raises(WhereError) as caught:
        parse(expression)
    assert caught.value.message == message
    assert expression[caught.value.start : caught.value.end] == where


@pytest.mark.parametrize(
    ("expression", "mended"),
    [
        ("status = complete", "status = completed"), ("loss is not 1 and a = 1", "loss != 1 and a = 1"), ("x =< 1", "x <= 1"),
        ("op in [a b]", "op in [a, b]"), ("op in [a)", "op in [a]"), ("op = a adn b = 1", "op = a and b = 1"),
        ("started > 3d", "started > 3d ago"), ("duration > 10 minuts", "duration > 10 minutes"),
        ("label = my label", "label = 'my label'"), ("op in train", "op in [train]"), ("started = 31/1/2026", "started = 2026-01-31"),
    ],
)  # fmt: skip
def test_a_plain_mistake_can_be_replaced_by_what_was_meant(expression: str, mended: str) -> None:
    with pytest.raises(WhereError) as caught:
        parse(expression)
    error = caught.value
    assert expression[: error.start] + (error.replacement or "") + expression[error.end :] == mended
    parse(mended)


def test_a_date_that_may_be_two_days_is_not_guessed() -> None:
    with pytest.raises(WhereError) as caught:
        parse("started > 01/02/2026")
    assert caught.value.replacement is None


PIECES = st.sampled_from(["op", "=", "a", "and", "or", "not", "in", "[", "]", "(", ")", ",", '"', "'x'", "started", "after", "3 days ago", "<", "~", "status", "10 minuts", "is not", "=<", "adn", "duration"])  # fmt: skip


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
