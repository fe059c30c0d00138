"""A config path must name a file of the project that exists.

Config paths are relative to the project directory. Values of a file that is not there cannot be set, and a flag for one
of them is refused.

Wrong:

```toml
[train]
exec = "python train.py"
config = "trian.py#lr"
```

Right:

```toml
[train]
exec = "python train.py"
config = "train.py#lr"
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gage.gagefile.facts import Facts
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import config_sections
from gage.gagefile.tree import Tree


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at the first path of an operation to each file that does not exist or lies outside of the project."""
    for sections in config_sections(tree):
        said: set[str] = set()
        for node in chain.from_iterable(sections):
            found = facts.config_paths.get(node.value)
            if found and found.trouble and found.trouble[0] in ("missing", "outside"):
                if found.trouble[1] not in said:
                    yield Problem("config-file-missing", found.trouble[1], node.span, Severity.WARNING)
                said.add(found.trouble[1])
