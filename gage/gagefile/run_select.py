"""The operations that a run selection asks for, or names at all; of an expression that cannot be read it says none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gage.where.expression import Bare, Both, Comparison, Either, Expression, Membership, Not, Word, all_of
from gage.where.fields import OPERATION
from gage.where.parse import parse
from gage.where.tokens import WhereError


class AskedFor(NamedTuple):
    """An operation that a selection asks for; ``start`` is the offset of the name in the expression.

    ``alone`` says that no other operation would do.
    """

    name: str
    start: int
    alone: bool


def asked_for(expression: str) -> list[AskedFor]:
    """The operations of this project that conditions such as ``op = NAME`` and ``op in [NAME, …]`` ask for.

    Of conditions joined by ``or`` none alone is asked for. A name with a namespace may be another project's.
    """
    try:
        parsed = parse(expression)
    except WhereError:
        return []
    found: list[AskedFor] = []
    for each in all_of(parsed) if parsed else ():
        if isinstance(each, Comparison) and each.operator == "=" and each.field.text in OPERATION:
            words: tuple[Word, ...] = (each.value,)
        elif isinstance(each, Membership) and not each.negated and each.field.text in OPERATION:
            words = each.values
        else:
            continue
        found += [AskedFor(word.text, word.start + word.is_quoted, len(words) == 1) for word in words]
    return [one for one in found if one.name and ":" not in one.name]


def named_in(expression: str) -> Iterator[tuple[Word, bool]]:
    """The words of an expression that mean an operation; True for one alone, which may be a status or a label, too.

    Names with a namespace are left out; they may be another project's.
    """
    try:
        parsed = parse(expression)
    except WhereError:
        return
    ahead: list[Expression] = [parsed] if parsed else []
    while ahead:
        each = ahead.pop()
        words: tuple[Word, ...] = ()
        if isinstance(each, Both | Either):
            ahead += [each.left, each.right]
        elif isinstance(each, Not):
            ahead.append(each.inner)
        elif isinstance(each, Bare):
            words = (each.word,)
        elif isinstance(each, Comparison) and each.operator in ("=", "!=") and each.field.text in OPERATION:
            words = (each.value,)
        elif isinstance(each, Membership) and each.field.text in OPERATION:
            words = each.values
        yield from ((word, isinstance(each, Bare)) for word in words if word.text and ":" not in word.text)
