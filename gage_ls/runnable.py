"""The operations of a gagefile that can be run, found part by part; runs none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from gage.gagefile.document import Document, has_entries
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.model import operations_in
from gage.gagefile.node import Entry
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.text import Span
from gage.gagefile.tree import mentions


class Runnable(NamedTuple):
    """An operation by its name, all places that spell it, and the fields of its runs that lists show."""

    name: str
    places: tuple[Span, ...]
    shown: tuple[str, ...] = ()


def runnable(document: Document) -> Iterator[Runnable]:
    """The operations that can be named to `gage run` and have a command."""
    for placed in document.parts.where(has_entries) if document.kind is GAGEFILE else ():
        yield from _in_part(placed)


def runnable_at(document: Document, offset: int) -> Runnable | None:
    """The operation that an offset is in, if it can be run."""
    here = document.operation_at(offset) if document.kind is GAGEFILE else None
    parts = document.parts.where(has_entries) if here and document.parts.keys.repeated else [document.parts.at(offset)]
    return next((one for placed in parts for one in _in_part(placed) if here and one.name == here.key), None)


_FOUND: WeakKeyDictionary[Part, list[tuple[Entry, tuple[str, ...]]]] = WeakKeyDictionary()


def _in_part(placed: Placed) -> Iterator[Runnable]:
    found = _FOUND.get(placed.part)
    if found is None:
        found = _FOUND[placed.part] = list(_entries(placed.part))
    for entry, shown in found:
        yield Runnable(entry.key, tuple(placed.span(mention) for mention in mentions(entry)), shown)


def _entries(part: Part) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Of a repeated operation the one that counts. A name with ``=`` would pass for a flag."""
    operations = operations_in(part)
    for entry in part.entries:
        can_run = entry.key in operations and "=" not in entry.key and "run" in operations[entry.key].exec
        if can_run and part.entry((entry.key,)) is entry:
            yield entry, operations[entry.key].listing
