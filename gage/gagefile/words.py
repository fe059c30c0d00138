"""The words of problems: lists, kinds of values in a syntax's own terms, and near misses; knows no document."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from gage.gagefile.file_kind import GAGEFILE, FileKind
from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.schema import Schema, alternatives, load
from gage.gagefile.syntax.wording import shorten

_OBJECT = {"toml": ("a table", "tables"), "yaml": ("a mapping", "mappings"), "json": ("an object", "objects")}
_SINGULAR = {"string": "a string", "boolean": "true or false", "number": "a number", "null": "null", "array": "a list"}
_PLURAL = {"string": "strings", "boolean": "booleans", "number": "numbers", "null": "nulls", "array": "lists"}


_OPERATION = {"toml": "[train]", "yaml": "train:", "json": '"train": { }'}

_EXAMPLE = {
    "toml": 'train.exec = "python train.py"',
    "yaml": "train: {exec: python train.py}",
    "json": '{"train": {"exec": "python train.py"}}',
}


def empty(syntax: str, file: FileKind = GAGEFILE) -> str:
    """What to do about a file that says nothing."""
    if file is not GAGEFILE:
        return f"this {file.called} is empty; it takes {any_of(load(file.schema)['properties'])}"
    return f"this gagefile is empty; declare an operation, such as {_EXAMPLE[syntax]}"


def outside(key: str, syntax: str) -> str:
    """What to do about a key of operations that stands in none."""
    return f"if the key '{key}' of an operation is meant, write it below a name, such as {_OPERATION[syntax]}"


def either(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def named(name: str) -> str:
    """A key or name in single quotes, cut where it is long."""
    return f"'{shorten(name)}'"


def quoted(text: str, width: int = 40) -> str:
    """A text in double quotes, on one line, cut where it is long."""
    return json.dumps(shorten(text, width), ensure_ascii=False)


def kind(name: str, syntax: str, plural: bool = False) -> str:
    """A JSON Schema type in a syntax's own terms: ``a table``, ``mappings``."""
    if name == "object":
        return _OBJECT[syntax][plural]
    return (_PLURAL if plural else _SINGULAR)[name]


def expected(schemas: Iterable[Schema], syntax: str) -> list[str]:
    """What schemas accept, each kind once: ``a string``, ``a list of strings``, ``a table``."""
    phrases: dict[str, None] = {}
    unfolded = list(_unfolded(schemas))
    is_one_table = sum(schema.get("type") == "object" for schema in unfolded) == 1
    for schema in unfolded:
        options = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        for option in options:
            phrases[quoted(str(option))] = None
        types = schema.get("type", []) if not options else []
        for name in [types] if isinstance(types, str) else types:
            # TOML cannot write null, so it is no help to offer it there.
            if not (name == "null" and syntax == "toml"):
                of_keys = name == "object" and is_one_table and keys_needed(schema)
                phrase = _list(schema, syntax) if name == "array" else kind(name, syntax)
                phrase = f"{phrase} with {any_of(of_keys)}" if of_keys else phrase
                phrases |= dict.fromkeys(["true", "false"] if name == "boolean" else [phrase])
    return list(phrases)


def keys_needed(schema: Schema) -> list[str]:
    """The keys of which ``anyOf``, or ``oneOf`` beside ``properties``, says that one must be there."""
    branches = schema.get("anyOf") or (schema.get("oneOf", ()) if "properties" in schema else ())
    return [key for branch in branches for key in branch.get("required", ())]


def accepts(schemas: Iterable[Schema], name: str) -> bool:
    """Whether a JSON Schema type is among what schemas accept."""
    for schema in _unfolded(schemas):
        types = schema.get("type", [])
        if name == types or (isinstance(types, list) and name in types):
            return True
    return False


def _unfolded(schemas: Iterable[Schema]) -> Iterator[Schema]:
    for schema in schemas:
        yield from alternatives(schema)


def _list(schema: Schema, syntax: str) -> str:
    types = dict.fromkeys(str(item.get("type")) for item in alternatives(schema.get("items", {})))
    names = [kind(name, syntax, plural=True) for name in types if name == "object" or name in _PLURAL]
    return f"a list of {' and '.join(names)}" if names and len(names) == len(types) else "a list"


def found(node: Node, source: str, syntax: str) -> str:
    """What stands there: ``the number 123``, ``an empty list``, ``a table``; ``source`` is the value as written."""
    if isinstance(node, Object):
        return kind("object", syntax)
    if isinstance(node, Array):
        return _found_list(node, syntax)
    value = node.value if isinstance(node, Scalar) else None
    if node.kind == "null":
        return "null" if source else "nothing"
    if node.kind == "boolean":
        plain = "true" if value else "false"
        return plain if source == plain else f"{plain} (YAML reads {source} that way)"
    if node.kind == "string":
        return f"the string {quoted(value)}" if value else "an empty string"
    if node.kind == "number" and syntax == "yaml" and source != str(value):
        return f"the number {value} (YAML reads {source} that way)"
    if isinstance(value, float) and not math.isfinite(value):
        return source
    return f"the {'date' if node.kind == 'datetime' else node.kind} {source}"


def _found_list(node: Array, syntax: str) -> str:
    kinds = {item.kind for item in node.items if not item.is_gap}
    if not kinds:
        return "an empty list"
    name = kinds.pop()
    return (
        f"a list of {kind(name, syntax, plural=True)}"
        if not kinds and (name == "object" or name in _PLURAL)
        else "a list"
    )


_CALLED = {
    "args": "exec", "cmd": "exec", "command": "exec", "main": "exec", "run": "exec", "script": "exec",
    "deps": "depends", "inputs": "depends", "needs": "depends", "requires": "depends",
    "flags": "config", "hyperparameters": "config", "parameters": "config", "params": "config",
    "doc": "description", "help": "description", "vars": "env", "code": "sourcecode", "source": "sourcecode",
    "enum": "choices", "values": "choices", "op": "operation", "select": "files",
    "checksum": "sha256", "hash": "sha256",
    "output-scalars": "output-metrics", "scalars": "output-metrics", "metrics": "summary",
}  # fmt: skip
"""What other tools call a key."""

_FORMS = {
    r"^\s*[^\s,]+\s+[^\s,]+\s*(,\s*[^\s,]+\s+[^\s,]+\s*)*$": 'pairs "OLD NEW", parted by commas',
    "^[0-9a-fA-F]{64}$": "64 hexadecimal digits",
    r"^(run|run-attr|metric|attribute|config|score):[\s\S]": 'a field such as "metric:loss" or "run:status"',
}
"""Patterns of the schemas in words."""


def form(pattern: str) -> str:
    """What a text must be to match a pattern of the schemas, or nothing."""
    return _FORMS.get(pattern, "")


def nearest_key(name: str, keys: Iterable[str]) -> str | None:
    """The key a name was most likely meant to be: spelt nearly so, or called so by another tool."""
    keys = list(keys)
    called = _CALLED.get(name.lower())
    return called if called in keys else nearest(name, keys)


def nearest(name: str, options: Iterable[str]) -> str | None:
    """The option a name was most likely meant to be, or None.

    Case and the choice between ``_`` and ``-`` do not count; then Ratcliff-Obershelp similarity of at least 0.6
    (difflib), then a beginning of three letters or more that only one option has.
    """
    return _nearest(name, tuple(options))


@lru_cache(maxsize=64)
def _nearest(name: str, options: tuple[str, ...]) -> str | None:
    """The same; a mistake stays while other things are typed, and is often made in many operations."""
    import difflib  # only a mistake needs it

    folded = {option.lower().replace("_", "-"): option for option in options}
    wanted = name.lower().replace("_", "-").strip()
    if wanted in folded:
        return folded[wanted]
    if close := difflib.get_close_matches(wanted, folded, 1, 0.6):
        return folded[close[0]]
    starting = [option for option in folded if len(wanted) >= 3 and option.startswith(wanted)]
    return folded[starting[0]] if len(starting) == 1 else None


def values(options: Iterable[Any]) -> str:
    """Values that may be written, as alternatives."""
    return either([quoted(str(option)) for option in options])


def any_of(keys: Iterable[str]) -> str:
    """Keys in single quotes, as alternatives."""
    return either([named(key) for key in keys])


def all_of(keys: Iterable[str]) -> str:
    """Keys in single quotes, all needed together."""
    return " and ".join(named(key) for key in keys)
