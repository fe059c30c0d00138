"""Runs in the order of fields, such as `loss,-started`; a field that no run has leaves them as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gage.runs.fields import field
from gage.runs.run import Run
from gage.runs.summary import Scalar
from gage.where.tokens import Token, WhereError, tokens

_NUMBERS = re.compile(r"(\d+)")
_DIGITS = 400


class SortKey(NamedTuple):
    """A field to sort by."""

    name: str
    is_quoted: bool
    descending: bool


def sort_keys(text: str) -> list[SortKey]:
    """The fields of a text such as ``loss,-started``; a minus turns the order around, quotes hold spaces and commas.

    Raises:
        WhereError: it cannot be read; says where.
    """
    pieces = list(tokens(text))
    keys: list[SortKey] = []
    at = 0
    while len(pieces) > 1:
        key, at = _key(pieces, at)
        keys.append(key)
        piece = pieces[at]
        if piece.kind == "end":
            break
        if piece.kind != "comma":
            raise WhereError("expected a comma between two fields", piece.start, piece.end)
        at += 1
    return keys


def sort_runs(runs: Iterable[Run], keys: Sequence[SortKey]) -> list[Run]:
    """Runs in the order of the first key, those equal in it by the next; then as they were given.

    Numbers come before texts, and ``run2`` before ``run10``. Runs that lack a field come last, whichever its order.
    """
    ordered = list(runs)
    for key in reversed(keys):
        _, values_of = field(key.name, key.is_quoted)
        present: list[tuple[tuple[object, ...], Run]] = []
        missing: list[Run] = []
        for run in ordered:
            values = values_of(run)
            if values:
                present.append((natural(values[0]), run))
            else:
                missing.append(run)
        present.sort(key=lambda pair: pair[0], reverse=key.descending)
        ordered = [*(run for _, run in present), *missing]
    return ordered


def natural(value: Scalar) -> tuple[object, ...]:
    """A key by which any two values can be compared; digits within a text count as the number they are."""
    if isinstance(value, int | float):
        return (0, value)
    parts = _NUMBERS.split(str(value).casefold())
    return (1, tuple(int(part[:_DIGITS]) if index % 2 else part for index, part in enumerate(parts)), str(value))


def _key(pieces: list[Token], at: int) -> tuple[SortKey, int]:
    piece = pieces[at]
    descending = piece.kind == "word" and piece.text.startswith("-")
    if descending and piece.text == "-":
        at += 1
        piece = pieces[at]
    if piece.kind not in ("word", "quoted") or not piece.text:
        raise WhereError("expected the name of a field to sort by, such as started or a metric", piece.start, piece.end)
    is_quoted = piece.kind == "quoted"
    name = piece.text if is_quoted else piece.text.removeprefix("-")
    return SortKey(name, is_quoted, descending), at + 1
