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

from gage.gagefile.facts import Facts
from gage.gagefile.node import Entry, Scalar
from gage.gagefile.problem import Problem, Related
from gage.gagefile.tree import Tree
from gage.gagefile.words import named


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at every ``default`` that is true, but the first."""
    first: tuple[Entry, Entry] | None = None
    for operation, default in tree.operations_with("default"):
        if not isinstance(default.value, Scalar) or default.value.value is not True:
            continue
        if first is None:
            first = operation, default
            continue
        message = f"'default' is already true for {named(first[0].key)}; only one operation can be the default"
        related = (Related(f"{named(first[0].key)} is the default here", first[1].key_span),)
        yield Problem("one-default", message, default.key_span, related=related)
