"""An operation is run by its name, so the name must be one word without `=`.

The record of a run keeps namespace, name and version separated by spaces, and `gage run a=b` reads `a=b` as a flag.

Wrong:

```toml
["train model"]
exec = "python train.py"
```

Right:

```toml
[train-model]
exec = "python train.py"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.mend import rename_key
from gage.gagefile.problem import Problem
from gage.gagefile.tree import Tree
from gage.gagefile.words import named


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at every operation name with white space or an equals sign."""
    for operation in tree.entries:
        name = operation.key
        if not name.strip() or name.startswith("$") or not re.search(r"[\s=]", name):
            continue
        usable = re.sub(r"[\s=]+", "-", name.strip())
        what = "an equals sign" if "=" in name else "spaces"
        message = f"operation {named(name)} cannot be run because its name has {what}; call it {named(usable)}"
        yield Problem("unusable-name", message, operation.key_span, fixes=(rename_key(tree, operation, usable),))
