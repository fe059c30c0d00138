"""A number where text is meant loses the way it was written.

`version` and the variables of `env` are kept as text, but what stands without quotes is read as a number first: `1.10`
becomes 1.1. YAML reads even more as numbers: `010` is 8, and `1:30` is 90. Put such a value in quotes.

Wrong:

```toml
[train]
exec = "python train.py"
version = 1.10
```

Right:

```toml
[train]
exec = "python train.py"
version = "1.10"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.mend import quote_value
from gage.gagefile.node import Entry, Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import variables
from gage.gagefile.tree import Tree
from gage.gagefile.words import named

_TRAILING_ZERO = r"\d+\.\d*0"
_READ_OTHERWISE = r"[-+]?0\d+|[-+]?\d+(?::\d+)+(?:\.\d*)?"
"""Octal numbers and those on a base of sixty, as YAML 1.1 has them."""


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at each number whose text would become another."""
    for _, entry in tree.operations_with("version"):
        yield from _problems(tree, entry, is_version=True)
    for entry in variables(tree):
        yield from _problems(tree, entry, is_version="version" in entry.key.lower())


def _problems(tree: Tree, entry: Entry, is_version: bool) -> Iterator[Problem]:
    node = entry.value
    if not isinstance(node, Scalar) or node.kind != "number":
        return
    source = tree.text[node.start : node.end]
    surprises = re.fullmatch(_READ_OTHERWISE, source) or (is_version and re.fullmatch(_TRAILING_ZERO, source))
    if surprises and str(node.value) != source:
        message = f"{named(entry.key)} is read as the number {node.value}, not as {source}; put it in quotes"
        fixes = (quote_value(tree, node),)
        yield Problem("rewritten-number", message, node.span, Severity.WARNING, fixes=fixes)
