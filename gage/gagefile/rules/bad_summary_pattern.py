r"""A pattern of `output-summary` or `output-metrics` must be a regular expression with a group, and quick to search.

They are searched in the output of a run: the first group is the JSON of the summary, or the value of a metric. Without
a group there is nothing to take, and an operation whose pattern cannot be read is not run. Repetition inside
repetition, such as `(a+)+`, can match the same text in so many ways that a search which fails would take hours; it is
given up after some seconds, and the summary or the metrics are missing.

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
from gage.gagefile.settings import output_patterns
from gage.gagefile.tree import Tree

_LONGEST = 2_000
"""Characters of a pattern that is looked into; to compile a longer one on every keystroke takes too long."""


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at each pattern that cannot be used, or should not."""
    for what, node in output_patterns(tree):
        if len(node.value) <= _LONGEST:
            yield from _problems(what, node)


def _problems(what: str, node: Scalar) -> Iterator[Problem]:
    from gage.gagefile.backtracking import PatternError, parse_pattern

    try:
        pattern = parse_pattern(node.value)
    except PatternError as error:
        yield Problem("bad-summary-pattern", f"{what} is not a regular expression: {error}", node.span)
        return
    if not pattern.groups:
        wanted = "JSON" if what == "'output-summary'" else "number"
        message = f"{what} has no group; put (…) around the part of the pattern that matches the {wanted}"
        yield Problem("bad-summary-pattern", message, node.span)
    elif pattern.may_backtrack:
        message = (
            "this pattern repeats what is itself repeated, as (a+)+ does, so a search can take hours where it finds "
            "nothing, and is given up; repeat only once"
        )
        yield Problem("bad-summary-pattern", message, node.span, Severity.WARNING)
