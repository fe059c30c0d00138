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
from gage.gagefile.mend import replace_part
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Fix, Problem, Severity
from gage.gagefile.settings import config_sections
from gage.gagefile.tree import Tree


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at the first path of an operation to each file that does not exist or lies outside of the project."""
    for sections in config_sections(tree):
        by_message: dict[str, list[Scalar]] = {}
        for node in chain.from_iterable(sections):
            found = facts.config_paths.get(node.value)
            if found and found.trouble and found.trouble[0] in ("missing", "outside"):
                by_message.setdefault(found.trouble[1], []).append(node)
        for message, nodes in by_message.items():
            yield _problem(tree, nodes, facts, message)


def _problem(tree: Tree, nodes: list[Scalar], facts: Facts, message: str) -> Problem:
    """The problem of one file; its fix changes every path to it."""
    files = [node.value.partition("#")[0] for node in nodes]
    near = facts.near.get(files[0])
    if near is None:
        return Problem("config-file-missing", message, nodes[0].span, Severity.WARNING)
    changes = [replace_part(tree, node, 0, file, near) for node, file in zip(nodes, files, strict=True)]
    edits = tuple(edit for fixes in changes for fix in fixes for edit in fix.edits)
    fixes = (Fix(f"Change to '{near}'", edits),) if all(changes) else ()
    return Problem(
        "config-file-missing", f"{message}; did you mean '{near}'?", nodes[0].span, Severity.WARNING, fixes=fixes
    )
