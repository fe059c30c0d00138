"""A flag that two files define sets both of them.

The values that an operation's config picks become flags by their names alone. Where two files define the same name, its
flag shows the value of the first file and, when given, sets it in both, which is rarely meant. Pick the name from one
file only.

Wrong:

```toml
[train]
exec = "python train.py"
config = ["train.py", "evaluate.py"]
```

Right:

```toml
[train]
exec = "python train.py"
config = ["train.py", "evaluate.py#threshold"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.settings import named_sections
from gage.gagefile.tree import Tree
from gage.gagefile.words import all_of

_FEW = 3
"""Names that are listed."""


def check(tree: Tree, facts: Facts) -> Iterator[Problem]:
    """A problem at each path that brings in a file whose names another file has already."""
    for _, entry in tree.operations_with("config"):
        owner: dict[str, str] = {}
        for section, naming in named_sections(entry.value):
            picked = facts.picked.get(tuple(node.value for node in section), {})
            for file, keys in picked.items():
                twice = [name for name in naming.names(keys).values() if owner.setdefault(name, file) != file]
                node = _naming(section, file, facts)
                if twice and node:
                    yield _problem(node, file, twice, owner)


def _naming(section: list[Scalar], file: str, facts: Facts) -> Scalar | None:
    """The path that brings in a file."""
    return next((node for node in section if file in _files(node, facts)), None)


def _files(node: Scalar, facts: Facts) -> tuple[str, ...]:
    found = facts.config_paths.get(node.value)
    return found.files if found else ()


def _problem(node: Scalar, file: str, twice: list[str], owner: dict[str, str]) -> Problem:
    others = [key for key in twice if owner[key] == owner[twice[0]]]
    names = all_of(others[:_FEW]) + (f" and {len(others) - _FEW} more" if len(others) > _FEW else "")
    are, their = ("are", "their flags set") if len(others) > 1 else ("is", "its flag sets")
    message = f"{names} {are} defined in {owner[twice[0]]} and in {file}, so {their} both files; pick from one of them"
    return Problem("config-key-twice", message, node.span, Severity.WARNING)
