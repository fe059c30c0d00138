"""Runs are no source code: a selection that covers the runs directory asks for copies of earlier runs in each new one.

This version never copies from the runs directory, whatever the patterns say, so such a pattern does not do what it
says; other tools, and earlier versions of Gage, double the runs each time. Keep runs outside of what the patterns
cover, which `.gage/runs`, the default, is as long as no pattern asks for hidden directories by name.

Wrong:

```toml
"$runs-dir" = "runs"

[train]
exec = "python train.py"
sourcecode = "**/*.py"
```

Right:

```toml
[train]
exec = "python train.py"
sourcecode = "**/*.py"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import source_patterns
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each pattern that covers the runs directory, and at a ``$runs-dir`` that the default rules cover."""
    for patterns in source_patterns(tree):
        found = facts.sources.get(tuple(node.value for node in patterns))
        yield from (_pattern_problem(node) for node in patterns if found and node.value in found.reaching_runs)
    setting = tree.node(("$runs-dir",))
    if isinstance(setting, Scalar) and setting.kind == "string" and setting.value == facts.exposed_runs:
        message = (
            f"the source code of operations covers the runs directory {quoted(setting.value)}, from which nothing is "
            'copied; keep runs in a hidden directory, such as ".gage/runs", or outside of the project'
        )
        yield Problem("source-selects-runs", message, setting.span, Severity.WARNING)


def _pattern_problem(node: Scalar) -> Problem:
    message = (
        f"source code pattern {quoted(node.value)} covers the runs directory, from which nothing is copied; "
        "narrow the pattern, or keep runs elsewhere"
    )
    return Problem("source-selects-runs", message, node.span, Severity.WARNING)
