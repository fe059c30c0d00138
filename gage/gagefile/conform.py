"""Where a document departs from the schema, in plain words at the exact key or value; reads no file.

The gate passes what is valid; only what it rejects goes to jschon, one operation at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from gage.gagefile import schema, words
from gage.gagefile.mend import quote_value, rename_key, replace_value, unquote_value, wrap_command
from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.problem import Fix, Problem
from gage.gagefile.slices import Slice, slices
from gage.gagefile.syntax.brackets import CLOSERS
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree

if TYPE_CHECKING:
    from gage.gagefile.explain import Departure, Pointer
    from gage.gagefile.gate import Gate

_DEEPEST = 12
"""Levels handed to jschon; the schema describes fewer, and jschon recurses."""


def conform_root(tree: Tree) -> list[Problem]:
    """What is wrong with a gagefile that is no table of operations at all."""
    root = tree.root_kind
    if root == "missing":
        return [Problem("empty-gagefile", words.empty(tree.syntax), Span(0, 0))]
    return [] if root in ("object", "error") else [_not_operations(tree)]


def conform(tree: Tree) -> list[Problem]:
    """Where operations and settings depart from the schema, the first thousand; what was not read is passed over."""
    problems = (problem for entry in tree.entries for problem in _entry_problems(tree, entry))
    return list(islice(problems, MOST_PROBLEMS))


def _entry_problems(tree: Tree, entry: Entry) -> Iterator[Problem]:
    key = entry.key
    if not key:
        yield Problem("unknown-key", "an operation needs a name; this one is empty", entry.key_span)
        return
    if key.startswith("$"):
        settings = schema.load()["properties"]
        if key not in settings:
            yield _unknown_setting(tree, entry, [name for name in settings if tree.node((name,)) is None])
            return
        gate = schema.setting_gate(key)
    else:
        gate = schema.operation_gate()
    if entry.value.is_gap:
        return
    if gate(_plain(entry.value, _DEEPEST)):
        return
    pointer = ("properties", key) if key.startswith("$") else ("$defs", "operation")
    told = set[Problem]()
    for part in slices(entry.value):
        problems = [*_judged(tree, entry, pointer, gate, part)]
        if problems and told.issuperset(problems):  # what is wrong is no single item
            break
        yield from (problem for problem in problems if problem not in told)
        told.update(problems)


def _judged(tree: Tree, entry: Entry, pointer: tuple[str, str], gate: Gate, part: Slice) -> Iterator[Problem]:
    """What jschon says of one slice of a value, in words."""
    data = _plain(entry.value, _DEEPEST, part)
    if gate(data):
        part.handed = 0
        return
    from gage.gagefile.explain import Departure, explain  # with jschon: only for what the gate rejects

    not_json = list(_not_json(entry.value, (), part))
    departures = [departure for departure in explain(_evaluate(pointer, data)) if not _is_below(departure, not_json)]
    described = schema.load()[pointer[0]][pointer[1]]
    wrong = ((place, tuple(schema.at(described, place))) for place in not_json)
    departures += [Departure("wrong-type", place, schemas) for place, schemas in wrong if schemas]
    for departure in departures:
        if problem := _Place(tree, entry, departure.pointer, part).problem(departure):
            yield problem


def _plain(node: Node, levels: int, part: Slice | None = None) -> Any:
    """The value of a node as jschon takes it: without gaps, dates as a kind the schema never accepts, not too deep."""
    if part:
        part.handed += 1
    if isinstance(node, Object):
        if part:
            return {key: _plain(entry.value, levels - 1, part) for key, entry in part.members(node)} if levels else {}
        members = node.by_key.items() if levels else ()
        return {key: _plain(entry.value, levels - 1) for key, entry in members if not entry.value.is_gap}
    if isinstance(node, Array):
        if part:
            return [_plain(item, levels - 1, part) for _, item in part.items(node)] if levels else []
        return [_plain(item, levels - 1) for item in node.items if not item.is_gap] if levels else []
    return _NOT_JSON if _is_not_json(node) else node.value if isinstance(node, Scalar) else None


_NOT_JSON = {"": None}
"""Stands for what JSON does not have; no schema of ours accepts a table with an empty key."""


def _is_not_json(node: Node) -> bool:
    """Whether a value is a date, or a number that is none."""
    value = node.value if isinstance(node, Scalar) else None
    return node.kind == "datetime" or (isinstance(value, float) and not math.isfinite(value))


def _not_json(node: Node, pointer: Pointer, part: Slice) -> Iterator[Pointer]:
    """The pointers to what JSON does not have: of what jschon says of the stand-in, only that it is wrong is true."""
    if len(pointer) < _DEEPEST and isinstance(node, Object):
        for key, entry in part.members(node):
            yield from _not_json(entry.value, (*pointer, key), part)
    elif len(pointer) < _DEEPEST and isinstance(node, Array):
        for index, (_, item) in enumerate(part.items(node)):
            yield from _not_json(item, (*pointer, str(index)), part)
    elif _is_not_json(node):
        yield pointer


def _is_below(departure: Departure, not_json: list[Pointer]) -> bool:
    """Whether a departure is about a stand-in, and not about its key."""
    pointer = departure.pointer[:-1] if departure.code == "unknown-key" else departure.pointer
    return any(pointer[: len(place)] == place for place in not_json)


@cache
def _judge() -> Any:
    import jschon  # costs a third of a whole check, and most files never need it

    jschon.create_catalog("2020-12")
    return jschon.JSONSchema(schema.load())


def _evaluate(pointer: tuple[str, str], data: Any) -> Any:
    import jschon

    return _judge()[pointer[0]][pointer[1]].evaluate(jschon.JSON(data))


def _not_operations(tree: Tree) -> Problem:
    root = tree.root
    what = words.found(root, tree.text[root.start : root.end], tree.syntax)
    span = Span(root.start, min(root.end, tree.lines.line_span(tree.lines.line_at(root.start)).end))
    return Problem(
        "wrong-type", f"a gagefile must be {words.kind('object', tree.syntax)} of operations, not {what}", span
    )


def _unknown_setting(tree: Tree, entry: Entry, free: list[str]) -> Problem:
    nearest = words.nearest(entry.key, free)
    if nearest:
        message, fixes = (
            f"unknown setting '{entry.key}'; did you mean '{nearest}'?",
            (rename_key(tree, entry, nearest),),
        )
        return Problem("unknown-key", message, entry.key_span, fixes=fixes)
    known = words.any_of(schema.load()["properties"])
    message = f"unknown setting '{entry.key}'; a key that starts with $ must be {known}"
    return Problem("unknown-key", message, entry.key_span)


class _Place:
    """A departure's place in the tree: the value, the entry or list it belongs to, and how to call it."""

    def __init__(self, tree: Tree, operation: Entry, pointer: Pointer, part: Slice) -> None:
        self.part = part
        self.tree = tree
        self.syntax = tree.syntax
        self.entry = operation
        self.node: Node = operation.value
        self.owner = operation
        self.name = f"'{operation.key}'" if operation.key.startswith("$") else f"operation '{operation.key}'"
        for segment in pointer:
            self._step(segment)

    def _step(self, segment: str) -> None:
        if isinstance(self.node, Object) and segment in self.node.by_key:
            self.owner = self.entry
            self.entry = self.node.by_key[segment]
            self.node = self.entry.value
            self.name = f"'{segment}'"
        elif isinstance(self.node, Array):
            index, self.node = self.part.items(self.node)[int(segment)]
            self.name = f"item {index + 1} of '{self.entry.key}'"

    def problem(self, departure: Departure) -> Problem | None:
        """The departure in words; None where the text beneath it is still half-typed."""
        if departure.code in ("missing-key", "empty-value") and (self._has_gap() or self._is_unclosed()):
            return None
        method = {
            "unknown-key": self._unknown_key,
            "missing-key": self._missing_key,
            "wrong-type": self._wrong_type,
            "invalid-value": self._invalid_value,
            "empty-value": self._empty_value,
            "has-spaces": self._has_spaces,
            "mixed-list": self._mixed_list,
        }[departure.code]
        return method(departure)

    def _has_gap(self) -> bool:
        return isinstance(self.node, Object) and any(entry.value.is_gap for entry in self.node.entries)

    def _is_unclosed(self) -> bool:
        """Whether the value stands in brackets that are opened and not closed: more of it may be to come."""
        opener = self.tree.text[self.node.start : self.node.start + 1]
        if self.node.kind not in ("object", "array") or opener not in CLOSERS:
            return False
        return len(self.source) < 2 or self.source[-1] not in CLOSERS.values()

    @property
    def span(self) -> Span:
        """The value; of a table with a header, the part of the header that names it."""
        if isinstance(self.node, Object) and self.tree.text[self.node.start : self.node.start + 1] == "[":
            return self.entry.key_span
        return self.node.span

    @property
    def source(self) -> str:
        return self.tree.text[self.node.start : self.node.end]

    def _unknown_key(self, departure: Departure) -> Problem:
        key = departure.pointer[-1]
        where = f"operation '{self.owner.key}'" if len(departure.pointer) == 1 else f"'{self.owner.key}'"
        message, fixes = f"unknown key '{key}' in {where}", tuple[Fix, ...]()
        if departure.suggestion:
            message += f"; did you mean '{departure.suggestion}'?"
            fixes = (rename_key(self.tree, self.entry, departure.suggestion),)
        elif departure.names:
            message += f"; it takes {words.any_of(departure.names)}"
        return Problem("unknown-key", message, self.entry.key_span, fixes=fixes)

    def _missing_key(self, departure: Departure) -> Problem:
        if departure.alternatives:
            needs = words.either([words.all_of(keys) for keys in departure.alternatives])
            message = f"{self.name} needs {needs}"
        else:
            message = f"{self.name} is missing the required key '{departure.names[0]}'"
        if departure.hint:
            message += f"; {departure.hint}"
        return Problem("missing-key", message, self.entry.key_span if self._is_entry_value() else self.span)

    def _is_entry_value(self) -> bool:
        return self.entry.value is self.node

    def _wrong_type(self, departure: Departure) -> Problem:
        wanted = words.expected(departure.schemas, self.syntax)
        what = words.found(self.node, self.source, self.syntax)
        message = f"{self.name} must be {words.either(wanted)}, not {what}"
        fixes: list[Fix] = []
        if not departure.pointer and self._is_command():
            message += "; write the command as its 'exec'"
            fixes.append(wrap_command(self.tree, self.entry))
        elif self.node.kind in ("number", "boolean", "datetime") and words.accepts(departure.schemas, "string"):
            fixes.append(quote_value(self.tree, self.node))
        elif (
            isinstance(self.node, Scalar)
            and self.node.value in ("true", "false")
            and words.accepts(departure.schemas, "boolean")
        ):
            message += "; remove the quotes"
            fixes.append(unquote_value(self.node))
        return Problem("wrong-type", message, self.span, fixes=tuple(fixes))

    def _is_command(self) -> bool:
        """Whether the value could be a command: text, or a list of words."""
        if isinstance(self.node, Array):
            return bool(self.node.items) and all(item.kind == "string" for item in self.node.items)
        return self.node.kind == "string"

    def _invalid_value(self, departure: Departure) -> Problem:
        what = words.found(self.node, self.source, self.syntax)
        message = f"{self.name} must be {words.values(departure.names)}, not {what}"
        fixes = tuple[Fix, ...]()
        if departure.suggestion:
            message += f"; did you mean {words.quoted(departure.suggestion)}?"
            fixes = (replace_value(self.tree, self.node, departure.suggestion),)
        return Problem("invalid-value", message, self.span, fixes=fixes)

    def _empty_value(self, _: Departure) -> Problem:
        what = "needs at least one item; this list is empty" if self.node.kind == "array" else "must not be empty"
        return Problem("empty-value", f"{self.name} {what}", self.span)

    def _has_spaces(self, _: Departure) -> Problem:
        return Problem("has-spaces", f"{self.name} must not contain spaces", self.span)

    def _mixed_list(self, departure: Departure) -> Problem:
        wanted = words.either(words.expected(departure.schemas, self.syntax))
        return Problem("mixed-list", f"{self.name} must be {wanted}; this list mixes the two", self.span)
