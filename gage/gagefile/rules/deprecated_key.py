"""A key that still has its meaning, but has been replaced by a better one.

`link` said that files of a dependency are linked instead of copied. Files are linked anyway, unless they are to be
written to, which `writeable` says.

Wrong:

```toml
[train]
exec = "python train.py"
depends = { files = "data.csv", link = true }
```

Right:

```toml
[train]
exec = "python train.py"
depends = { files = "data.csv" }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.mend import remove_entry
from gage.gagefile.node import Array, Entry, Object
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.tree import Tree


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A hint at each deprecated key."""
    for table, entry in _links(tree):
        fixes = remove_entry(tree, table, entry)
        message = f"'{entry.key}' is deprecated; files are linked unless 'writeable' is true, so it can be removed"
        yield Problem("deprecated-key", message, entry.key_span, Severity.HINT, fixes=fixes)


def _links(tree: Tree) -> Iterator[tuple[Object, Entry]]:
    for _, depends in tree.operations_with("depends"):
        for item in depends.value.items if isinstance(depends.value, Array) else [depends.value]:
            if isinstance(item, Object) and "link" in item.by_key:
                yield item, item.by_key["link"]
