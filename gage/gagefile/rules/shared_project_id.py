"""Two projects must not have the same id, or the runs of one are taken for those of the other.

That happens when a project is copied with its gagefile. Give the copy an id of its own. Only gagefiles near by are
compared: those in directories of the project and, within one Git repository, above and beside it.

Wrong: where another gagefile near by, `other/gage.toml`, has the same id:

```toml
"$project-id" = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"

[train]
exec = "python train.py"
```

Right:

```toml
"$project-id" = "0c2b7a52-6f1e-4a3c-9d7c-3f0a8b1d5e64"

[train]
exec = "python train.py"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at an id that the gagefile of another project has too."""
    node = tree.node(("$project-id",))
    other = facts.project_ids.get(str(node.value).lower()) if isinstance(node, Scalar) else None
    if node and other:
        message = f"{quoted(other)} has the same '$project-id', which mixes up their runs; give the copy another"
        yield Problem("shared-project-id", message, node.span, Severity.WARNING)
