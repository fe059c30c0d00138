"""Progress is read by parsers that have a name: `tqdm` reads the bars of tqdm, `fraction` lines such as `epoch 3/10`.

Another name is passed over, and no progress shown; the run itself is the same.

Wrong:

```toml
[train]
exec = "python train.py"
progress = "rich"
```

Right:

```toml
[train]
exec = "python train.py"
progress = "tqdm"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.mend import replace_value
from gage.gagefile.model import PROGRESS_PARSERS
from gage.gagefile.node import Node, Object, Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.tree import Tree
from gage.gagefile.words import either, nearest, quoted


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at every name of a parser that does not exist."""
    for operation in tree.entries:
        progress = operation.value.get("progress") if isinstance(operation.value, Object) else None
        named = [entry.value for entry in progress.entries] if isinstance(progress, Object) else [progress]
        yield from (_problem(tree, node) for node in named if node is not None and _is_unknown(node))


def _is_unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.kind == "string" and node.value not in PROGRESS_PARSERS


def _problem(tree: Tree, node: Node) -> Problem:
    name = node.value if isinstance(node, Scalar) else ""
    near = nearest(name, PROGRESS_PARSERS)
    use = quoted(near) if near else either([quoted(parser) for parser in PROGRESS_PARSERS])
    # A name that is no slip of the pen may be meant for a later version, and does no harm.
    severity = Severity.WARNING if near else Severity.INFORMATION
    fixes = (replace_value(tree, node, near),) if near else ()
    return Problem(
        "unknown-progress", f"there is no progress parser {quoted(name)}; use {use}", node.span, severity, fixes=fixes
    )
