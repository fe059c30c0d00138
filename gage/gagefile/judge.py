"""What jschon says of a value that the gate rejects; the only module that has it evaluate anything.

An evaluation takes milliseconds, so jschon gets no more than what is wrong: of a table, the members that are.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

import jschon

from gage.gagefile import schema
from gage.gagefile.explain import Departure, explain, unknown_key
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.gate import ANNOTATIONS

_OF_MEMBERS = {"type", "properties", "additionalProperties"}
"""Keywords by which each member of a table is right or wrong whatever the others are."""

_MAKING = Lock()


def departures(file: str, pointer: tuple[str, str], data: Any) -> list[Departure]:
    """Where a value departs from the schema at ``#/group/name`` of a file."""
    described = schema.load(file)[pointer[0]][pointer[1]]
    judge = _judge(file)[pointer[0]][pointer[1]]
    instance = jschon.JSON(data)
    if not isinstance(data, dict) or not _is_of_members(described):
        return explain(judge.evaluate(instance))
    known = described["properties"]
    found = []
    for key, value in data.items():
        if key in known and not schema.gate_at(file, *pointer, "properties", key)(value):
            found += explain(judge["properties"][key].evaluate(instance[key]))
    return [*found, *(unknown_key(key, instance, (), described) for key in data if key not in known)]


def _is_of_members(described: schema.Schema) -> bool:
    """Whether a schema describes a table of certain keys, and says nothing of them together."""
    asserting = described.keys() - ANNOTATIONS
    return asserting == _OF_MEMBERS and described["additionalProperties"] is False


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
