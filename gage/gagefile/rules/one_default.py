"""Only one operation can be the default.

`gage run` without a name runs the operation that says `default = true`. When several say so, the first by name is
run and the others are passed over, which is rarely what they were written for.

Wrong:

```toml
[prepare]
exec = "python prepare.py"
default = true

[train]
exec = "python train.py"
default = true
```

Right:

```toml
[prepare]
exec = "python prepare.py"

[train]
exec = "python train.py"
default = true
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.document import Document, with_key
from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Related
from gage.gagefile.text import Span
from gage.gagefile.words import named


def check(document: Document, _facts: Facts) -> Iterator[Problem]:
    """A problem at every ``default`` that is true, but the first."""
    first: tuple[str, Span] | None = None
    for name, span in sorted(_defaults(document), key=lambda default: default[1]):
        if first is None:
            first = name, span
            continue
        message = f"'default' is already true for {named(first[0])}; only one operation can be the default"
        related = (Related(f"{named(first[0])} is the default here", first[1]),)
        yield Problem("one-default", message, span, related=related)


def _defaults(document: Document) -> Iterator[tuple[str, Span]]:
    """The operations that are the default, each with the place that says so."""
    for placed in document.parts.where(with_key("default")):
        for operation, default in placed.part.operations_with("default"):
            if isinstance(default.value, Scalar) and default.value.value is True:
                yield operation.key, placed.span(default.key_span)
