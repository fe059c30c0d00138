"""A source code pattern that matches no file of the project is misspelt, or its files have gone.

Patterns are relative to the project directory and match whole paths: `*.py` means the files at the top, `**/*.py` those
in all directories, and the name of a directory alone matches none of the files in it. The run would start without
the files that the pattern was written for.

Wrong:

```toml
[train]
exec = "python train.py"
sourcecode = ["*.py", "src"]
```

Right:

```toml
[train]
exec = "python train.py"
sourcecode = ["*.py", "src/**/*"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts, SourceFacts
from gage.gagefile.machine_paths import machine_paths
from gage.gagefile.mend import replace_value
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import is_plain, source_patterns
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each pattern that matches no file, or at the first where all that match cancel out."""
    for patterns in source_patterns(tree):
        found = facts.sources.get(tuple(node.value for node in patterns))
        if found is None or found.refused:
            continue
        idle = [node for node in patterns if node.value in found.idle - found.reaching_runs]
        for node in idle:
            if not any(machine_paths(node.value, facts.directory)):  # which is what is wrong with it
                yield _idle(tree, node, found)
        if found.selects_nothing and not idle and not found.reaching_runs:
            message = "these patterns together select no file; what one of them includes a later one excludes"
            span = Span(patterns[0].start, patterns[-1].end)
            yield Problem("source-selects-nothing", message, span, Severity.WARNING)


def _idle(tree: Tree, node: Scalar, found: SourceFacts) -> Problem:
    message = f"source code pattern {quoted(node.value)} matches no file of the project"
    if node.value in found.directories:
        below = f"{node.value.strip().rstrip('/')}/**/*"
        message += f"; it names a directory, whose files are {quoted(below)}"
        fixes = (replace_value(tree, node, below),) if is_plain(below) else ()
        return Problem("source-selects-nothing", message, node.span, Severity.WARNING, fixes=fixes)
    return Problem("source-selects-nothing", message, node.span, Severity.WARNING)
