"""A dependency on the runs of an operation must name one that the gagefile declares.

A selection such as `op = prepare` or `op in [prepare, fetch]` is compared with the names of operations. One that no
operation has selects nothing. Other forms of selection are not looked into.

Wrong:

```toml
[prepare]
exec = "python prepare.py"

[train]
exec = "python train.py"
depends = { run-select = "op = prepear" }
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

import re
from collections.abc import Iterator
from functools import lru_cache

from gage.gagefile.document import Document
from gage.gagefile.facts import Facts
from gage.gagefile.placed import Placed
from gage.gagefile.problem import Edit, Fix, Problem, Severity
from gage.gagefile.selections import Selection, asking_parts, operation_names, undeclared
from gage.gagefile.words import any_of, named, nearest

_FEW = 8
"""Operations that are listed; more of them are no help."""

_MANY = 500
"""Operations among which a misspelt one is sought; it would take too long to compare with more at every keystroke."""


def check(document: Document, _facts: Facts) -> Iterator[Problem]:
    """A problem at each name in a selection of runs that no operation has."""
    unknown = undeclared(document)
    if not unknown:
        return
    names = operation_names(document)
    for placed, selections in asking_parts(document):
        for selection in selections.all:
            if selection.name in unknown:
                yield _problem(placed, selection, names)


def _problem(placed: Placed, selection: Selection, names: tuple[str, ...]) -> Problem:
    span = placed.span(selection.within or selection.value)
    message = f"there is no operation {named(selection.name)}"
    fixes: tuple[Fix, ...] = ()
    if near := _nearest(selection.name, names) if len(names) <= _MANY else None:
        message += f"; did you mean '{near}'?"
        if selection.within and re.fullmatch(r"[\w.-]+", near):
            fixes = (Fix(f"Change to '{near}'", (Edit(span, near),)),)
    elif 0 < len(names) <= _FEW:
        message += f"; this gagefile declares {any_of(names)}"
    return Problem("unknown-operation", message, span, Severity.WARNING, fixes=fixes)


@lru_cache(maxsize=64)
def _nearest(name: str, names: tuple[str, ...]) -> str | None:
    return nearest(name, names)
