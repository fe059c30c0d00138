"""A dependency in one text begins with its kind, unless it names files of the project or an address.

The kinds are `file:`, `dir:`, `dvcfile:`, `project-files:`, `run-files:` and `runs-summary:`. Addresses begin with
`https://`, `http://`, `s3://`, `gs://`, `az://` or `ssh://`.

Wrong:

```toml
[train]
exec = "python train.py"
depends = "directory:assets"
```

Right:

```toml
[train]
exec = "python train.py"
depends = "src"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.dependencies import KINDS, DependencyText, dependency_texts
from gage.gagefile.facts import Facts
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.tree import Tree
from gage.gagefile.words import any_of, either, nearest, quoted

_CALLED = {"directory": "dir", "folder": "dir", "files": "project-files", "dvc": "dvcfile", "runfiles": "run-files"}
SCHEMES = ("https", "http", "s3", "gs", "az", "ssh")


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at a kind or a scheme that does not exist, and at one with nothing behind it."""
    for each in dependency_texts(tree):
        if each.role == "unknown":
            yield _unknown_kind(tree, each)
        elif not each.text.strip():
            message = f"'{each.kind}:' needs something behind the colon, such as {quoted(f'{each.kind}:NAME')}"
            yield Problem("unknown-dependency", message, each.node.span)
        elif each.role == "url":
            scheme, mark, rest = each.text.partition("://")
            if not mark or not rest or scheme.lower() not in SCHEMES:
                yield _unknown_scheme(tree, each, scheme if mark else "")


def _unknown_kind(tree: Tree, each: DependencyText) -> Problem:
    message = f"there is no kind of dependency '{each.kind}:'"
    fixes = tuple[Fix, ...]()
    span = DependencyText(each.operation, each.role, each.kind, each.kind, each.node, 0).span(tree)
    if near := _CALLED.get(each.kind.lower()) or nearest(each.kind, KINDS):
        message += f"; did you mean '{near}:'?"
        if span != each.node.span:
            fixes = (Fix(f"Change to '{near}'", (Edit(span, near),)),)
    else:
        message += f"; use {any_of([f'{kind}:' for kind in KINDS])}"
    return Problem("unknown-dependency", message, span, fixes=fixes)


def _unknown_scheme(tree: Tree, each: DependencyText, scheme: str) -> Problem:
    schemes = either([f"{name}://" for name in SCHEMES])
    if not scheme:
        message = f"{quoted(each.text)} is no address; it begins with {schemes}"
        return Problem("unknown-dependency", message, each.node.span)
    message = f"nothing can be fetched from {quoted(each.text)}; an address begins with {schemes} and has a name behind"
    near = nearest(scheme, SCHEMES)
    span = each.span(tree, 0, len(scheme))
    if scheme.lower() in SCHEMES or not near or span == each.node.span:
        return Problem("unknown-dependency", message, each.node.span)
    fix = Fix(f"Change to '{near}'", (Edit(span, near),))
    return Problem("unknown-dependency", f"there is no scheme '{scheme}'; did you mean '{near}'?", span, fixes=(fix,))
