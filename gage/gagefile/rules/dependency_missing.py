"""A dependency on a file of the project needs that file to be there.

Files are relative to the project directory. Patterns with `*` or `?` are not looked at, as they may match later. This
is only an information, as the file may come before the operation is run.

Wrong:

```toml
[train]
exec = "python train.py"
depends = { files = "dta.csv" }
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

from gage.gagefile.dependencies import project_files
from gage.gagefile.facts import Facts
from gage.gagefile.mend import replace_part
from gage.gagefile.problem import Fix, Problem, Severity
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each file or directory of the project that does not exist."""
    for each in project_files(tree):
        if facts.files.get(each.text) is False:
            message, fixes = f"dependency {quoted(each.text)} does not exist in the project", tuple[Fix, ...]()
            if near := facts.near.get(each.text):
                message += f"; did you mean {quoted(near)}?"
                fixes = replace_part(tree, each.node, each.offset, each.text, near)
            # It may be downloaded, or made by a command, before the operation is run.
            yield Problem("dependency-missing", message, each.span(tree), Severity.INFORMATION, (), fixes)
