"""What a schema says may stand at a cursor: the forms of its object and of its value; knows no project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.cursor import Cursor
from gage.gagefile.file_kind import FileKind
from gage.gagefile.node import Object, Route, Scalar
from gage.gagefile.schema import Schema, alternatives, at, load, patterned
from gage.gagefile.words import keys_needed


def object_forms(kind: FileKind, cursor: Cursor) -> list[Schema]:
    """The forms that the object around a cursor may have, by the keys and constants that it has already."""
    route = cursor.route if cursor.role != "value" or not cursor.route else cursor.route[:-1]
    return _fitting(_forms(kind, route), cursor)


def value_forms(kind: FileKind, cursor: Cursor) -> list[Schema]:
    """The forms that the value at a cursor may have."""
    if isinstance(cursor.container, Object) and cursor.route:
        last = (str(cursor.route[-1]),)
        schemas = [member for form in object_forms(kind, cursor) for member in at(form, last)]
    else:
        schemas = at(load(kind.schema), _pointer(cursor.route))
    return [form for schema in schemas for form in alternatives(schema)]


def pointer_to(cursor: Cursor, key: str) -> tuple[str, ...]:
    """The pointer to a key of the object around a cursor."""
    return (*_pointer(cursor.route), key)


def members(form: Schema) -> Iterator[tuple[str, Schema]]:
    """The keys that a form of an object names, with what it says of each."""
    names = dict.fromkeys(form.get("properties", ()))
    if any("(" in pattern for pattern in form.get("patternProperties", ())):
        names |= dict.fromkeys(patterned(form))
    for name in names:
        for schema in at(form, (name,)):
            yield name, schema


def required(form: Schema) -> list[str]:
    """The keys that a form needs, or of which it needs one."""
    return [*form.get("required", ()), *keys_needed(form)]


def takes(schema: Schema, kind: str) -> bool:
    """Whether a JSON Schema type is among those of a value."""
    return any(kind in types(form) for form in alternatives(schema))


def types(form: Schema) -> list[str]:
    """The JSON Schema types of a form; those of its constants where it names no type."""
    if "type" in form:
        return [form["type"]] if isinstance(form["type"], str) else list(form["type"])
    return ["string"] if any(isinstance(option, str) for option in options(form)) else []


def options(form: Schema) -> list[object]:
    """The only values that a form allows, where it has such."""
    return list(form.get("enum", [form["const"]] if "const" in form else []))


def _forms(kind: FileKind, route: Route) -> list[Schema]:
    schemas = at(load(kind.schema), _pointer(route))
    forms = [form for schema in schemas for form in alternatives(schema)]
    return [form for form in forms if "object" in types(form)]


def _fitting(forms: list[Schema], cursor: Cursor) -> list[Schema]:
    entries = cursor.container.by_key.items() if isinstance(cursor.container, Object) else ()
    known = {key: entry.value for key, entry in entries if cursor.mark not in key}
    constants = {
        key: node.value
        for key, node in known.items()
        if isinstance(node, Scalar) and node.kind == "string" and cursor.mark not in node.value
    }
    fitting = [form for form in forms if all(_allows(form, key, constants.get(key)) for key in known)]
    return fitting or forms


def _allows(form: Schema, key: str, value: object) -> bool:
    if key in form.get("properties", ()):
        allowed = [option for schema in at(form, (key,)) for option in options(schema)]
        return value is None or not allowed or value in allowed
    by_pattern = any(re.search(pattern, key) for pattern in form.get("patternProperties", ()))
    return by_pattern or isinstance(form.get("additionalProperties"), dict)


def _pointer(route: Route) -> tuple[str, ...]:
    return tuple(map(str, route))
