"""An operation needs a command to run.

An operation without `exec`, or whose `exec` names no command for the `run` phase, cannot be run: `gage run` refuses
it before anything is made. One without `exec` may be there to be built on, so this is only an information; a command
that is blank is a warning.

Wrong:

```toml
[train]
description = "Train a model"
```

Right:

```toml
[train]
description = "Train a model"
exec = "python train.py"
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gage.gagefile.facts import Facts
from gage.gagefile.node import Array, Entry, Object, Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.tree import Tree
from gage.gagefile.words import named, nearest_key

_MOST_KEYS = 200  # that are compared with the one that is missing


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at the name of an operation without a command, or at the command that is blank."""
    # Where the syntax is broken, the command may be what could not be read.
    broken = {id(tree.operation_at(problem.span.start)) for problem in tree.problems}
    for operation in tree.entries:
        if operation.key.startswith("$") or not isinstance(operation.value, Object):
            continue
        problem = _operation_problem(operation, operation.value)
        if problem and id(operation) not in broken:
            yield problem


def _operation_problem(operation: Entry, table: Object) -> Problem | None:
    command = table.by_key.get("exec")
    if command is None:
        if _may_be_meant(table, "exec"):
            return None
        message = f"operation {named(operation.key)} has no 'exec', so it cannot be run; add the command"
        # It may be there to be built on, or be written from the top down.
        return Problem("no-command", message, operation.key_span, Severity.INFORMATION)
    if isinstance(command.value, Object):
        run = command.value.by_key.get("run")
        if run is None:
            called = named(operation.key)
            message = f"'exec' of operation {called} has no command for the 'run' phase, so it cannot be run"
            return (
                None
                if _may_be_meant(command.value, "run")
                else Problem("no-command", message, command.key_span, Severity.WARNING)
            )
        command = run
    value = command.value
    blank = isinstance(value, Scalar) and value.kind == "string" and not value.value.strip()
    if blank or (isinstance(value, Array) and not value.items):
        message = f"the command of operation {named(operation.key)} is empty, so it cannot be run"
        return Problem("no-command", message, value.span, Severity.WARNING)
    return None


def _may_be_meant(table: Object, key: str) -> bool:
    """Whether an entry is a misspelt ``key``, or half-typed: then that is the problem to mend."""
    entries = islice(table.by_key.values(), _MOST_KEYS)
    return any(entry.value.is_gap or nearest_key(entry.key, [key]) for entry in entries)
