"""A config file must be of a kind that values can be set in, and one that can be read.

A run can set values in Python files and notebooks (plain values assigned at the top level), and in JSON, TOML, YAML and
INI files. A file of another kind, or one with a syntax error, is left out, and a flag for one of its values is refused.

Wrong:

```toml
[train]
exec = "python train.py"
config = "params.txt"
```

Right:

```toml
[train]
exec = "python train.py"
config = "params.yaml"
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
    """A problem at the first path of an operation to each file that exists and gives no values."""
    for sections in config_sections(tree):
        said: set[str] = set()
        for node in chain.from_iterable(sections):
            found = facts.config_paths.get(node.value)
            if found and found.trouble and found.trouble[0] in ("unsupported", "unreadable"):
                if found.trouble[1] not in said:
                    yield Problem("config-file-unsupported", found.trouble[1], node.span, Severity.WARNING)
                said.add(found.trouble[1])
