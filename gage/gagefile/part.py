"""A stretch of a gagefile that is read by itself, so that an edit elsewhere costs it nothing; its places begin at 0."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.problem import Problem
from gage.gagefile.syntax.merge_marks import has_marks, without_conflicts
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.text import Lines
from gage.gagefile.tree import Syntax, Tree

_OPEN = frozenset({"toml-unclosed", "toml-unterminated-string", "yaml-unclosed", "yaml-unterminated-string"})
_NOT_CUT = frozenset({"duplicate-key", "yaml-key-type", "yaml-tag"})


class Part(Tree):
    """A text that has been parsed as a whole. Immutable: everything about it is a function of its text.

    Of JSON it may be some members of the object at the top: ``first`` and ``last`` say whether it begins with the brace
    that opens this object, and ends with the one that closes it.
    """

    def __init__(self, text: str, syntax: Syntax, first: bool = True, last: bool = True) -> None:
        self.text = text
        self.syntax = syntax
        self.first = first
        self.last = last
        self.stop: int | None = None  # where a mistake is that no text behind this one mends, if that is certain
        if not first or not last:
            self.root, self.problems = _parse_members(text, first, last)
        elif has_marks(text):
            self.root, self.problems = _without_conflicts(text, syntax)
        else:
            self.root, self.problems, self.stop = _parse(text, syntax)
        self.facts: object = None  # with which the part was checked
        self.found: list[Problem] = []  # by that check
        self.plain: list[Problem] = []  # what of it the facts have no part in
        self.selections: Any = None  # the runs it asks for, once that was looked at
        self.with_others: tuple[str, Part] | None = None  # read as one with others that speak of the same key
        self.keys = tuple(self.root.by_key) if isinstance(self.root, Object) else ()

    @cached_property
    def lines(self) -> Lines:  # type: ignore[override]  # made when first asked for
        """Where the lines of the text begin."""
        return Lines(self.text)

    @property
    def line_ends(self) -> int:
        """How many lines end in the text."""
        return len(self.lines) - 1 if "\r" in self.text else self.text.count("\n")

    @cached_property
    def may_go_on(self) -> bool:
        """Whether something opens in this text and does not close in it, or in JSON closes and does not open."""
        if self.syntax == "json":
            return bool(self.problems) and self.excess != 0
        return any(problem.code in _OPEN for problem in self.problems)

    @cached_property
    def excess(self) -> int | None:
        """Of JSON, how many more brackets are open behind the text than members leave; None inside a comment."""
        from gage.gagefile.syntax.json_members import balance

        found = balance(self.text)
        return None if found is None else found - self.first + self.last

    def operations_with(self, key: str) -> Iterator[tuple[Entry, Entry]]:
        """The operations that have a key, each with its entry of that key, in order of place."""
        return super().operations_with(key) if key in self.operation_keys else iter(())

    @cached_property
    def is_whole(self) -> bool:
        """Whether nothing is wrong in this text that could come from where it was cut."""
        return all(problem.code in _NOT_CUT for problem in self.problems)

    @cached_property
    def operation_keys(self) -> frozenset[str]:
        """All keys that the operations have."""
        return frozenset(key for entry in self.entries if isinstance(entry.value, Object) for key in entry.value.by_key)


def fails_at(text: str, syntax: Syntax) -> int | None:
    """How far TOML or YAML is read at least, up to the first mistake that could come from where it was cut.

    None where it is read to its end.
    """
    if syntax == "toml":
        from gage.gagefile.syntax import toml_syntax

        return None if toml_syntax.reads_on(text, passing=_NOT_CUT) else len(text)
    from gage.gagefile.syntax import yaml_syntax

    return yaml_syntax.fails_at(text)


def _without_conflicts(text: str, syntax: Syntax) -> tuple[Node, list[Problem]]:
    """What a text says; of versions that a merge left side by side, what the first one says."""
    cleaned, conflicts = without_conflicts(text)
    root, problems, _ = _parse(cleaned, syntax)
    return root, sorted([*conflicts, *problems], key=lambda problem: problem.span)[:MOST_PROBLEMS]


def _parse_members(text: str, first: bool, last: bool) -> tuple[Node, list[Problem]]:
    from gage.gagefile.syntax import json_members

    return json_members.parse_members(text, first, last)


def _parse(text: str, syntax: Syntax) -> tuple[Node, list[Problem], int | None]:
    # Each parser is imported when its syntax is met: PyYAML alone takes longer to import than a TOML check takes.
    if syntax == "toml":
        from gage.gagefile.syntax import toml_syntax

        return *toml_syntax.parse(text), None
    if syntax == "yaml":
        from gage.gagefile.syntax import yaml_syntax

        root, problems, stop = yaml_syntax.read(text)
        if isinstance(root, Scalar) and root.end > root.start and root.kind != "error" and not problems:
            # A key that is being typed; YAML cannot know that it is no text, number or date.
            from gage.gagefile.syntax import yaml_operations

            half_typed = Object(root.start, root.end)
            return half_typed, yaml_operations.half_typed(half_typed, text, root), None
        return root, problems, stop
    from gage.gagefile.syntax import json_syntax

    return *json_syntax.parse(text), None
