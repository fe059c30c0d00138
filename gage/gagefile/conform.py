"""Where a document departs from the schema, in plain words at the exact key or value; reads no file.

The gate passes what is valid; only what it rejects goes to jschon, one operation, or other entry at the top, at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from gage.gagefile import schema, words
from gage.gagefile.file_kind import GAGEFILE, USER_CONFIG, FileKind
from gage.gagefile.mend import (
    colons_for_equals,
    quote_value,
    rename_key,
    replace_value,
    single_brackets,
    unquote_value,
    wrap_command,
)
from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.plain import not_json, plain, plain_slice
from gage.gagefile.problem import Fix, Problem
from gage.gagefile.slices import Slice, is_short, slices
from gage.gagefile.syntax.brackets import CLOSERS
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree

if TYPE_CHECKING:
    from gage.gagefile.document import Document
    from gage.gagefile.explain import Departure, Pointer


def conform_root(document: Document) -> list[Problem]:
    """What is wrong with a file that is no table at all."""
    root, kind = document.root_kind, document.kind
    if root == "missing":
        code = "empty-gagefile" if kind is GAGEFILE else "empty-value"
        return [Problem(code, words.empty(document.syntax, kind), Span(0, 0))]
    return [] if root in ("object", "error") else [_no_table(document, kind)]


def conform(tree: Tree, kind: FileKind = GAGEFILE) -> list[Problem]:
    """Where the entries at the top depart from the schema, the first thousand; what was not read is passed over."""
    problems = (problem for entry in tree.entries for problem in conform_entry(tree, entry, kind))
    found = list(islice(problems, MOST_PROBLEMS))
    # In YAML one key may stand in several operations, by aliases.
    return (
        list({_identity(problem): problem for problem in reversed(found)}.values())[::-1] if len(found) > 1 else found
    )


def _identity(problem: Problem) -> tuple[object, ...]:
    return (problem.code, problem.span) if problem.code == "unknown-key" else problem


def conform_entry(tree: Tree, entry: Entry, kind: FileKind) -> Iterator[Problem]:
    """Where an entry departs from what a kind of file may have at its top under the same key."""
    if kind is USER_CONFIG and entry.key == "check":
        return  # judged by who reads it, which knows all codes
    is_operation = kind is GAGEFILE and not entry.key.startswith("$")
    pointer = ("$defs", "operation") if is_operation else ("properties", entry.key)
    if is_operation and not entry.key:
        yield Problem("unknown-key", "an operation needs a name; this one is empty", entry.key_span)
        return
    if not is_operation and entry.key not in schema.load(kind.schema)["properties"]:
        yield _unknown_at_the_top(tree, entry, kind)
        return
    if entry.value.is_gap:
        return
    data = plain(entry.value)
    if schema.gate_at(kind.schema, *pointer)(data):
        return
    if is_short(entry.value):
        yield from _departures(tree, entry, kind.schema, pointer, Slice(), data)
        return
    told = set[Problem]()
    for part in slices(entry.value):
        problems = [*_judged(tree, entry, kind.schema, pointer, part)]
        if problems and told.issuperset(problems):  # what is wrong is no single item
            break
        yield from (problem for problem in problems if problem not in told)
        told.update(problems)


def _judged(tree: Tree, entry: Entry, file: str, pointer: tuple[str, str], part: Slice) -> Iterator[Problem]:
    """What is wrong with one slice of a value."""
    data = plain_slice(entry.value, part)
    if schema.gate_at(file, *pointer)(data):
        part.handed = 0
    else:
        yield from _departures(tree, entry, file, pointer, part, data)


def _departures(
    tree: Tree, entry: Entry, file: str, pointer: tuple[str, str], part: Slice, data: Any
) -> Iterator[Problem]:
    """What jschon says of a value, or a slice of it, in words; ``data`` is what it is given."""
    # With jschon, which costs a third of a whole check, and most files never need it.
    from gage.gagefile.explain import Departure
    from gage.gagefile.judge import departures

    stood_in = list(not_json(data))
    found = [departure for departure in departures(file, pointer, data) if not _is_below(departure, stood_in)]
    described = schema.load(file)[pointer[0]][pointer[1]]
    wrong = ((place, tuple(schema.at(described, place))) for place in stood_in)
    found += [Departure("wrong-type", place, schemas) for place, schemas in wrong if schemas]
    is_operation = pointer == ("$defs", "operation")
    for departure in found:
        if problem := _Place(tree, entry, departure.pointer, part, is_operation).problem(departure):
            yield problem


def _is_below(departure: Departure, stood_in: list[Pointer]) -> bool:
    """Whether a departure is about a stand-in, and not about its key."""
    pointer = departure.pointer[:-1] if departure.code == "unknown-key" else departure.pointer
    return any(pointer[: len(place)] == place for place in stood_in)


def _no_table(tree: Tree, kind: FileKind) -> Problem:
    root = tree.root
    what = words.found(root, tree.text[root.start : root.end], tree.syntax)
    span = Span(root.start, min(root.end, tree.lines.line_span(tree.lines.line_at(root.start)).end))
    wanted = words.kind("object", tree.syntax) + (" of operations" if kind is GAGEFILE else "")
    return Problem("wrong-type", f"a {kind.called} must be {wanted}, not {what}", span)


def _unknown_at_the_top(tree: Tree, entry: Entry, kind: FileKind) -> Problem:
    known = schema.load(kind.schema)["properties"]
    is_setting = kind is GAGEFILE
    called = words.named(entry.key)
    message = f"unknown setting {called}" if is_setting else f"unknown key {called} in this {kind.called}"
    nearest = words.nearest(entry.key, [name for name in known if tree.node((name,)) is None])
    if nearest:
        fixes = (rename_key(tree, entry, nearest),)
        return Problem("unknown-key", f"{message}; did you mean '{nearest}'?", entry.key_span, fixes=fixes)
    takes = "a key that starts with $ must be" if is_setting else "it takes"
    return Problem("unknown-key", f"{message}; {takes} {words.any_of(known)}", entry.key_span)


def _place_of(key: str, depth: int) -> str:
    """Where a key is known that stands at a depth where it is not; the keys of operations have depth 1."""
    root = schema.load()
    for name in (key, f"${key}"):
        if name in root["properties"]:
            return f"'{name}' is a setting of the whole file; write it outside of operations"
    if depth > 1 and key in root["$defs"]["operation"]["properties"]:
        return f"'{key}' is a key of operations; write it further out"
    return ""


class _Place:
    """A departure's place in the tree: the value, the entry or list it belongs to, and how to call it."""

    def __init__(self, tree: Tree, top: Entry, pointer: Pointer, part: Slice, is_operation: bool) -> None:
        self.part = part
        self.tree = tree
        self.syntax = tree.syntax
        self.entry = top
        self.node: Node = top.value
        self.owner = top
        self.is_operation = is_operation
        self.name = f"operation {words.named(top.key)}" if is_operation else words.named(top.key)
        for segment in pointer:
            self._step(segment)

    def _step(self, segment: str) -> None:
        if isinstance(self.node, Object) and segment in self.node.by_key:
            self.owner = self.entry
            self.entry = self.node.by_key[segment]
            self.node = self.entry.value
            self.name = words.named(segment)
        else:
            assert isinstance(self.node, Array), "a pointer leads through what was judged"
            index, self.node = self.part.items(self.node)[int(segment)]
            self.name = f"item {index + 1} of {words.named(self.entry.key)}"

    def problem(self, departure: Departure) -> Problem | None:
        """The departure in words; None where the text beneath it is still half-typed."""
        if departure.code in ("missing-key", "empty-value") and (self._has_gap() or self._is_unclosed()):
            return None
        method = {
            "unknown-key": self._unknown_key,
            "missing-key": self._missing_key,
            "conflicting-keys": self._conflicting_keys,
            "wrong-type": self._wrong_type,
            "invalid-value": self._invalid_value,
            "empty-value": self._empty_value,
            "has-spaces": self._has_spaces,
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
            named = (span for span in self.entry.mentions if self.node.start < span.start < self.node.end)
            return next(named, self.entry.key_span)
        return self.node.span

    @property
    def source(self) -> str:
        return self.tree.text[self.node.start : self.node.end]

    def _unknown_key(self, departure: Departure) -> Problem:
        key = departure.pointer[-1]
        is_below = len(departure.pointer) > 1 or not self.is_operation
        where = f"{words.named(self.owner.key)}" if is_below else f"operation {words.named(self.owner.key)}"
        message, fixes = f"unknown key {words.named(key)} in {where}", tuple[Fix, ...]()
        if departure.suggestion:
            message += f"; did you mean '{departure.suggestion}'?"
            fixes = (rename_key(self.tree, self.entry, departure.suggestion),)
        elif departure.hint:
            message += f"; {departure.hint}"
        elif elsewhere := _place_of(key, len(departure.pointer)) if self.is_operation else "":
            message += f"; {elsewhere}"
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

    def _conflicting_keys(self, departure: Departure) -> Problem:
        second = self.node.by_key[departure.names[1]] if isinstance(self.node, Object) else self.entry
        message = f"{self.name} takes only one of {words.all_of(departure.names)}"
        return Problem("conflicting-keys", message, second.key_span)

    def _is_entry_value(self) -> bool:
        return self.entry.value is self.node

    def _wrong_type(self, departure: Departure) -> Problem:
        wanted = words.expected(departure.schemas, self.syntax)
        what = words.found(self.node, self.source, self.syntax)
        if isinstance(self.node, Object) and any(words.keys_needed(each) for each in departure.schemas):
            what += " that has none of them"
        message = f"{self.name} must be {words.either(wanted)}, not {what}"
        fixes: list[Fix] = []
        belongs = self.is_operation and not departure.pointer
        if belongs and self.entry.key in schema.load()["$defs"]["operation"]["properties"]:
            message += f"; {words.outside(self.entry.key, self.syntax)}"
        elif belongs and self.node.kind == "string" and (fix := colons_for_equals(self.tree, self.entry)):
            message += "; YAML writes ': ' after a key, not '='"
            fixes.append(fix)
        elif belongs and self._is_command():
            message += "; write the command as its 'exec'"
            fixes.append(wrap_command(self.tree, self.entry))
        elif self._has_list_header() and words.accepts(departure.schemas, "object"):
            message += "; its header needs single brackets"
            fixes += single_brackets(self.tree, self.entry)
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

    def _has_list_header(self) -> bool:
        """Whether this is a list only because a TOML header has double brackets."""
        return isinstance(self.node, Array) and self.node.start < self.entry.key_start

    def _is_command(self) -> bool:
        """Whether the value could be a command: text, or a list of words."""
        if isinstance(self.node, Array):
            return bool(self.node.items) and all(item.kind == "string" for item in self.node.items)
        return self.node.kind == "string"

    def _invalid_value(self, departure: Departure) -> Problem:
        what = words.found(self.node, self.source, self.syntax)
        message = f"{self.name} must be {departure.hint or words.values(departure.names)}, not {what}"
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
