"""The schema of gagefiles as a tree to ask: what may stand where, and whether a value is valid; explains nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gage.gagefile.gate import Gate, compile_gate

Schema = dict[str, Any]
"""A JSON Schema (draft 2020-12) as plain data."""

GAGEFILE = "gagefile.schema.json"


@cache
def load(name: str = GAGEFILE) -> Schema:
    """A schema of the project by its file name: from the wheel, or beside the package in a checkout."""
    package = Path(__file__).parents[1]
    path = package / "schemas" / name
    if not path.is_file():
        path = package.parent / "schemas" / name
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(schema, dict)
    return schema


@cache
def operation_gate() -> Gate:
    """Whether a plain value is a valid operation, in microseconds."""
    root = load()
    return compile_gate(root, root["$defs"]["operation"])


@cache
def setting_gate(name: str) -> Gate:
    """Whether a plain value is valid for a ``$`` setting."""
    root = load()
    return compile_gate(root, root["properties"][name])


def dereference(schema: Any) -> Schema:
    """A schema with its reference followed; what stands beside ``$ref`` wins. ``true`` reads as the empty schema."""
    while isinstance(schema, dict) and "$ref" in schema:
        target: Any = load()
        for segment in schema["$ref"].removeprefix("#/").split("/"):
            target = target[segment]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema if isinstance(schema, dict) else {}


def alternatives(schema: Schema) -> Iterator[Schema]:
    """The schema itself, or what its ``oneOf`` and ``anyOf`` offer, nested ones unfolded."""
    schema = dereference(schema)
    branches = schema.get("oneOf") or schema.get("anyOf")
    if not branches:
        yield schema
    for branch in branches or ():
        yield from alternatives(branch)
