"""A path from the root of this machine's disk leads nowhere on another one.

Config, source code and dependencies are relative to the project directory, and a config path that is not is passed
over. Commands are executed in the run directory, where the source code is copied; for other files of the project
write `$project_dir`. Places that most machines have, such as `/usr/bin` and `/tmp`, are not reported.

Wrong:

```toml
[train]
exec = "python /home/ada/project/train.py"
```

Right:

```toml
[train]
exec = "python train.py"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.dependencies import project_files
from gage.gagefile.facts import Facts
from gage.gagefile.machine_paths import is_absolute, machine_paths
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import commands, config_paths, source_patterns, span_within, texts
from gage.gagefile.tree import Tree
from gage.gagefile.words import quoted

_MAY_BEGIN = re.compile(r"/(?<![\w.*]/)").search
"""A slash that begins a path; whatever else begins one has a backslash in it."""

_REMEDY = "write it relative to the project directory"


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each path that only this machine has."""
    if "\\" not in tree.text and not _MAY_BEGIN(tree.text):
        return
    for node in config_paths(tree):
        if is_absolute(node.value.strip().removeprefix("-")):
            message = f"{quoted(node.value)} is an absolute path, which config cannot have; {_REMEDY}"
            yield Problem("absolute-path", message, node.span, Severity.WARNING)
    patterns = [node for nodes in source_patterns(tree) for node in nodes]
    settings = [node for key in ("$runs-dir", "$archives-dir") for node in texts(tree.node((key,)))]
    paths = [(node.value, node.span) for node in (*patterns, *settings)]
    for path, span in (*paths, *((each.text, each.span(tree)) for each in project_files(tree))):
        if any(machine_paths(path, facts.directory)):
            message = f"{quoted(path)} exists on this machine only; {_REMEDY}"
            yield Problem("absolute-path", message, span, Severity.WARNING)
    for command in commands(tree):
        for node in texts(command):
            yield from _in_command(tree, node, facts.directory)


def _in_command(tree: Tree, node: Scalar, directory: str) -> Iterator[Problem]:
    for offset, path in machine_paths(node.value, directory):
        within = span_within(tree, node, offset, path) if path != node.value else None
        message = f"{quoted(path)} exists on this machine only; write it relative to the run directory or $project_dir"
        yield Problem("absolute-path", message, within or node.span, Severity.WARNING)
