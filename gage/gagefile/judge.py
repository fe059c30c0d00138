"""What jschon says of a value that the gate rejects; the only module that has it evaluate anything.

An evaluation takes milliseconds, so jschon gets no more than what is wrong: of a table the members that are, of a list
the items, and of alternatives the one that is for values of this kind. That a value is of another kind needs no judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any

import jschon

from gage.gagefile import schema
from gage.gagefile.explain import Departure, Pointer, explain, is_another_table, unknown_key, wants_one_of
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.gate import ANNOTATIONS, KINDS

Route = tuple[str | int, ...]
"""The way to a schema in its file: keys and indexes."""

_OF_MEMBERS = frozenset({"type", "properties", "patternProperties", "additionalProperties"})
"""Keywords by which each member of a table is right or wrong whatever the others are."""

_MAKING = Lock()


def departures(file: str, pointer: tuple[str, str], data: Any) -> list[Departure]:
    """Where a value departs from the schema at ``#/group/name`` of a file."""
    return list(_of(file, pointer, data, ()))


def _of(file: str, route: Route, data: Any, place: Pointer) -> Iterator[Departure]:
    """Go down into a value, which stands at a place, as far as what is wrong there can be judged alone."""
    route, described = _followed(file, route)
    kind = KINDS[type(data)]
    if not _is_for(described, kind):
        yield Departure("wrong-type", place, (described,))
    elif kind == "object" and _is_of_members(described):
        yield from _of_members(file, route, described, data, place)
    elif kind == "array" and described.keys() - ANNOTATIONS == {"type", "items"}:
        gate = schema.gate_at(file, *route, "items")
        for index, item in enumerate(data):
            if not gate(item):
                yield from _of(file, (*route, "items"), item, (*place, str(index)))
    elif (meant := _meant(file, route, kind)) and not is_another_table(_followed(file, meant)[1], data):
        yield from _of(file, meant, data, place)
    else:
        found = explain(_judge_at(file, route).evaluate(jschon.JSON(data)))
        yield from (replace(departure, pointer=(*place, *departure.pointer)) for departure in found)


def _of_members(
    file: str, route: Route, described: schema.Schema, data: dict[str, Any], place: Pointer
) -> Iterator[Departure]:
    unknown = []
    for key, value in data.items():
        member = _member(described, key)
        if member is None:
            unknown.append(key)
        elif not schema.gate_at(file, *route, *member)(value):
            yield from _of(file, (*route, *member), value, (*place, key))
    yield from (unknown_key(key, data, place, described) for key in unknown)


def _is_of_members(described: schema.Schema) -> bool:
    """Whether a schema describes the members of a table, and says nothing of them together."""
    asserting = described.keys() - ANNOTATIONS
    return asserting <= _OF_MEMBERS and "additionalProperties" in asserting


def _member(described: schema.Schema, key: str) -> Route | None:
    """The way from a table's schema to that of one of its members, or None where it takes none of this name."""
    if key in described.get("properties", ()):
        return ("properties", key)
    for pattern in described.get("patternProperties", ()):
        if re.search(pattern, key):
            return ("patternProperties", pattern)
    return None if described["additionalProperties"] is False else ("additionalProperties",)


@cache
def _meant(file: str, route: Route, kind: str) -> Route | None:
    """The only one of the alternatives at a place that is for values of a kind; None where there are more, or none."""
    alternatives = list(_alternatives(file, route))
    typed = [each for each in alternatives if _is_for(_followed(file, each)[1], kind)]
    return typed[0] if len(alternatives) > len(typed) == 1 else None


def _alternatives(file: str, route: Route) -> Iterator[Route]:
    """The alternatives that a schema is made of, nested ones unfolded; the schema itself where it is made of none."""
    route, described = _followed(file, route)
    if described.keys() - ANNOTATIONS != {"oneOf"} or wants_one_of(described):
        yield route
        return
    for index in range(len(described["oneOf"])):
        yield from _alternatives(file, (*route, "oneOf", index))


def _is_for(described: schema.Schema, kind: str) -> bool:
    types = described.get("type", kind)
    return kind == types or (isinstance(types, list) and kind in types)


def _followed(file: str, route: Route) -> tuple[Route, schema.Schema]:
    """A place in a schema file and what stands there, a reference within the file followed that stands alone."""
    described = schema.described_at(file, *route)
    while described.keys() - ANNOTATIONS == {"$ref"}:
        route = tuple(described["$ref"].partition("#/")[2].split("/"))
        described = schema.described_at(file, *route)
    return route, described


@cache
def _judge_at(file: str, route: Route) -> Any:
    found = _judge(file)
    for segment in route:
        found = found[segment]
    return found


def get_ready() -> None:
    """Do what the first departure would have to wait for, some 40 ms; whoever has another thread may call it there."""
    _judge(GAGEFILE.schema)


def _judge(file: str) -> Any:
    with _MAKING:
        return _made(file)


@cache
def _made(file: str) -> Any:
    jschon.create_catalog("2020-12")
    return jschon.JSONSchema(schema.load(file))
