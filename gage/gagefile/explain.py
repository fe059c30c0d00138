"""From jschon's result tree to the root causes of a departure from the schema; knows values and words, no places.

jschon reports every keyword that failed in every alternative; a person wants the one mistake. So only asserting
keywords speak, of ``oneOf`` only the alternative that was meant, and what follows from another mistake is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from gage.gagefile import words
from gage.gagefile.schema import Schema, dereference

Pointer = tuple[str, ...]
"""The way to a value as jschon has it: keys, and indexes as text."""

_SCHEMA_PARENTS = frozenset({"properties", "patternProperties", "oneOf", "anyOf"})
_CONTAINERS = frozenset({"properties", "patternProperties", "items", "$ref"})


@dataclass(frozen=True, slots=True)
class Departure:
    """One root cause: where (a pointer to the value, and which part of it is meant) and what.

    ``schemas`` are what is accepted there, ``names`` the keys that are missing or allowed, by ``code``.
    """

    code: Literal[
        "unknown-key", "missing-key", "wrong-type", "invalid-value", "empty-value", "has-spaces", "mixed-list"
    ]
    pointer: Pointer
    schemas: tuple[Schema, ...] = ()
    names: tuple[str, ...] = ()
    suggestion: str | None = None
    hint: str = ""
    alternatives: tuple[tuple[str, ...], ...] = ()


def explain(result: Any) -> list[Departure]:
    """The root causes of a failed jschon ``Result``, the evaluation of a schema against one value."""
    return _of_schema(result)


def _of_schema(result: Any) -> list[Departure]:
    """What failed in a schema, said of the value it was evaluated against."""
    failed = (child for child in result.children.values() if not child.passed and child.instance is result.instance)
    return _root_causes(departure for child in failed for departure in _of_keyword(child))


def _of_keyword(result: Any) -> list[Departure]:
    key, pointer, schema = result.key, tuple(result.instance.path), _schema(result)
    if key in ("oneOf", "anyOf"):
        return _of_choice(result)
    if key == "additionalProperties" and schema.get(key) is False:
        return [_unknown_key(name, result.instance, pointer, schema) for name in result.error]
    if key in _CONTAINERS or key == "additionalProperties":
        return _root_causes(
            departure
            for child in result.children.values()
            if not child.passed
            for departure in (_of_schema(child) if _is_schema_result(child) else _of_keyword(child))
        )
    if key == "required":
        return [_missing_key(name, pointer, schema) for name in schema["required"] if name not in result.instance.data]
    if key == "type":
        return [Departure("wrong-type", pointer, (schema,))]
    if key in ("const", "enum"):
        return [_invalid_value(result.instance, pointer, schema.get("enum") or [schema["const"]])]
    if key in ("minLength", "minItems"):
        return [Departure("empty-value", pointer)]
    return [Departure("has-spaces", pointer)]


def _is_schema_result(result: Any) -> bool:
    """Whether a result stands for a schema at a location, so that its children are keywords of that schema."""
    parent = result.parent
    return parent is not None and parent.key in _SCHEMA_PARENTS and result.schema is parent.schema


def _schema(result: Any) -> Schema:
    value = result.schema.value
    return value if isinstance(value, dict) else {}


def _unknown_key(name: str, instance: Any, pointer: Pointer, schema: Schema) -> Departure:
    free = tuple(known for known in schema.get("properties", {}) if known not in instance.data)
    return Departure("unknown-key", (*pointer, name), names=free, suggestion=words.nearest(name, free))


def _missing_key(name: str, pointer: Pointer, schema: Schema) -> Departure:
    member = dereference(schema.get("properties", {}).get(name, {}))
    hint = f"{name} must be {words.quoted(member['const'])} here" if "const" in member else ""
    return Departure("missing-key", pointer, names=(name,), hint=hint)


def _invalid_value(instance: Any, pointer: Pointer, options: list[str]) -> Departure:
    suggestion = words.nearest(instance.data, options) if instance.type == "string" else None
    return Departure("invalid-value", pointer, names=tuple(options), suggestion=suggestion)


# The alternative that was meant


def _of_choice(result: Any) -> list[Departure]:
    """What is wrong with a value that fits no alternative: of the one that was meant, or of all together."""
    instance, pointer = result.instance, tuple(result.instance.path)
    branches = list(_branches(result))
    typed = [branch for branch in branches if not _fails_type(branch)]
    if not typed:
        return [Departure("wrong-type", pointer, tuple(_branch_schema(branch) for branch in branches))]
    if len(typed) == 1:
        return _of_schema(typed[0])
    if instance.type == "object":
        return _of_tables(typed, instance, pointer)
    return _of_lists(typed, instance, pointer)


def _branches(result: Any) -> Iterator[Any]:
    """The alternatives as schema results, references and nested choices unfolded."""
    for child in result.children.values():
        branch = child
        while True:
            failed = [part for part in branch.children.values() if not part.passed and part.instance is child.instance]
            if len(failed) == 1 and failed[0].key == "$ref":
                branch = failed[0]
                continue
            break
        if len(failed) == 1 and failed[0].key in ("oneOf", "anyOf"):
            yield from _branches(failed[0])
        else:
            yield branch


def _fails_type(branch: Any) -> bool:
    children = branch.children.values()
    return any(child.key == "type" and not child.passed and child.instance is branch.instance for child in children)


def _branch_schema(branch: Any) -> Schema:
    return next((_schema(child) for child in branch.children.values()), {})


def _of_tables(branches: list[Any], instance: Any, pointer: Pointer) -> list[Departure]:
    if not instance.data:
        missing = tuple(tuple(_branch_schema(branch).get("required", ())) for branch in branches)
        return [Departure("missing-key", pointer, names=missing[0], alternatives=missing)]
    for name in instance.data:
        options = [_options(branch, name) for branch in branches]
        if all(options):
            meant = [
                branch for branch, known in zip(branches, options, strict=True) if instance.data[name].value in known
            ]
            if not meant:
                return [
                    _invalid_value(
                        instance.data[name], (*pointer, name), [value for known in options for value in known]
                    )
                ]
            branches = meant
    return _of_schema(max(branches, key=lambda branch: _likeness(branch, instance)))


def _options(branch: Any, name: str) -> list[str]:
    """The values an alternative allows for a key that tells it from the others, such as ``type``."""
    member = dereference(_branch_schema(branch).get("properties", {}).get(name, {}))
    return member.get("enum") or ([member["const"]] if "const" in member else [])


def _likeness(branch: Any, instance: Any) -> tuple[int, int]:
    """How much a table looks like an alternative: its keys, spelt right or nearly, then how little is wrong with it."""
    schema = _branch_schema(branch)
    properties, required = schema.get("properties", {}), schema.get("required", ())
    score = 0
    for name in instance.data:
        meant = name if name in properties else words.nearest(name, properties)
        score += (3 if meant == name else 1 if meant else 0) + (meant in required)
    return score, -len(_of_schema(branch))


def _of_lists(branches: list[Any], instance: Any, pointer: Pointer) -> list[Departure]:
    wanted = [dereference(_branch_schema(branch).get("items", {})).get("type") for branch in branches]
    kinds = [item.type for item in instance.data]
    counts = [kinds.count(name) for name in wanted]
    if all(counts):
        return [Departure("mixed-list", pointer, tuple(_branch_schema(branch) for branch in branches))]
    best = branches[counts.index(max(counts))]
    if any(counts) or not kinds:
        return _of_schema(best)
    return [Departure("wrong-type", pointer, tuple(_branch_schema(branch) for branch in branches))]


def _root_causes(departures: Iterable[Departure]) -> list[Departure]:
    """Each departure once, without those that another explains."""
    alike: dict[object, list[Departure]] = {}  # schemas have no hash, and there may be thousands of departures
    for departure in departures:
        same = alike.setdefault((departure.pointer, departure.code, departure.names), [])
        if departure not in same:
            same.append(departure)
    known = [departure for same in alike.values() for departure in same]
    misspelt = {
        (departure.pointer[:-1], departure.suggestion) for departure in known if departure.code == "unknown-key"
    }
    return [
        departure for departure in known if not any((departure.pointer, name) in misspelt for name in departure.names)
    ]
