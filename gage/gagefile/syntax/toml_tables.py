"""Which keys and headers may add to which table of a TOML document; scans no text.

The rules are those of toml.io/en/v1.1.0, sections Keys, Table, Inline Table and Array of Tables.
"""

from __future__ import annotations

import enum

from gage.gagefile.node import Array, Entry, Node, Object
from gage.gagefile.problem import Problem, Related
from gage.gagefile.text import Span

KeySegment = tuple[str | None, int, int]
"""One part of a dotted key and its place; None where the text has none."""


class Form(enum.IntEnum):
    """How a table came to be, which decides who may add to it."""

    HEADER = 1  # [a]: closed to further headers
    IMPLIED = 2  # the a of [a.b]: a header may still define it
    DOTTED = 3  # the a of a.b = 1: only dotted keys beside it may extend it
    INLINE = 4  # {…}: closed


class Table(Object):
    """An object as TOML has it; its span is that of the header, the dotted key or the braces that made it."""

    __slots__ = ("form",)

    def __init__(self, start: int, end: int, form: Form) -> None:
        super().__init__(start, end)
        self.form = form


class TableArray(Array):
    """An array made by ``[[headers]]``, the only one that further headers extend."""

    __slots__ = ()


def open_table(parent: Table, key: str, place: Span, header: Span, last: bool, many: bool) -> Table | Problem:
    """One step of a ``[header]`` or, with ``many``, ``[[header]]`` into its parent: the table it leads to.

    A second definition is a problem; what follows it is then read into the first table by ``reopened``.
    """
    entry = parent.by_key.get(key)
    if entry is None:
        return _new_table(parent, key, place, header, last, many)
    value = entry.value
    entry.mention(place)
    if isinstance(value, TableArray):
        return _into_array(value, entry, place, header, last, many)
    if not isinstance(value, Table) or value.form is Form.INLINE:
        return _redefined(f"'{key}' already has a value, so it cannot be opened as a table", place, entry)
    if not last:
        return value
    if many:
        return _redefined(f"'{key}' is already one table, so [[{key}]] cannot add to it", place, entry)
    if value.form is not Form.IMPLIED:
        return _redefined(f"table '{key}' is already defined above; join the two", place, entry, "duplicate-table")
    value.form = Form.HEADER
    value.start, value.end = header
    entry.key_start, entry.key_end = place
    return value


def _new_table(parent: Table, key: str, place: Span, header: Span, last: bool, many: bool) -> Table:
    table = Table(*header, Form.HEADER if last else Form.IMPLIED)
    value: Node = table
    if last and many:
        value = TableArray(*header)
        value.items.append(table)
    entry = Entry(key, *place, value)
    entry.mention(place)
    parent.add(entry)
    return table


def _into_array(array: TableArray, entry: Entry, place: Span, header: Span, last: bool, many: bool) -> Table | Problem:
    if last and not many:
        key = entry.key
        return _redefined(f"'{key}' is already a list of tables; write [[{key}]] to add one", place, entry)
    if last:
        array.items.append(Table(*header, Form.HEADER))
    item = array.items[-1]
    assert isinstance(item, Table)
    return item


def reopened(parent: Table, key: str, problem: Problem) -> Table | None:
    """The table that a header defines a second time, so that its keys are still read where they were meant."""
    value = parent.get(key)
    return value if problem.code == "duplicate-table" and isinstance(value, Table) else None


def define(table: Table, segments: list[KeySegment], value: Node) -> Problem | None:
    """Set a dotted key in a table; None, or why that cannot be done."""
    for key, start, end in segments[:-1]:
        if key is None:
            return None
        entry = table.by_key.get(key)
        if entry is None:
            entry = Entry(key, start, end, Table(start, end, Form.DOTTED))
            table.add(entry)
        if not isinstance(entry.value, Table) or entry.value.form is not Form.DOTTED:
            return _redefined(f"'{key}' is already defined; a dotted key cannot add to it", Span(start, end), entry)
        entry.mention(Span(start, end))
        table = entry.value
        table.end = max(table.end, value.end)
    key, start, end = segments[-1]
    return None if key is None else add(table, Entry(key, start, end, value))


def add(table: Table, entry: Entry) -> Problem | None:
    """Append an entry; a second one of the same key is kept in the tree, and a problem."""
    first = table.by_key.get(entry.key)
    table.add(entry)
    if first is None:
        return None
    return _redefined(
        f"'{entry.key}' is already set above; a key can be set once", entry.key_span, first, "duplicate-key"
    )


def close(table: Table) -> None:
    """An inline table is closed with all that dotted keys made in it."""
    table.form = Form.INLINE
    for entry in table.entries:
        if isinstance(entry.value, Table) and entry.value.form is not Form.INLINE:
            close(entry.value)


def _redefined(message: str, place: Span, first: Entry, code: str = "toml-redefined") -> Problem:
    return Problem(code, message, place, related=(Related(f"'{first.key}' stands here first", first.key_span),))
