"""A config path that names a key must name one that its file defines.

A Python file defines the names that it assigns plain values to at its top level: numbers, strings, truth values and
None. It also defines the options that it declares with argparse or click and whose default is such a value. Other files
define their keys. Values inside lists, dictionaries and tables have dotted names, such as `model.layers`. A path that
picks nothing gives no flag.

Wrong:

```toml
[train]
exec = "python train.py"
config = "train.py#learning-rate"
```

Right:

```toml
[train]
exec = "python train.py"
config = "train.py#learning_rate"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import ConfigFacts, Facts
from gage.gagefile.mend import replace_value
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import config_paths, is_plain
from gage.gagefile.tree import Tree
from gage.gagefile.words import any_of, named, nearest

_FEW = 6
"""Keys that are listed; more of them are no help."""


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each path that names a key which none of its files defines."""
    for node in config_paths(tree):
        found = facts.config_paths.get(node.value)
        if found and found.key and found.key not in found.keys:
            yield _problem(tree, node, found)


def _problem(tree: Tree, node: Scalar, found: ConfigFacts) -> Problem:
    where = found.files[0] if len(found.files) == 1 else f"any of the {len(found.files)} files"
    message = f"config key {named(found.key)} does not exist in {where}"
    if any(key.startswith(f"{found.key}.") for key in found.keys):
        message = f"config key {named(found.key)} holds several values; write '{found.key}.*' for all of them"
        mended: str | None = f"{found.key}.*"
    elif mended := nearest(found.key, found.keys):
        message += f"; did you mean '{mended}'?"
    elif 0 < len(found.keys) <= _FEW:
        message += f"; there is {any_of(found.keys)}"
    file = node.value.partition("#")[0]
    fixes = (replace_value(tree, node, f"{file}#{mended}"),) if mended and is_plain(node.value + mended) else ()
    return Problem("config-key-missing", message, node.span, Severity.WARNING, fixes=fixes)
