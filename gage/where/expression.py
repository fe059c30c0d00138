"""What a filter expression says, as values; evaluates nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

Comparator = Literal["=", "!=", "<", "<=", ">", ">=", "~", "!~"]


class Word(NamedTuple):
    """A name or a value as written, without its quotes; ``start`` and ``end`` are offsets in the expression."""

    text: str
    start: int
    end: int
    is_quoted: bool = False


class Bare(NamedTuple):
    """Words without an operator: the name of an operation, a status or a label."""

    word: Word


class Comparison(NamedTuple):
    """A field beside a value; ``before`` and ``after`` are ``<`` and ``>``, ``==`` is ``=``."""

    field: Word
    operator: Comparator
    value: Word


class Membership(NamedTuple):
    """A field that has one of several values, or, negated, none of them."""

    field: Word
    values: tuple[Word, ...]
    negated: bool


class Not(NamedTuple):
    """The runs that another expression leaves out."""

    inner: Expression


class Both(NamedTuple):
    """The runs that both expressions select."""

    left: Expression
    right: Expression


class Either(NamedTuple):
    """The runs that one of the expressions selects."""

    left: Expression
    right: Expression


Expression = Bare | Comparison | Membership | Not | Both | Either


def fields_of(expression: Expression) -> Iterator[Word]:
    """The fields that are compared, in the order in which they stand."""
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Both | Either):
            waiting += [each.right, each.left]
        elif isinstance(each, Not):
            waiting.append(each.inner)
        elif isinstance(each, Comparison | Membership):
            yield each.field


def all_of(expression: Expression) -> Iterator[Expression]:
    """The expressions that must all hold; without recursion, as a chain of ``and`` may be long."""
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Both):
            waiting += [each.right, each.left]
        else:
            yield each
