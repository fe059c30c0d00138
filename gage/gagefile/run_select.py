"""Reads the operations that a run selection names, in its simple forms; anything else it leaves alone."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"[A-Za-z0-9_.-]+"
_VALUE = rf"(?:{_WORD}|\"{_WORD}\"|'{_WORD}')"
_CLAUSE = re.compile(
    rf"\s*(?P<field>[A-Za-z_]\w*)\s*(?:==?\s*(?P<one>{_VALUE})|in\s*\[(?P<several>\s*{_VALUE}(?:\s*,\s*{_VALUE})*\s*,?\s*)\])\s*"
)
_AND = re.compile(r"and\b|&&?")
_FIELDS = ("op", "operation")


class NamedOperation(NamedTuple):
    """An operation that a selection names; ``start`` is the offset of the name in the expression.

    ``alone`` says that no other operation would do.
    """

    name: str
    start: int
    alone: bool


def named_operations(expression: str) -> list[NamedOperation]:
    """The operations named by clauses ``op = NAME`` and ``op in [NAME, …]`` that are joined by ``and``."""
    named: list[NamedOperation] = []
    at = 0
    while clause := _CLAUSE.match(expression, at):
        if clause["field"] in _FIELDS:
            group = "one" if clause["one"] else "several"
            names = [
                (found[0], clause.start(group) + found.start()) for found in re.finditer(_WORD, clause[group] or "")
            ]
            named += [NamedOperation(name, start, len(names) == 1) for name, start in names]
        at = clause.end()
        if at == len(expression):
            return named
        joint = _AND.match(expression, at)
        if not joint:
            break
        at = joint.end()
    return []
