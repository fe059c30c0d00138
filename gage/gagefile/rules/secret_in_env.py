"""A password or token in a gagefile can be read by everyone who can read the project or one of its runs.

The gagefile is kept with the code, which runs have copies of; only the record of a run hides secrets. Variables that
are set where `gage run` is called reach the command by themselves, so a secret need not be written down.

Wrong:

```toml
[train]
exec = "python train.py"
env = { API_KEY = "9f8e7d6c5b4a3f2e1d0c" }
```

Right:

```toml
[train]
exec = "python train.py"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.secrets import is_secret
from gage.gagefile.settings import variables
from gage.gagefile.tree import Tree
from gage.gagefile.words import named


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at each value that looks like a secret; no message repeats it."""
    for entry in variables(tree):
        node = entry.value
        if isinstance(node, Scalar) and node.kind == "string" and is_secret(entry.key, node.value):
            message = (
                f"{named(entry.key)} looks like a secret, which everyone who reads this file or a run of it would know;"
                " set it where you call gage run, and remove it here"
            )
            yield Problem("secret-in-env", message, node.span, Severity.WARNING)
