"""A name in braces in a command stands for a config value, so there must be one of that name.

Config values come from the files that `config` names and from its entries with a `name`. Text in braces that has no
such name stays as it is, so `{epochs}` would reach the program with its braces. Programs with braces of their own (awk,
jq, find, scripts that begin with `#!`), and operations whose config is not known in full, are left alone.

Wrong:

```toml
[train]
exec = "python train.py --epochs {epoch}"
config = { name = "epochs", default = 10 }
```

Right:

```toml
[train]
exec = "python train.py --epochs {epochs}"
config = { name = "epochs", default = 10 }
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Array, Entry, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem, Severity
from gage.gagefile.settings import named_sections, named_values, operation_commands, span_within, texts
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.tree import Tree
from gage.gagefile.words import any_of, named, nearest

NAME = re.compile(r"(?<![{$@\w^~])\{([A-Za-z_][\w.-]*)\}(?!\})")
_HAS_BRACES = re.compile(
    r"\b(?:[gmn]?awk|sed|jq|yq|perl|ruby|node|git|find|xargs|parallel|curl|docker|kubectl|printf|fd|rg)\b|\s-[ce]\s"
)
_FEW = 8


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each name in braces that no config value has."""
    for operation, commands in operation_commands(tree):
        nodes = [node for command in commands for node in texts(command) if "{" in node.value]
        if nodes and (names := _names(operation, facts)) is not None:
            shell = " ".join(node.value for command in commands for node in texts(command))
            if not _HAS_BRACES.search(shell) and not shell.startswith("#!"):
                yield from (problem for node in nodes for problem in _problems(tree, node, names))


def _names(operation: Entry, facts: Facts) -> list[str] | None:
    """The config values of an operation; None where not all are known."""
    config = operation.value.get("config") if isinstance(operation.value, Object) else None
    if any(node.is_gap for node in (config.items if isinstance(config, Array) else [config]) if node):
        return None
    names = [name for name, _ in named_values(config)]
    for section, naming in named_sections(config):
        paths = [node.value for node in section]
        picked = facts.picked.get(tuple(paths))
        if picked is None or any(path is None or path.trouble for path in map(facts.config_paths.get, paths)):
            return None
        names += [name for keys in picked.values() for name in naming.names(keys).values()]
    return names


def _problems(tree: Tree, node: Scalar, names: list[str]) -> Iterator[Problem]:
    for found in NAME.finditer(node.value):
        name = found[1]
        if name in names:
            continue
        within = span_within(tree, node, found.start(), found[0])
        message = f"there is no config value {named(name)}, so {{{shorten(name)}}} stays as it is"
        fixes = tuple[Fix, ...]()
        if near := nearest(name, names):
            message += f"; did you mean {{{near}}}?"
            if within:
                fixes = (Fix(f"Change to {{{near}}}", (Edit(within, f"{{{near}}}"),)),)
        elif 0 < len(names) <= _FEW:
            message += f"; there is {any_of(names)}"
        else:
            message += f"; declare it in 'config', as an entry with the name {named(name)}"
        yield Problem("unknown-config-name", message, within or node.span, Severity.WARNING, fixes=fixes)
