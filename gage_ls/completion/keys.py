"""Keys that may be added at a cursor: those of its schema, in order of use, and names that others speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gage.gagefile.cursor import Cursor
from gage.gagefile.document import Document
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.forms import members, object_forms, pointer_to, required, takes
from gage.gagefile.free_name import free_name
from gage.gagefile.node import Object, Scalar
from gage.gagefile.part import Part
from gage.gagefile.schema import Schema, alternatives
from gage.gagefile.selections import undeclared
from gage.gagefile.spell import spell_key
from gage.gagefile.syntax.toml_tables import TableArray
from gage_ls.completion.offer import Kind, Offer
from gage_ls.completion.shape import Layout, operation

_OFTEN = (
    "exec", "description", "config", "sourcecode", "depends", "env", "default", "summary", "output-summary",
    "output-metrics", "listing", "run", "name", "type", "keys", "run-select", "operation", "files", "path",
    "url", "runs-select", "finalize",
)  # fmt: skip
"""Keys by how often operations have them."""

_REQUIRED, _COMMON, _FREE, _PLATFORM, _DEPRECATED, _OUTLINE = 0, 10, 40, 60, 90, 80
_CALLED = "new operation"
_MOST_FREE = 200


def key_offers(document: Document, cursor: Cursor, layout: Layout) -> Iterator[Offer]:
    """Every key that the object around a cursor may still have."""
    offered: set[str] = set(cursor.present)
    forms = object_forms(document.kind, cursor)
    for form in forms:
        # What tells several forms apart is as good as needed.
        needed = [*required(form), *(["type"] if len(forms) > 1 else [])]
        for order, (name, schema) in enumerate(members(form)):
            if name not in offered:
                offered.add(name)
                yield _offer(cursor, name, schema, _rank(name, schema, needed) + order / 100)
    if document.kind is GAGEFILE:
        yield from _free_names(document, cursor, offered)
        yield from _new_operation(document, cursor, layout)


def header_offers(document: Document, cursor: Cursor) -> Iterator[Offer]:
    """What a half-typed TOML header may become: a table of an operation, or of the operation above."""
    if document.kind is not GAGEFILE:
        return
    if cursor.route:
        yield from _tables(document, cursor, cursor.present)
        return
    yield from _undeclared(document)
    line = document.lines.line_span(document.lines.line_at(cursor.offset)).start
    above = document.operation_at(line - 1) if line else None
    table = document.parts.at(line - 1).part.node((above.key,)) if above else None
    if above and isinstance(table, Object):
        below = cursor._replace(route=(above.key,), container=table)
        present = frozenset(table.by_key)
        for offer in _tables(document, below, present):
            text = f"{spell_key(above.key, 'toml')}.{offer.text}"
            yield offer._replace(label=text, text=text, is_literal=True)


def schemas_at(document: Document, cursor: Cursor) -> dict[str, list[Schema]]:
    """What the schema says of each key at a cursor."""
    found: dict[str, list[Schema]] = {}
    for form in object_forms(document.kind, cursor):
        for name, schema in members(form):
            found.setdefault(name, []).append(schema)
    return found


def _tables(document: Document, cursor: Cursor, present: frozenset[str]) -> Iterator[Offer]:
    for form in object_forms(document.kind, cursor):
        for name, schema in members(form):
            is_list = cursor.opener == "[["
            fits = _takes_tables(schema) if is_list else takes(schema, "object")
            known = cursor.container.get(name) if isinstance(cursor.container, Object) else None
            if fits and (name not in present or (is_list and isinstance(known, TableArray))):
                yield _offer(cursor, name, schema, _rank(name, schema, []))


def _takes_tables(schema: Schema) -> bool:
    return any(takes(form["items"], "object") for form in alternatives(schema) if "items" in form)


def _rank(name: str, schema: Schema, needed: Sequence[str]) -> float:
    if schema.get("deprecated"):
        return _DEPRECATED
    if name in needed:
        return _REQUIRED
    if "[" in name:
        return _PLATFORM
    return _COMMON + _OFTEN.index(name) if name in _OFTEN else _FREE


def _offer(cursor: Cursor, name: str, schema: Schema, rank: float) -> Offer:
    return Offer(
        name,
        name,
        Kind.Property,
        detail=schema.get("title", ""),
        rank=rank,
        is_deprecated=bool(schema.get("deprecated")),
        pointer=pointer_to(cursor, name),
    )


def _free_names(document: Document, cursor: Cursor, offered: set[str]) -> Iterator[Offer]:
    """Names that a person gives elsewhere in the file to the same kind of thing."""
    if cursor.route[1:] in (("env",), ("attributes",)):
        of_block = _variables if cursor.route[1] == "env" else _attributes
        names = frozenset[str]().union(*document.parts.by_block(of_block)) - offered
        yield from (Offer(name, name, Kind.Variable, rank=_FREE) for name in sorted(names)[:_MOST_FREE])
    elif not cursor.route and cursor.tree.syntax != "toml":
        yield from _undeclared(document)


def _undeclared(document: Document) -> Iterator[Offer]:
    """Operations that others ask for and nobody has written."""
    for name in sorted(undeclared(document)):
        yield Offer(name, name, Kind.Module, rank=_REQUIRED, detail="asked for and not declared")


def _new_operation(document: Document, cursor: Cursor, layout: Layout) -> Iterator[Offer]:
    """The outline of an operation. In TOML it can follow the table of another."""
    if cursor.tree.syntax == "toml":
        fits = not cursor.is_flow and layout.is_first and layout.is_last and _CALLED.startswith(cursor.typed)
    else:
        fits = not cursor.route
    if fits:
        snippet = operation(layout, free_name(document))
        yield Offer(_CALLED, "", Kind.Snippet, rank=_OUTLINE, detail="with a command", snippet=snippet)


def _variables(parts: Sequence[Part]) -> frozenset[str]:
    return _given(parts, "env")


def _attributes(parts: Sequence[Part]) -> frozenset[str]:
    return _given(parts, "attributes")


def _given(parts: Sequence[Part], key: str) -> frozenset[str]:
    found = (entry.value for part in parts for _, entry in part.operations_with(key))
    tables = (value for value in found if isinstance(value, Object))
    return frozenset(
        entry.key
        for table in tables
        for entry in table.entries
        if isinstance(entry.value, Scalar) and not entry.value.is_gap
    )
