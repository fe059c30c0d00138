"""A source code pattern is a glob and attributes, and an operation with one that cannot be read is not run.

The attributes are `text`, `binary`, `dir`, `size<N`, `size>N`, `sentinel=FILE` (beside `dir`) and `max-matches=N`. Put
quotes around a name that holds spaces.

Wrong:

```toml
[train]
exec = "python train.py"
sourcecode = ["*.py", "*.csv size<1MB"]
```

Right:

```toml
[train]
exec = "python train.py"
sourcecode = ["*.py", "*.csv size<1000000"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.problem import Problem
from gage.gagefile.settings import source_patterns
from gage.gagefile.tree import Tree


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each pattern that the selection of source code refuses."""
    for patterns in source_patterns(tree):
        found = facts.sources.get(tuple(node.value for node in patterns))
        for node in patterns if found else ():
            if found and node.value in found.refused:
                yield Problem("source-pattern", found.refused[node.value], node.span)
