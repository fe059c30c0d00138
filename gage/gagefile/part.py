"""A stretch of a gagefile that is read by itself, so that an edit elsewhere costs it nothing; its places begin at 0."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from gage.gagefile.node import Node, Object, Scalar
from gage.gagefile.problem import Problem
from gage.gagefile.text import Lines
from gage.gagefile.tree import Syntax, Tree

_OPEN = frozenset({"toml-unclosed", "toml-unterminated-string", "yaml-unclosed", "yaml-unterminated-string"})
_NOT_CUT = frozenset({"duplicate-key", "yaml-key-type", "yaml-tag"})

_NEXT = "\ue000"  # a key that no one writes


class Part(Tree):
    """A text that has been parsed as a whole. Immutable: everything about it is a function of its text.

    ``own_text`` is the stretch of the gagefile that is read here, and begins at ``own_start`` of ``text``: members of a
    JSON object can only be read with the braces of the object around them.
    """

    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text = self.own_text = text
        self.own_start = 0
        self.syntax = syntax
        self.root, self.problems = _parse(text, syntax)
        self.facts: object = None  # with which the part was checked
        self.found: list[Problem] = []  # by that check
        self.plain: list[Problem] = []  # what of it the facts have no part in
        self.selections: Any = None  # the runs it asks for, once that was looked at
        self.keys = tuple(self.root.by_key) if isinstance(self.root, Object) else ()

    @cached_property
    def own_lines(self) -> Lines:
        """Where the lines of the stretch begin."""
        return Lines(self.own_text)

    @cached_property
    def lines(self) -> Lines:  # type: ignore[override]  # made when first asked for
        """Where the lines of the text begin."""
        return Lines(self.text)

    @cached_property
    def may_go_on(self) -> bool:
        """Whether something opens in this text and does not close in it."""
        return any(problem.code in _OPEN for problem in self.problems)

    @cached_property
    def is_whole(self) -> bool:
        """Whether nothing is wrong in this text that could come from where it was cut."""
        return all(problem.code in _NOT_CUT for problem in self.problems)

    @cached_property
    def operation_keys(self) -> frozenset[str]:
        """All keys that the operations have."""
        return frozenset(key for entry in self.entries if isinstance(entry.value, Object) for key in entry.value.by_key)


class Members(Part):
    """Members of a JSON object, with what is needed around them to read them: braces, and a member that follows."""

    def __init__(self, own_text: str, first: bool, last: bool) -> None:
        before, after = "" if first else "{\n", "" if last else f'  "{_NEXT}": 0\n}}'
        super().__init__(f"{before}{own_text}{after}", "json")
        self.own_text = own_text
        self.own_start = len(before)
        if after and isinstance(self.root, Object) and _NEXT in self.root.by_key:
            del self.root.by_key[_NEXT], self.root.entries[-1]
        self.keys = tuple(self.root.by_key) if isinstance(self.root, Object) else ()


def _parse(text: str, syntax: Syntax) -> tuple[Node, list[Problem]]:
    # Each parser is imported when its syntax is met: PyYAML alone takes longer to import than a TOML check takes.
    if syntax == "toml":
        from gage.gagefile.syntax import toml_syntax

        return toml_syntax.parse(text)
    if syntax == "yaml":
        from gage.gagefile.syntax import yaml_syntax

        root, problems = yaml_syntax.parse(text)
        if isinstance(root, Scalar) and root.end > root.start and root.kind != "error" and not problems:
            # A key that is being typed; YAML cannot know that it is no text, number or date.
            from gage.gagefile.syntax import yaml_operations

            half_typed = Object(root.start, root.end)
            return half_typed, yaml_operations.half_typed(half_typed, text, root)
        return root, problems
    from gage.gagefile.syntax import json_syntax

    return json_syntax.parse(text)
