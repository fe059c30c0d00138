"""The runs that operations of a gagefile ask for, read part by part: after an edit only the parts that changed are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gage.gagefile.dependencies import dependency_texts
from gage.gagefile.document import Document
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.run_select import asked_for
from gage.gagefile.settings import span_within
from gage.gagefile.text import Span


class Selection(NamedTuple):
    """An operation whose runs another one asks for; places are those of the part it stands in.

    ``operation`` asks for runs of ``name``; ``value`` is the expression, ``within`` the name in it, if it stands there
    as it reads. ``is_needed`` says that nothing else would do.
    """

    operation: str
    name: str
    value: Span
    within: Span | None
    is_needed: bool


class Selections(NamedTuple):
    """What one part asks for. ``needs`` are the pairs of operations of which the first needs a run of the second."""

    all: tuple[Selection, ...]
    needs: tuple[tuple[str, str], ...]


def asking_parts(document: Document) -> Iterator[tuple[Placed, Selections]]:
    """The parts with selections that could be understood."""
    for placed in document.parts.where(_asks):
        yield placed, placed.part.selections


def needs(parts: Sequence[Part]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What each part needs; the same object as long as it is the same part."""
    return tuple([part.selections.needs for part in parts if _asks(part)])


def undeclared(document: Document) -> frozenset[str]:
    """The names in selections that no operation has."""
    declared = document.parts.keys.counts
    return frozenset[str]().union(*[names.difference(declared) for names in document.parts.by_block(_names)])


def _names(parts: Sequence[Part]) -> frozenset[str]:
    return frozenset(selection.name for part in parts if _asks(part) for selection in part.selections.all)


def operation_names(document: Document) -> tuple[str, ...]:
    """The names of all operations, in order of the alphabet."""
    counts = document.parts.keys.counts
    return tuple(sorted(name for name, count in counts.items() if count and name and not name.startswith("$")))


def _asks(part: Part) -> bool:
    if part.selections is None:
        selections = tuple(_read(part)) if "depends" in part.operation_keys else ()
        # An operation may go on from its own last run.
        needed = [(one.operation, one.name) for one in selections if one.is_needed and one.name != one.operation]
        part.selections = Selections(selections, tuple(needed))
    return bool(part.selections.all)


def _read(part: Part) -> Iterator[Selection]:
    for each in dependency_texts(part):
        if each.role == "operation":
            within = span_within(part, each.node, each.offset, each.text)
            yield Selection(each.operation.key, each.text, each.node.span, within, True)
        elif each.role in ("run-select", "runs-select"):
            for named in asked_for(each.text):
                within = span_within(part, each.node, each.offset + named.start, named.name)
                is_needed = each.role == "run-select" and named.alone
                yield Selection(each.operation.key, named.name, each.node.span, within, is_needed)
