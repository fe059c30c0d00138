"""Operations that need runs of one another can never run for the first time.

Each waits for a run of the other. Take one of the dependencies out, or let it select something that exists before.

Wrong:

```toml
[prepare]
exec = "python prepare.py"
depends = { run-select = "op = train" }

[train]
exec = "python train.py"
depends = { run-select = "op = prepare" }
```

Right:

```toml
[prepare]
exec = "python prepare.py"

[train]
exec = "python train.py"
depends = { run-select = "op = prepare" }
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gage.gagefile.document import Document
from gage.gagefile.facts import Facts
from gage.gagefile.problem import Problem, Related, Severity
from gage.gagefile.selections import asking_parts, needs
from gage.gagefile.text import Span
from gage.gagefile.words import named


class _Needs(tuple[tuple[tuple[tuple[str, str], ...], ...], ...]):
    """For each block, each part in it, the pairs of operations of which the first needs a run of the second.

    To hash all pairs would take longer than to compare them: most blocks are the same object as before.
    """

    __slots__ = ()

    def __hash__(self) -> int:
        return len(self)


_FEW = 4
_MANY = 20
"""Steps of a cycle that are told in words, and those that are shown."""


def check(document: Document, _facts: Facts) -> Iterator[Problem]:
    """One problem for each cycle, at the first dependency in it."""
    for cycle in _cycles(_Needs(document.parts.by_block(needs))):
        yield _problem(document, cycle)


@lru_cache(maxsize=4)
def _cycles(known: _Needs) -> list[list[str]]:
    """Operations that lead back to the first of them, none of them twice; kept, as few edits change what is needed."""
    others: dict[str, list[str]] = {}
    for one, other in (pair for block in known for pairs in block for pair in pairs):
        others.setdefault(one, []).append(other)
    cycles: list[list[str]] = []
    told: set[str] = set()
    for cycle in _ways_back(others):
        if told.isdisjoint(cycle):
            cycles.append(cycle)
        told.update(cycle)
    return cycles


def _ways_back(others: dict[str, list[str]]) -> Iterator[list[str]]:
    """Each operation is visited once, without recursion: a chain may be as long as the gagefile."""
    done: set[str] = set()
    for start in others:
        way: list[str] = []
        place: dict[str, int] = {}
        branches = [iter([start])]
        while branches:
            name = next(branches[-1], None)
            if name is None:
                branches.pop()
                if way:
                    done.add(way.pop())
                    place.popitem()
            elif name in place:
                yield way[place[name] :]
            elif name in others and name not in done:
                place[name] = len(way)
                way.append(name)
                branches.append(iter(others[name]))


def _problem(document: Document, cycle: list[str]) -> Problem:
    steps = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    words = ", ".join(f"{named(one)} needs a run of {named(other)}" for one, other in steps[:_FEW])
    more = " and so on" if len(steps) > _FEW else ""
    message = f"{words}{more}, so none of them can run first"
    (_, span), *further = [(step, _place(document, *step)) for step in steps[:_MANY]]
    related = tuple(Related(f"{named(one)} needs a run of {named(other)} here", span) for (one, other), span in further)
    return Problem("dependency-cycle", message, span, Severity.WARNING, related=related)


def _place(document: Document, operation: str, name: str) -> Span:
    return next(
        placed.span(selection.value)
        for placed, selections in asking_parts(document)
        for selection in selections.all
        if selection.is_needed and (selection.operation, selection.name) == (operation, name)
    )
