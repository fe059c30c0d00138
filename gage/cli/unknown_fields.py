"""Fields in an expression that no run has: says so, with the field that may be meant; judges nothing else of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gage.cli.output import say
from gage.runs.fields import FIELDS, GROUPS, free_names
from gage.runs.index_where import index_where
from gage.runs.store import RunStore
from gage.where.expression import Bare, Word, fields_of
from gage.where.meant import operator_meant
from gage.where.parse import parse
from gage.where.tokens import WhereError

_MOST_RUNS = 500
"""The newest; whose names come into question for what may be meant."""

_MOST_FIELDS = 20


def tell_of_unknown_fields(
    store: RunStore, where: str, container: str, found: Sequence[str], told: str, changes: bool
) -> None:
    """Say of each field that no run has it, once for each name; ``told`` is where the expression stands.

    Raises WhereError where runs are to be changed and another field may be meant: what lacks a field is selected by
    ``!=``, so that a slip would change them all.
    """
    from gage.cli.run_selection import with_marks

    for error in _unknown(store, where, container, found):
        if changes and error.replacement:
            raise error
        say(f"gage: {with_marks(told, where, error.message, error.start, error.end)}")


def _unknown(store: RunStore, where: str, container: str, found: Sequence[str]) -> Iterator[WhereError]:
    expression = parse(where)
    if isinstance(expression, Bare) and not found:
        yield from _operator_in_words(where, expression.word)
    words = {} if expression is None or isinstance(expression, Bare) else _free(fields_of(expression))
    for word in list(words.values())[:_MOST_FIELDS]:
        if store.find(container, index_where(f"{_quoted(word.text)} != missing")):
            continue
        if near := _meant(store, container, word):
            yield WhereError(f"no run has '{word.text}'; did you mean '{near}'?", word.start, word.end, near)
        elif store.find(container):
            yield WhereError(f"no run has '{word.text}'", word.start, word.end)


def _free(fields: Iterator[Word]) -> dict[str, Word]:
    """The fields that not every run has, each once."""
    found: dict[str, Word] = {}
    for word in fields:
        if word.is_quoted or word.text not in FIELDS:
            found.setdefault(word.text, word)
    return found


def _operator_in_words(where: str, words: Word) -> Iterator[WhereError]:
    """Words alone are a label, even if they read like a condition: ``loss is 0.1``."""
    pieces = words.text.split()
    if len(pieces) > 2 and (meant := operator_meant(pieces[1])):
        start = where.index(pieces[1], words.start + len(pieces[0]))
        message = f"words alone are the name of an operation, a status or a label; did you mean '{meant}'?"
        yield WhereError(message, start, start + len(pieces[1]), meant)


def _meant(store: RunStore, container: str, word: Word) -> str | None:
    """The field that is spelled nearly so; ``config:lr`` for ``config.lr``."""
    from gage.gagefile.words import nearest

    name, runs = word.text, store.load(store.find(container)[:_MOST_RUNS])
    group, sign, inner = name.partition(".")
    if sign and group in GROUPS and any(inner in GROUPS[group](run) for run in runs):
        return f"{group}:{inner}"
    if name.partition(":")[0] in GROUPS:
        grouped = (f"{group}:{key}" for run in runs for group, values in GROUPS.items() for key in values(run))
        return nearest(name, dict.fromkeys(grouped))
    names = free_names(runs)
    return nearest(name, names if word.is_quoted else [*FIELDS, *names])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
