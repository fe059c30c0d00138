"""What a gagefile says of a named config value must fit together.

The default must be of the value's type, one of its choices and within its bounds; the least allowed number is not above
the greatest; and a name stands for one value.

Wrong:

```toml
[train]
exec = "python train.py --epochs {epochs}"
config = { name = "epochs", type = "integer", default = "ten" }
```

Right:

```toml
[train]
exec = "python train.py --epochs {epochs}"
config = { name = "epochs", type = "integer", default = 10 }
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gage.gagefile.facts import Facts
from gage.gagefile.mend import quote_value, unquote_value
from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.problem import Fix, Problem, Related
from gage.gagefile.settings import config_values
from gage.gagefile.tree import Tree
from gage.gagefile.words import either, found, named, quoted

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_KINDS = {"string": "a string", "integer": "a whole number", "number": "a number", "boolean": "true or false"}


def check(tree: Tree, _facts: Facts) -> Iterator[Problem]:
    """A problem at each part of a named value that contradicts another part."""
    for tables in config_values(tree):
        first: dict[str, Entry] = {}
        for name, table in tables:
            entry = table.by_key["name"]
            if name in first:
                related = (Related(f"{named(name)} stands here first", first[name].value.span),)
                message = f"there is a config value {named(name)} already; a name stands for one value"
                yield Problem("bad-config-value", message, entry.value.span, related=related)
            first.setdefault(name, entry)
            yield from _contradictions(tree, table)


def _contradictions(tree: Tree, table: Object) -> Iterator[Problem]:
    kind = _value(table.get("type"))
    choices = table.get("choices")
    default = table.get("default")
    items = [item for item in choices.items if isinstance(item, Scalar)] if isinstance(choices, Array) else []
    for what, node in (("'default'", default), *(("this choice", item) for item in items)):
        if isinstance(node, Scalar) and kind in _TYPES and not _is_a(node.value, kind):
            source = found(node, tree.text[node.start : node.end], tree.syntax)
            message = f"{what} must be {_KINDS[kind]}, as 'type' says, not {source}"
            yield Problem("bad-config-value", message, node.span, fixes=_fixes(tree, node, kind))
    fits = not isinstance(default, Scalar) or kind not in _TYPES or _is_a(default.value, kind)
    if fits and isinstance(default, Scalar) and items and not any(_same(default, item) for item in items):
        options = either([_shown(item) for item in items[:8]]) + (" and others" if len(items) > 8 else "")
        yield Problem("bad-config-value", f"'default' is none of the choices, which are {options}", default.span)
    yield from _out_of_bounds(table, default)


def _fixes(tree: Tree, node: Scalar, kind: str) -> tuple[Fix, ...]:
    """With quotes, or without them, a value may be what it was meant to be."""
    if kind == "string":
        return (quote_value(tree, node),) if node.kind in ("number", "boolean") else ()
    forms = {"integer": r"-?(?:0|[1-9]\d*)", "number": r"-?(?:0|[1-9]\d*)(?:\.\d+)?", "boolean": "true|false"}
    is_quoted = node.kind == "string" and tree.text[node.start] in "'\""
    return (unquote_value(node),) if is_quoted and re.fullmatch(forms[kind], node.value) else ()


def _out_of_bounds(table: Object, default: Node | None) -> Iterator[Problem]:
    least, most, value = _number(table.get("min")), _number(table.get("max")), _number(default)
    if least is not None and most is not None and least > most:
        message = f"'max' is {most}, and 'min' is {least}, so no number is allowed"
        yield Problem("bad-config-value", message, table.by_key["max"].value.span)
    elif value is not None and default is not None:
        if least is not None and value < least:
            yield Problem("bad-config-value", f"'default' is below 'min', which is {least}", default.span)
        if most is not None and value > most:
            yield Problem("bad-config-value", f"'default' is above 'max', which is {most}", default.span)


def _is_a(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _same(one: Scalar, other: Scalar) -> bool:
    return one.kind == other.kind and bool(one.value == other.value)


def _value(node: Node | None) -> Any:
    return node.value if isinstance(node, Scalar) else None


def _number(node: Node | None) -> int | float | None:
    value = _value(node)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _shown(node: Scalar) -> str:
    if isinstance(node.value, str):
        return quoted(node.value)
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
