"""The operations that a run selection names; of an expression that cannot be read it says none."""

from __future__ import annotations

from typing import NamedTuple

from gage.where.expression import Comparison, Membership, Word, all_of
from gage.where.fields import OPERATION
from gage.where.parse import parse
from gage.where.tokens import WhereError


class NamedOperation(NamedTuple):
    """An operation that a selection names; ``start`` is the offset of the name in the expression.

    ``alone`` says that no other operation would do.
    """

    name: str
    start: int
    alone: bool


def named_operations(expression: str) -> list[NamedOperation]:
    """The operations of this project that conditions such as ``op = NAME`` and ``op in [NAME, …]`` ask for.

    Of conditions joined by ``or`` none alone is asked for. A name with a namespace may be another project's.
    """
    try:
        parsed = parse(expression)
    except WhereError:
        return []
    named: list[NamedOperation] = []
    for each in all_of(parsed) if parsed else ():
        if isinstance(each, Comparison) and each.operator == "=" and each.field.text in OPERATION:
            words: tuple[Word, ...] = (each.value,)
        elif isinstance(each, Membership) and not each.negated and each.field.text in OPERATION:
            words = each.values
        else:
            continue
        named += [NamedOperation(word.text, word.start + word.is_quoted, len(words) == 1) for word in words]
    return [name for name in named if name.name and ":" not in name.name]
