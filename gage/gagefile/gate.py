"""A JSON Schema compiled to closures that say valid or not, in microseconds; says nothing of why.

A schema is compiled for each kind of value apart, when the first one is met: of the alternatives of ``oneOf`` mostly
one is left then, and often nothing to ask. Covers the keywords that the schemas of this project use (JSON Schema
2020-12, Core and Validation) and refuses then a schema that uses another one. jschon explains what a gate rejects; a
test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Gate = Callable[[Any], bool]
Verdict = Gate | bool
"""What is left to ask of values of one kind: nothing where all of them are valid, or none."""

ANNOTATIONS = frozenset(
    {"title", "description", "examples", "default", "deprecated", "format", "$schema", "$id", "$comment", "$defs"}
)
KINDS: dict[type, str] = {
    str: "string",
    bool: "boolean",
    type(None): "null",
    list: "array",
    dict: "object",
    int: "number",
    float: "number",
}
"""What JSON Schema calls values of Python's types."""
_ASSERTS_OF = {"required": "object", "items": "array", "minItems": "array", "minLength": "string", "pattern": "string"}
"""The kind of the values of which a keyword says something; it passes all others."""

_MEMBERS = ("properties", "patternProperties", "additionalProperties")


class UnsupportedKeywordError(Exception):
    """A schema uses a keyword that gates do not cover; a mistake in this project, never a person's."""


def compile_gate(root: dict[str, Any], schema: Any) -> Gate:
    """The gate of a schema; ``root`` is the document its references point into."""
    gates = _Gates(_Compiler(root), schema)
    return lambda value: gates[type(value)](value)


def _valid(_: Any) -> bool:
    return True


def _invalid(_: Any) -> bool:
    return False


class _Gates(dict[type, Gate]):
    """The gates of a schema by the type of the value, each made when the first such value is met."""

    def __init__(self, compiler: _Compiler, schema: Any) -> None:
        super().__init__()
        self._compiler = compiler
        self._schema = schema

    def __missing__(self, kind: type) -> Gate:
        gate = self[kind] = _as_gate(self._compiler.compile(self._schema, KINDS[kind]))
        return gate


class _Compiler:
    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.references: dict[tuple[str, str], Gate] = {}

    def compile(self, schema: Any, kind: str) -> Verdict:
        """What a schema asks of values of one kind."""
        if isinstance(schema, bool):
            return schema
        return _all([self._keyword(keyword, schema, kind) for keyword in schema])

    def _keyword(self, keyword: str, schema: dict[str, Any], kind: str) -> Verdict:
        """What one keyword asks of values of a kind."""
        if keyword in ANNOTATIONS or _ASSERTS_OF.get(keyword, kind) != kind:
            return True
        if keyword in _MEMBERS:
            is_first = keyword == next(name for name in _MEMBERS if name in schema)
            return self._members(schema) if is_first and kind == "object" else True
        method = getattr(self, f"_gate_{keyword.lstrip('$')}", None)
        if method is None:
            raise UnsupportedKeywordError(f"gates do not cover the keyword {keyword!r}")
        verdict: Verdict = method(schema[keyword], kind)
        return verdict

    def _gate_ref(self, reference: str, kind: str) -> Verdict:
        place = (reference, kind)
        if place not in self.references:
            self.references[place] = lambda value: self.references[place](value)  # a schema may refer to itself
            target: Any = self.root
            for segment in reference.partition("#/")[2].split("/"):
                target = target[segment]
            verdict = self.compile(target, kind)
            self.references[place] = _as_gate(verdict)
        return _as_verdict(self.references[place])

    def _gate_type(self, types: str | list[str], kind: str) -> Verdict:
        return kind in ([types] if isinstance(types, str) else types)

    def _gate_const(self, expected: str, kind: str) -> Verdict:
        return self._gate_enum([expected], kind)

    def _gate_enum(self, expected: list[str], kind: str) -> Verdict:
        assert all(isinstance(value, str) for value in expected), "only strings are enumerated in our schemas"
        values = frozenset(expected)
        return kind == "string" and values.__contains__

    def _gate_oneOf(self, branches: list[Any], kind: str) -> Verdict:  # noqa: N802  # the keyword's own spelling
        verdicts = [verdict for branch in branches if (verdict := self.compile(branch, kind)) is not False]
        if len(verdicts) <= 1:
            return verdicts[0] if verdicts else False
        gates = [_as_gate(verdict) for verdict in verdicts]
        return lambda value: [gate(value) for gate in gates].count(True) == 1

    def _gate_anyOf(self, branches: list[Any], kind: str) -> Verdict:  # noqa: N802  # as the keyword is spelt
        verdicts = [self.compile(branch, kind) for branch in branches]
        if True in verdicts or not any(verdicts):
            return True in verdicts
        gates = [_as_gate(verdict) for verdict in verdicts]
        return lambda value: any(gate(value) for gate in gates)

    def _gate_required(self, names: list[str], _: str) -> Verdict:
        needed = frozenset(names)
        return lambda value: needed <= value.keys()

    def _gate_items(self, schema: Any, _: str) -> Verdict:
        gates = _Gates(self, schema)

        def gate(value: Any) -> bool:
            for item in value:  # noqa: SIM110  # a generator would cost more than what it asks
                if not gates[type(item)](item):
                    return False
            return True

        return gate

    def _gate_minItems(self, least: int, _: str) -> Verdict:  # noqa: N802  # as the keyword is spelt
        return lambda value: len(value) >= least

    def _gate_minLength(self, least: int, _: str) -> Verdict:  # noqa: N802  # as the keyword is spelt
        return lambda value: len(value) >= least

    def _gate_pattern(self, pattern: str, _: str) -> Verdict:
        search = re.compile(pattern).search
        return lambda value: search(value) is not None

    def _members(self, schema: dict[str, Any]) -> Gate:
        named = {name: _Gates(self, member) for name, member in schema.get("properties", {}).items()}
        patterned = [
            (re.compile(pattern).search, _Gates(self, member))
            for pattern, member in schema.get("patternProperties", {}).items()
        ]
        rest = _Gates(self, schema.get("additionalProperties", True))

        def gate(value: Any) -> bool:
            for name, member in value.items():
                known = [named[name]] if name in named else []
                if patterned:
                    known += [gates for search, gates in patterned if search(name)]
                for gates in known or [rest]:
                    if not gates[type(member)](member):
                        return False
            return True

        return gate


def _as_gate(verdict: Verdict) -> Gate:
    if callable(verdict):
        return verdict
    return _valid if verdict else _invalid


def _as_verdict(gate: Gate) -> Verdict:
    return gate is _valid or (gate is not _invalid and gate)


def _all(verdicts: list[Verdict]) -> Verdict:
    """What several keywords ask together."""
    gates = [verdict for verdict in verdicts if verdict is not True]
    if not gates or False in gates:
        return not gates
    if len(gates) == 1:
        return gates[0]
    first, *others = [_as_gate(gate) for gate in gates]
    rest = _as_gate(_all([*others]))
    return lambda value: first(value) and rest(value)
