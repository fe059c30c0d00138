"""The documentation of a key in Markdown, as its schema has it, in the terms of a syntax; looks at no gagefile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gage.gagefile.schema import Schema, alternatives
from gage.gagefile.spell import spell, spell_entry
from gage.gagefile.tree import Syntax
from gage.gagefile.words import either, expected

_MOST_TYPES = 8
"""More kinds of values are no help to who reads them."""


def describe(schema: Schema, syntax: Syntax, key: str = "") -> str:
    """What a value is for, which kinds it takes, its default, and examples; ``key`` is what the examples are for.

    References of the schema must have been followed, as ``schema.at`` does.
    """
    paragraphs = [
        heading(schema, syntax),
        ("**Deprecated.** " if schema.get("deprecated") else "") + schema.get("description", ""),
        default(schema, syntax),
        examples(schema, syntax, key),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def heading(schema: Schema, syntax: Syntax) -> str:
    """The title of a schema and the kinds of values it takes, on one line."""
    types = expected([schema], syntax)
    kinds = either(types) if 0 < len(types) <= _MOST_TYPES else ""
    return " · ".join(part for part in (f"**{schema['title']}**" if "title" in schema else "", kinds) if part)


def default(schema: Schema, syntax: Syntax) -> str:
    """What counts where the key is left out; nothing where that is nothing."""
    value = schema.get("default")
    return "" if value in (None, [], {}) else f"Default: `{spell(value, syntax)}`"


def examples(schema: Schema, syntax: Syntax, key: str = "") -> str:
    """The examples of a schema as code."""
    given: list[Any] = [value for value in schema.get("examples", ()) if value is not None]
    if any("const" in each or "enum" in each for each in alternatives(schema)):
        del given[1:]  # the heading has them all
    # One line can be compared with the next, what takes several cannot be told from it without a gap.
    spelled = [spell_entry(key, value, syntax) if key else spell(value, syntax) for value in given]
    gap = "\n\n" if any("\n" in each for each in spelled) else "\n"
    return f"```{syntax}\n{gap.join(spelled)}\n```" if spelled else ""


def merged(schemas: Sequence[Schema]) -> Schema:
    """One schema of several that speak of the same key: what the first says of it, with the kinds of all."""
    first, *others = schemas
    if not others:
        return first
    about: Schema = {key: first[key] for key in ("title", "description", "default", "deprecated") if key in first}
    spoken = [value for schema in schemas for value in schema.get("examples", ())]
    shown = [value for index, value in enumerate(spoken) if value not in spoken[:index]]
    return {**about, "oneOf": [each for schema in schemas for each in alternatives(schema)], "examples": shown}
