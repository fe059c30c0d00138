"""A filter expression as a condition over the rows of the index, which selects what `run_filter` does; evaluates none.

What SQL would compare in another way than Python is handed to functions that are those of `filter`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from gage.runs.fields import GROUPS
from gage.runs.filter import Condition, Matches, Selects, chain, condition_of, matcher, number_of, run_filter
from gage.runs.ids import run_name, short_name
from gage.where.expression import Bare, Both, Comparison, Either, Expression, Membership, Not, Word
from gage.where.parse import parse
from gage.where.times import moments, seconds

_MOST = 200
"""Conditions of an expression, or values in them; SQLite takes no chain of a thousand."""

_NEAR = 1e-9
"""Numbers nearer to one another than this part of them are compared by Python: SQLite may read the last digit wrong."""

_LAST_INTEGER = (1 << 63) - 1

_COLUMNS = {
    "op": ("operation", "namespace || ':' || operation"),
    "operation": ("operation", "namespace || ':' || operation"),
    **{name: (name,) for name in ("status", "label", "id", "started", "stopped", "duration", "config")},
    "metric": ("metrics",),
    "attribute": ("attributes",),
}

Function = Callable[[Any], bool]


class Where(NamedTuple):
    """An expression: as a condition with its named parameters and functions of one argument, and as it is for a run.

    Without ``sql`` every run is asked.
    """

    selects: Selects
    sql: str | None
    parameters: dict[str, str | int | float]
    functions: dict[str, Function]


def index_where(expression: str) -> Where | None:
    """What to ask the index for; None for a blank expression, which selects all. Raises WhereError."""
    now = datetime.now()
    selects = run_filter(expression, now)
    parsed = parse(expression)
    if parsed is None:
        return None
    writer = _Writer(now)
    try:
        if "\0" in expression:
            raise _UntranslatableError
        expression.encode()
        return Where(selects, writer.condition(parsed), writer.parameters, writer.functions)
    except (_UntranslatableError, UnicodeError):
        return Where(selects, None, {}, {})


class _UntranslatableError(Exception):
    """SQL has no words for it."""


class _Writer:
    """Writes conditions, each of which is true or false of a row and never NULL."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._conditions = 0
        self.parameters: dict[str, str | int | float] = {}
        self.functions: dict[str, Function] = {}

    def condition(self, expression: Expression) -> str:
        """SQL in parentheses. Raises _UntranslatableError."""
        if isinstance(expression, Both | Either):
            joint = " AND " if isinstance(expression, Both) else " OR "
            return f"({joint.join(self.condition(part) for part in chain(expression, type(expression)))})"
        if isinstance(expression, Not):
            return f"(NOT {self.condition(expression.inner)})"
        self._conditions += len(expression.values) if isinstance(expression, Membership) else 1
        if self._conditions > _MOST:
            raise _UntranslatableError
        if isinstance(expression, Bare):
            text = self._parameter(expression.word.text)
            return f"({text} IN (operation, status) OR instr(coalesce(label, ''), {text}) > 0)"
        return self._comparison(expression)

    def _comparison(self, written: Comparison | Membership) -> str:
        asked = condition_of(written)
        matches = [matcher(asked.kind, asked.sign, word, self._now) for word in asked.words]
        name = written.field.text
        if asked.kind == "free":
            found = self._in_groups(name, asked, matches)
        elif name == "tag":
            test = self._function(lambda text: any(match(tag) for match in matches for tag in json.loads(text)), "tags")
            found = f"CASE tags WHEN '[]' THEN {_constant(asked.with_missing)} ELSE {test} END"
        elif name == "name":
            found = self._function(
                lambda run_id: any(match(text) for match in matches for text in (run_name(run_id), short_name(run_id))),
                "id",
            )
        else:
            found = _either([self._in_column(column, asked, matches) for column in _COLUMNS[name]])
        return f"(NOT ({found}))" if asked.negated else f"({found})"

    def _in_column(self, column: str, asked: Condition, matches: list[Matches]) -> str:
        if asked.sign == "~":
            test = self._function(lambda value: any(match(value) for match in matches), column)
        elif asked.kind == "time":
            test = _either([self._in_time(column, asked.sign, word.text) for word in asked.words])
        elif asked.kind == "duration":
            numbers = [self._parameter(seconds(word.text)) for word in asked.words]
            test = _either([f"{column} {asked.sign} {number}" for number in numbers])
        else:
            test = self._among(column, asked.words)
        return f"CASE WHEN {column} IS NULL THEN {_constant(asked.with_missing)} ELSE {test} END"

    def _in_time(self, column: str, sign: str, text: str) -> str:
        """As `filter` has it: ``=`` is within the time a date covers, ``>`` after all of it."""
        covered = moments(text, self._now)
        start, end = (self._parameter(moment) for moment in (covered.start, max(covered.end, covered.start + 1)))
        if sign == "=":
            return f"({column} >= {start} AND {column} < {end})"
        if sign in ("<", ">="):
            return f"{column} {sign} {start}"
        return f"{column} < {end}" if sign == "<=" else f"{column} >= {end}"

    def _in_groups(self, name: str, asked: Condition, matches: list[Matches]) -> str:
        """A value of config, else a metric, else an attribute, or, with its group before it, of that one alone."""
        group, colon, key = name.partition(":")
        groups = [group] if colon and group in GROUPS else list(GROUPS)
        key = key if colon and group in GROUPS else name
        if json.dumps(key, ensure_ascii=False) != f'"{key}"':
            # SQLite compares such names with what is written of them, escapes included.
            raise _UntranslatableError
        found = _constant(asked.with_missing)
        for each in reversed(groups):
            found = self._in_group(_COLUMNS[each][0], key, asked, matches, found)
        return found

    def _in_group(self, column: str, key: str, asked: Condition, matches: list[Matches], otherwise: str) -> str:
        path = self._parameter(f'$."{key}"')
        value = f"json_extract({column}, {path})"
        exact = self._function(lambda text: any(match(json.loads(text)[key]) for match in matches), column)
        integer, real, text = self._of_types(value, asked, matches, exact)
        return (
            f"CASE coalesce(json_type({column}, {path}), '-') WHEN '-' THEN {otherwise}"
            f" WHEN 'null' THEN {_constant(asked.with_missing)}"
            f" WHEN 'true' THEN {_constant(any(match(True) for match in matches))}"
            f" WHEN 'false' THEN {_constant(any(match(False) for match in matches))}"
            f" WHEN 'integer' THEN CASE typeof({value}) WHEN 'integer' THEN {integer} ELSE {exact} END"
            f" WHEN 'real' THEN {real} ELSE {text} END"
        )

    def _of_types(self, value: str, asked: Condition, matches: list[Matches], exact: str) -> tuple[str, str, str]:
        """The tests of an integer, of another number, and of a text."""
        by_python = self._function(lambda found: any(match(found) for match in matches), value)
        if asked.sign == "~":
            return by_python, exact, by_python
        numbers = [number for word in asked.words if (number := number_of(word.text)) is not None]
        if any(isinstance(number, int) and abs(number) > _LAST_INTEGER for number in numbers):
            integer = real = exact
        else:
            places = [self._parameter(number) for number in numbers]
            tests = _either([f"{value} {asked.sign} {place}" for place in places])
            near = _either([f"abs({value} - {place}) <= abs({place}) * {_NEAR}" for place in places])
            integer, real = tests, f"CASE WHEN {near} THEN {exact} ELSE {tests} END"
        return integer, real, self._among(value, asked.words) if asked.sign == "=" else by_python

    def _among(self, value: str, words: list[Word]) -> str:
        return f"{value} IN ({', '.join(self._parameter(word.text) for word in words)})"

    def _parameter(self, value: str | int | float) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"

    def _function(self, function: Function, argument: str) -> str:
        name = f"matches_{len(self.functions)}"
        self.functions[name] = function
        return f"{name}({argument})"


def _either(tests: list[str]) -> str:
    return f"({' OR '.join(tests)})" if tests else "0"


def _constant(is_true: bool) -> str:
    return "1" if is_true else "0"
