r"""`output-summary` must be a regular expression with a group, and one that is quick to search with.

The pattern is searched in the output of a run, and its first group is the JSON of the summary. Without a group there
is nothing to take, and an operation whose pattern cannot be read is not run. Repetition inside repetition, such as
`(a+)+`, can match the same text in so many ways that a search which fails takes hours.

Wrong:

```toml
[train]
exec = "python train.py"
output-summary = "summary: .*"
```

Right:

```toml
[train]
exec = "python train.py"
output-summary = "summary: (.*)"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.tree import Tree

_LONGEST = 2_000
"""Characters of a pattern that is looked into; to compile a longer one on every keystroke takes too long."""


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at each pattern that cannot be used, or should not."""
    for _, entry in tree.operations_with("output-summary"):
        node = entry.value
        if isinstance(node, Scalar) and node.kind == "string" and 0 < len(node.value) <= _LONGEST:
            yield from _problems(node)


def _problems(node: Scalar) -> Iterator[Problem]:
    from gage.gagefile.backtracking import PatternError, parse_pattern

    try:
        pattern = parse_pattern(node.value)
    except PatternError as error:
        message = f"'output-summary' is not a regular expression: {error}"
        yield Problem("bad-summary-pattern", message, node.span)
        return
    if not pattern.groups:
        message = "'output-summary' has no group; put (…) around the part of the pattern that matches the JSON"
        yield Problem("bad-summary-pattern", message, node.span)
    elif pattern.may_backtrack:
        message = (
            "this pattern repeats what is itself repeated, as (a+)+ does, so a search can take hours where it finds "
            "nothing; repeat only once"
        )
        yield Problem("bad-summary-pattern", message, node.span, Severity.WARNING)
