"""The schemas of our files as trees to ask: what may stand where, and whether a value is valid; explains nothing."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.gate import Gate, compile_gate

Schema = dict[str, Any]
"""A JSON Schema (draft 2020-12) as plain data."""


@cache
def load(name: str = GAGEFILE.schema) -> Schema:
    """A schema of the project by its file name: from the wheel, or beside the package in a checkout."""
    package = Path(__file__).parents[1]
    path = next(file for folder in (package, package.parent) if (file := folder / "schemas" / name).is_file())
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(schema, dict)
    return schema


@cache
def gate_at(file: str, *pointer: str | int) -> Gate:
    """Whether a plain value is valid by the schema at a pointer into a file, in microseconds."""
    return compile_gate(load(file), described_at(file, *pointer))


@cache
def described_at(file: str, *pointer: str | int) -> Any:
    """What stands at a pointer into a file: keys, and indexes of lists."""
    found: Any = load(file)
    for segment in pointer:
        found = found[segment]
    return found


def dereference(schema: Any) -> Schema:
    """A schema with its reference followed; what stands beside ``$ref`` wins. ``true`` reads as the empty schema.

    Only the schema of gagefiles may leave its own name out of references.
    """
    while isinstance(schema, dict) and "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#/")
        target: Any = load(file or GAGEFILE.schema)
        for segment in pointer.split("/"):
            target = target[segment]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema if isinstance(schema, dict) else {}


def at(schema: Schema, pointer: tuple[str, ...]) -> list[Schema]:
    """All that a schema says of the value at a pointer below it: keys, and indexes as text."""
    found = [schema]
    for segment in pointer:
        branches = [branch for each in found for branch in alternatives(each)]
        found = [inner for branch in branches if (inner := member(branch, segment)) is not None]
    return found


def patterned(schema: Schema) -> Iterator[str]:
    """The keys that ``patternProperties`` allow, of patterns that are made of words and alternatives only."""
    for pattern in schema.get("patternProperties", {}):
        pieces = re.split(r"\(([^)]*)\)", pattern.removeprefix("^").removesuffix("$").replace("\\", ""))
        for words in itertools.product(*(piece.split("|") for piece in pieces)):
            yield "".join(words)


def member(schema: Schema, segment: str) -> Schema | None:
    """What a schema itself says of one key, or of an index as text; nothing of alternatives."""
    if segment in schema.get("properties", {}):
        return dereference(schema["properties"][segment])
    for pattern, described in schema.get("patternProperties", {}).items():
        if re.search(pattern, segment):
            return dereference(described)
    if "items" in schema and segment.isdecimal():
        return dereference(schema["items"])
    rest = schema.get("additionalProperties")
    return dereference(rest) if isinstance(rest, dict) else None


def alternatives(schema: Schema) -> Iterator[Schema]:
    """The schema itself, or what its ``oneOf`` offers, nested ones unfolded; one beside ``properties`` is of keys."""
    schema = dereference(schema)
    branches = schema.get("oneOf") if "properties" not in schema else None
    if not branches:
        yield schema
    for branch in branches or ():
        yield from alternatives(branch)
