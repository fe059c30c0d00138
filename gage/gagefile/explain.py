"""From jschon's result tree to the root causes of a departure from the schema; knows values and words, no places.

jschon reports every keyword that failed in every alternative; a person wants the one mistake. So only asserting
keywords speak, of ``oneOf`` only the alternative that was meant, and what follows from another mistake is left out.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from gage.gagefile import words
from gage.gagefile.schema import Schema, dereference, patterned

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
        "unknown-key", "missing-key", "conflicting-keys", "wrong-type", "invalid-value", "empty-value", "has-spaces"
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
    if key in ("anyOf", "oneOf") and wants_one_of(schema):
        return _of_keys(result.instance, pointer, schema)
    if key in ("oneOf", "anyOf"):
        return _of_choice(result)
    if key == "additionalProperties" and schema.get(key) is False:
        return [unknown_key(name, result.instance.data, pointer, schema) for name in result.error]
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
    if form := words.form(schema["pattern"]):
        return [Departure("invalid-value", pointer, hint=form)]
    return [Departure("has-spaces", pointer)]


def _is_schema_result(result: Any) -> bool:
    """Whether a result stands for a schema at a location, so that its children are keywords of that schema."""
    parent = result.parent
    return parent is not None and parent.key in _SCHEMA_PARENTS and result.schema is parent.schema


def _schema(result: Any) -> Schema:
    value = result.schema.value
    return value if isinstance(value, dict) else {}


def unknown_key(name: str, table: Container[str], pointer: Pointer, schema: Schema) -> Departure:
    """A key that a table does not take, and the one that may be meant."""
    known = list(schema.get("properties", {}))
    free = tuple(key for key in known if key not in table)
    suggestion = words.nearest_key(name, [*free, *(key for key in patterned(schema) if key not in table)])
    taken = None if suggestion else words.nearest_key(name, [key for key in known if key in table])
    hint = f"did you mean '{taken}', which is already set?" if taken else ""
    return Departure("unknown-key", (*pointer, name), names=free, suggestion=suggestion, hint=hint)


def _missing_key(name: str, pointer: Pointer, schema: Schema) -> Departure:
    options = _allowed(schema, name)
    hint = f"{name} must be {words.values(options)} here" if options else ""
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
    if not typed or (len(branches) > len(typed) == 1 and is_another_table(_branch_schema(typed[0]), instance.data)):
        return [Departure("wrong-type", pointer, tuple(_branch_schema(branch) for branch in branches))]
    return _of_schema(typed[0]) if len(typed) == 1 else _of_tables(typed, instance, pointer)


def is_another_table(schema: Schema, data: Any) -> bool:
    """Whether a table has nothing of those that a schema describes, which must have one of certain keys."""
    keys = [key for keys in _needs(schema) for key in keys] if wants_one_of(schema) else []
    return bool(keys) and isinstance(data, dict) and not any(words.nearest(name, keys) for name in data)


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
        if len(failed) == 1 and failed[0].key in ("oneOf", "anyOf") and not wants_one_of(_schema(failed[0])):
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
        return [Departure("missing-key", pointer, alternatives=_shortest(_branch_schema(each) for each in branches))]
    all_branches = branches
    for name in instance.data:
        options = [_allowed(_branch_schema(branch), name) for branch in branches]
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
    if len(branches) > 1:
        alike = sorted(branches, key=lambda branch: _likeness(branch, instance), reverse=True)
        if _has_nothing_of_its_own(alike[:2], instance):
            return [Departure("missing-key", pointer, alternatives=_shortest(_branch_schema(each) for each in alike))]
        branches = alike
    departures = _of_schema(branches[0])
    return [_with_owner(departure, instance, all_branches) for departure in departures]


def _has_nothing_of_its_own(branches: list[Any], instance: Any) -> bool:
    """Whether a table only lacks what would tell which of the two likeliest alternatives it is."""
    schemas = [_branch_schema(branch) for branch in branches]
    told = {key for schema in schemas for keys in _needs(schema) for key in keys}
    known = all(name in schema.get("properties", {}) for name in instance.data for schema in schemas)
    return known and told.isdisjoint(instance.data)


def _with_owner(departure: Departure, instance: Any, branches: list[Any]) -> Departure:
    """An unknown key that another alternative knows, with what tells the two apart: a key such as ``type``."""
    *place, name = departure.pointer or ("",)
    owners = [schema for branch in branches if name in (schema := _branch_schema(branch)).get("properties", {})]
    if departure.code != "unknown-key" or tuple(place) != tuple(instance.path) or not owners:
        return departure
    for owner in owners:
        for key in instance.data:
            options = _allowed(owner, key)
            if options and instance.data[key].value not in options:
                given = words.quoted(str(instance.data[key].value))
                hint = f"that is for {key} {words.values(options)}, and the {key} here is {given}"
                return replace(departure, suggestion=None, hint=hint)
    beside = [key for key in instance.data if all(key not in owner["properties"] for owner in owners)]
    hint = f"{words.named(name)} cannot stand beside {words.all_of(beside)}" if beside else ""
    return replace(departure, suggestion=None, hint=hint)


def _of_keys(instance: Any, pointer: Pointer, schema: Schema) -> list[Departure]:
    """What is wrong with a table that must have one of certain keys, of ``oneOf`` not more than one."""
    if instance.type != "object":
        return []  # another keyword says so
    needs = tuple(tuple(branch["required"]) for branch in schema.get("anyOf") or schema["oneOf"])
    present = tuple(key for keys in needs for key in keys if key in instance.data)
    if present:
        return [Departure("conflicting-keys", pointer, names=present)]
    return [Departure("missing-key", pointer, alternatives=needs)]


def wants_one_of(schema: Schema) -> bool:
    """Whether ``anyOf``, or ``oneOf``, only says that one of several keys must be there."""
    branches = schema.get("anyOf") or schema.get("oneOf") or ()
    return bool(branches) and all(isinstance(branch, dict) and branch.keys() == {"required"} for branch in branches)


def _needs(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """The sets of keys of which a table needs one."""
    required = tuple(schema.get("required", ()))
    if wants_one_of(schema):
        return tuple((*required, *branch["required"]) for branch in schema.get("anyOf") or schema["oneOf"])
    return (required,)


def _shortest(schemas: Iterable[Schema]) -> tuple[tuple[str, ...], ...]:
    """The keys of which a table needs one to be any of several alternatives; one that tells more stands alone."""
    needs = dict.fromkeys(keys for schema in schemas for keys in _needs(schema))
    telling = {keys[0] for keys in needs if len(keys) > 1}
    return tuple(dict.fromkeys(keys[:1] if keys[0] in telling else keys for keys in needs))


def _allowed(schema: Schema, name: str) -> list[str]:
    """The values an alternative allows for a key that tells it from the others, such as ``type``."""
    member = dereference(schema.get("properties", {}).get(name, {}))
    return member.get("enum") or ([member["const"]] if "const" in member else [])


def _likeness(branch: Any, instance: Any) -> tuple[int, int]:
    """How much a table looks like an alternative: its keys, spelt right or nearly, then how little is wrong with it."""
    schema = _branch_schema(branch)
    properties, required = schema.get("properties", {}), {key for keys in _needs(schema) for key in keys}
    score = 0
    for name in instance.data:
        meant = name if name in properties else words.nearest_key(name, properties)
        score += (3 if meant == name else 1 if meant else 0) + (meant in required)
    return score, -len(_of_schema(branch))


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
        departure
        for departure in known
        if not any((departure.pointer, name) in misspelt for name in _lacking(departure))
    ]


def _lacking(departure: Departure) -> Iterator[str]:
    """The keys that a departure misses."""
    yield from departure.names
    for keys in departure.alternatives:
        yield from keys
