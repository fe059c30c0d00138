"""Which runs an expression selects; refuses, with its place, what the language can say and no run can answer."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from gage.runs.fields import Kind, field
from gage.runs.run import Run
from gage.runs.run_object import iso
from gage.runs.status import run_status
from gage.runs.summary import Scalar
from gage.where.expression import Bare, Both, Comparison, Either, Expression, Membership, Not, Word
from gage.where.fields import MISSING, is_date
from gage.where.parse import parse
from gage.where.times import Moments, moments, seconds
from gage.where.tokens import WhereError

Selects = Callable[[Run], bool]
Matches = Callable[[Scalar], bool]

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_LONGEST_NUMBER = 400
"""Longer ones are texts: Python refuses to read a number of thousands of digits."""


def run_filter(expression: str, now: datetime | None = None) -> Selects:
    """The runs an expression selects; all, where it is blank. ``now`` (local) is what `3 days ago` counts from.

    A run that lacks a field has no value that is equal, less or greater: `=`, `<` and the like leave it out, and `!=`,
    `!~` and `not in`, which turn `=`, `~` and `in` around, let it in. `= missing` finds it. Raises WhereError.
    """
    parsed = parse(expression)
    return _selects(parsed, now or datetime.now()) if parsed else lambda _: True


def _selects(expression: Expression, now: datetime) -> Selects:
    """Chains of ``and`` and ``or`` lean to the left and may be long: only what is in parentheses is a call deeper."""
    if isinstance(expression, Both | Either):
        parts = [_selects(each, now) for each in chain(expression, type(expression))]
        if isinstance(expression, Both):
            return lambda run: all(part(run) for part in parts)
        return lambda run: any(part(run) for part in parts)
    if isinstance(expression, Not):
        inner = _selects(expression.inner, now)
        return lambda run: not inner(run)
    if isinstance(expression, Bare):
        return _bare(expression.word.text)
    return _condition(expression, now)


def chain(expression: Expression, kind: type[Both] | type[Either]) -> list[Expression]:
    """The parts of a chain of one kind, in their order."""
    parts = []
    while isinstance(expression, kind):
        parts.append(expression.right)
        expression = expression.left
    return [expression, *reversed(parts)]


def _bare(text: str) -> Selects:
    """As gage 0.1.2 has it: an operation, a status, or a part of a label."""
    return lambda run: text in (run.opref.name, run_status(run)) or text in (run.label or "")


class Condition(NamedTuple):
    """A comparison of a field: with which of the values, or, ``with_missing``, with none; ``sign`` is never negated."""

    kind: Kind
    negated: bool
    sign: str
    words: list[Word]
    with_missing: bool


def condition_of(written: Comparison | Membership) -> Condition:
    """What a comparison asks for. Raises WhereError."""
    word = written.field
    kind, _ = field(word.text, word.is_quoted)
    if isinstance(written, Membership):
        negated, sign, words = written.negated, "=", written.values
    else:
        negated, words = written.operator in ("!=", "!~"), (written.value,)
        sign = written.operator.lstrip("!")
    if kind in ("name", "text") and sign not in ("=", "~"):
        message = f"'{word.text}' has no order; compare it with =, !=, ~, !~ or 'in'"
        raise WhereError(message, word.start, words[-1].end)
    present = [value for value in words if not _is_missing(kind, sign, value)]
    return Condition(kind, negated, sign, present, len(present) < len(words))


def _condition(written: Comparison | Membership, now: datetime) -> Selects:
    """Whether any value of the field matches any of the values it is compared with."""
    kind, negated, sign, words, with_missing = condition_of(written)
    _, values_of = field(written.field.text, written.field.is_quoted)
    matches = [matcher(kind, sign, word, now) for word in words]

    def selects(run: Run) -> bool:
        values = values_of(run)
        found = any(match(value) for match in matches for value in values) if values else with_missing
        return found is not negated

    return selects


def _is_missing(kind: Kind, sign: str, value: Word) -> bool:
    if value.text not in MISSING or sign == "~" or (value.is_quoted and kind not in ("time", "duration")):
        return False
    if sign != "=":
        raise WhereError(f"{value.text} has no order; compare it with = or !=", value.start, value.end)
    return True


def matcher(kind: Kind, sign: str, word: Word, now: datetime) -> Matches:
    """Whether a value of a field is in a relation to a value of the expression."""
    if sign == "~":
        part = word.text.casefold()
        return lambda value: part in _text(kind, value).casefold()
    if kind == "time":
        covered = moments(word.text, now)
        return lambda value: isinstance(value, int) and _compare_times(sign, value, covered)
    if kind == "duration":
        length = seconds(word.text)
        return lambda value: _ORDERS[sign](value, length)
    return _matches_free(sign, word.text, now)


def _matches_free(sign: str, text: str, now: datetime) -> Matches:
    """As the value's own type has it: truth values and numbers by value, texts as numbers or dates where both are."""
    order, number = _ORDERS[sign], number_of(text)
    covered = moments(text, now) if is_date(text) else None

    def matches(value: Scalar) -> bool:
        if isinstance(value, bool):
            return sign == "=" and text == ("true" if value else "false")
        if isinstance(value, int | float):
            return number is not None and order(value, number)
        if sign == "=" or not isinstance(value, str):
            return value == text
        own = number_of(value)
        if number is not None and own is not None:
            return order(own, number)
        if covered and is_date(value):
            return _compare_times(sign, moments(value, now).start, covered)
        return order(value, text)

    return matches


def _compare_times(sign: str, moment: int, covered: Moments) -> bool:
    """``=`` is within the time a date covers, ``>`` after all of it."""
    start, end = covered.start, max(covered.end, covered.start + 1)
    if sign == "=":
        return start <= moment < end
    if sign in ("<", ">="):
        return _ORDERS[sign](moment, start)
    return moment < end if sign == "<=" else moment >= end


def number_of(text: str) -> int | float | None:
    """The number that a text is, or None."""
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    return int(text) if text.lstrip("+-").isdecimal() else float(text)


def _text(kind: Kind, value: Scalar) -> str:
    """A value as lists and JSON show it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "time" and isinstance(value, int):
        return iso(value) or ""
    return str(value)
