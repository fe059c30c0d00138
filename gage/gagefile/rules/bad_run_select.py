"""An expression that selects runs must be one that can be read.

It compares fields with values: `op = prepare`, `status = completed and loss < 0.1`, `op in [prepare, fetch]`,
`started after 3 days ago`. Conditions are joined by `and`, `or` and `not`; a value with spaces goes in quotes.

Wrong:

```toml
[report]
exec = "python report.py"
depends = { run-select = "label = best and status = complete" }
```

Right:

```toml
[report]
exec = "python report.py"
depends = { run-select = "label = best and status = completed" }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.dependencies import DependencyText, dependency_texts
from gage.gagefile.facts import Facts
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted
from gage.where.parse import parse
from gage.where.tokens import WhereError


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at the piece of an expression where it stops making sense."""
    for each in dependency_texts(tree):
        if each.role in ("run-select", "runs-select"):
            try:
                parse(each.text)
            except WhereError as error:
                yield _problem(tree, each, error)


def _problem(tree: Tree, each: DependencyText, error: WhereError) -> Problem:
    span = each.span(tree, error.start, error.end)
    fixes = tuple[Fix, ...]()
    # What has signs with a meaning of their own in the syntax of the file would have to be written in its way.
    is_plain = error.replacement and not set(error.replacement) & set("'\"\\[]")
    if error.replacement and is_plain and span.end - span.start == error.end - error.start:
        fixes = (Fix(f"Change to {quoted(error.replacement)}", (Edit(span, error.replacement),)),)
    return Problem("bad-run-select", f"this selection of runs cannot be read: {error.message}", span, fixes=fixes)
