"""The id of a project is a UUID, so that no two projects have the same one.

Runs know their project by it when the project was moved or renamed. Any tool makes one, such as
`python -c "import uuid; print(uuid.uuid4())"`.

Wrong:

```toml
"$project-id" = "my-project"

[train]
exec = "python train.py"
```

Right:

```toml
"$project-id" = "0c2b7a52-6f1e-4a3c-9d7c-3f0a8b1d5e64"

[train]
exec = "python train.py"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.facts import Facts
from gage.gagefile.mend import replace_value
from gage.gagefile.node import Scalar
from gage.gagefile.problem import Fix, Problem
from gage.gagefile.tree import Tree
from gage.gagefile.words import found

_DIGITS = re.compile(r"[0-9a-f]{32}")
_GROUPS = (8, 12, 16, 20)


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at an id that is no UUID, or one of zeros only."""
    node = tree.node(("$project-id",))
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value and not _is_uuid(node.value):
        what = found(node, tree.text[node.start : node.end], tree.syntax)
        message = f"'$project-id' must be a UUID, 32 hexadecimal digits in groups of 8-4-4-4-12, not {what}"
        yield Problem("bad-project-id", message, node.span, fixes=_fixes(tree, node))


def _is_uuid(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text)) and set(text) != {"0", "-"}


def _fixes(tree: Tree, node: Scalar) -> tuple[Fix, ...]:
    """What was written, if only its groups or brackets are wrong: a new id would be another project."""
    digits = re.sub(r"^urn:uuid:|[{}\s-]", "", node.value.lower())
    if not _DIGITS.fullmatch(digits) or set(digits) == {"0"}:
        return ()
    ends = (*_GROUPS, 32)
    uuid = "-".join(digits[start:end] for start, end in zip((0, *_GROUPS), ends, strict=True))
    return (replace_value(tree, node, uuid),)
