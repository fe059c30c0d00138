"""A JSON Schema compiled to closures that say valid or not, in microseconds; says nothing of why.

Covers the keywords that the schemas of this project use (JSON Schema 2020-12, Core and Validation) and refuses, when
compiled, a schema that uses another one. jschon explains what a gate rejects; a test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Gate = Callable[[Any], bool]

_ANNOTATIONS = frozenset(
    {"title", "description", "examples", "default", "deprecated", "format", "$schema", "$id", "$comment", "$defs"}
)
_TYPES: dict[str, Gate] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


class UnsupportedKeywordError(Exception):
    """A schema uses a keyword that gates do not cover; a mistake in this project, never a person's."""


def compile_gate(root: dict[str, Any], schema: Any) -> Gate:
    """The gate of a schema; ``root`` is the document its references point into."""
    return _Compiler(root).compile(schema)


class _Compiler:
    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.references: dict[str, Gate] = {}

    def compile(self, schema: Any) -> Gate:
        if isinstance(schema, bool):
            return lambda _: schema
        gates = [gate for keyword in schema if (gate := self._keyword(keyword, schema)) is not None]
        if len(gates) == 1:
            return gates[0]
        return lambda value: all(gate(value) for gate in gates)

    def _keyword(self, keyword: str, schema: dict[str, Any]) -> Gate | None:
        """The gate of one keyword; None where it asserts nothing or another keyword asserts it too."""
        if keyword in _ANNOTATIONS:
            return None
        if keyword in ("properties", "patternProperties", "additionalProperties"):
            members = [name for name in ("properties", "patternProperties", "additionalProperties") if name in schema]
            return self._members(schema) if keyword == members[0] else None
        method = getattr(self, f"_gate_{keyword.lstrip('$')}", None)
        if method is None:
            raise UnsupportedKeywordError(f"gates do not cover the keyword {keyword!r}")
        gate: Gate = method(schema[keyword])
        return gate

    def _gate_ref(self, reference: str) -> Gate:
        if reference not in self.references:
            self.references[reference] = lambda value: self.references[reference](value)  # a schema may refer to itself
            target: Any = self.root
            for segment in reference.partition("#/")[2].split("/"):
                target = target[segment]
            self.references[reference] = self.compile(target)
        return self.references[reference]

    def _gate_type(self, types: str | list[str]) -> Gate:
        gates = [_TYPES[name] for name in ([types] if isinstance(types, str) else types)]
        return gates[0] if len(gates) == 1 else lambda value: any(gate(value) for gate in gates)

    def _gate_const(self, expected: str) -> Gate:
        return self._gate_enum([expected])

    def _gate_enum(self, expected: list[str]) -> Gate:
        assert all(isinstance(value, str) for value in expected), "only strings are enumerated in our schemas"
        values = frozenset(expected)
        return lambda value: isinstance(value, str) and value in values

    def _gate_oneOf(self, branches: list[Any]) -> Gate:  # noqa: N802  # the keyword's own spelling
        gates = [self.compile(branch) for branch in branches]
        return lambda value: sum(gate(value) for gate in gates) == 1

    def _gate_anyOf(self, branches: list[Any]) -> Gate:  # noqa: N802
        gates = [self.compile(branch) for branch in branches]
        return lambda value: any(gate(value) for gate in gates)

    def _gate_required(self, names: list[str]) -> Gate:
        return lambda value: not isinstance(value, dict) or all(name in value for name in names)

    def _gate_items(self, schema: Any) -> Gate:
        gate = self.compile(schema)
        return lambda value: not isinstance(value, list) or all(gate(item) for item in value)

    def _gate_minItems(self, least: int) -> Gate:  # noqa: N802
        return lambda value: not isinstance(value, list) or len(value) >= least

    def _gate_minLength(self, least: int) -> Gate:  # noqa: N802
        return lambda value: not isinstance(value, str) or len(value) >= least

    def _gate_pattern(self, pattern: str) -> Gate:
        search = re.compile(pattern).search
        return lambda value: not isinstance(value, str) or search(value) is not None

    def _members(self, schema: dict[str, Any]) -> Gate:
        named = {name: self.compile(member) for name, member in schema.get("properties", {}).items()}
        patterned = [
            (re.compile(pattern).search, self.compile(member))
            for pattern, member in schema.get("patternProperties", {}).items()
        ]
        rest = self.compile(schema.get("additionalProperties", True))

        def gate(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            for name, member in value.items():
                gates = [named[name]] if name in named else []
                gates += [pattern_gate for search, pattern_gate in patterned if search(name)]
                if not all(member_gate(member) for member_gate in gates or [rest]):
                    return False
            return True

        return gate
