"""What the words of YAML mean: exactly what PyYAML's safe loader makes of them; constructs nothing but plain values."""

from __future__ import annotations

import re
from typing import Any

import yaml

from gage.gagefile.node import Kind, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

LONGEST_INTEGER = 3500
"""Digits of an integer. Python refuses to write out integers of more than 4300 decimal digits; so many are in 3500
hexadecimal ones."""

_PREFIX = "tag:yaml.org,2002:"
_RESOLVERS: dict[str, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
TYPED_STARTS = frozenset(_RESOLVERS)
"""The first characters of unquoted texts that may be something else than a string."""

_CONSTRUCTOR = yaml.SafeLoader("")
_CONSTRUCT: dict[str, tuple[Kind, Any]] = {
    "int": ("number", _CONSTRUCTOR.construct_yaml_int),
    "float": ("number", _CONSTRUCTOR.construct_yaml_float),
    "bool": ("boolean", _CONSTRUCTOR.construct_yaml_bool),
    "null": ("null", _CONSTRUCTOR.construct_yaml_null),
    "timestamp": ("datetime", _CONSTRUCTOR.construct_yaml_timestamp),
}
_WORDS = {"int": "number", "float": "number", "bool": "boolean", "timestamp": "date"}


_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})").fullmatch
_SIMPLE: dict[str, tuple[Kind, bool | None]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
    "~": ("null", None),
    "": ("null", None),
}


def simple(text: str, start: int, end: int) -> Scalar | None:
    """The node of the numbers and booleans that most gagefiles have, or None; all are typed as by ``scalar``."""
    if text in _SIMPLE:
        kind, value = _SIMPLE[text]
        return Scalar(kind, start, end, value)
    return Scalar("number", start, end, int(text)) if _DECIMAL(text) else None


def plain_type(text: str) -> str:
    """The short name of the type that an unquoted text has: ``str``, ``int``, ``merge``, …"""
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return tag[len(_PREFIX) :]
    return "str"


def tag_type(tag: str) -> str | None:
    """The short name of the type a tag asks for, or None if a gagefile has no such type."""
    name = tag[len(_PREFIX) :] if tag.startswith(_PREFIX) else ""
    return name if name == "str" or name in _CONSTRUCT else None


def scalar(type_name: str, text: str, span: Span) -> Scalar | Problem:
    """The node of a scalar that is no string, or why there is none."""
    if type_name not in _CONSTRUCT:
        return _no_value(
            f"'{shorten(text)}' has a meaning of its own in YAML, which a gagefile has no use for", text, span
        )
    kind, constructor = _CONSTRUCT[type_name]
    if type_name == "int" and len(text) > LONGEST_INTEGER:
        return _no_value(f"this number has more than {LONGEST_INTEGER} digits", text, span)
    try:
        return Scalar(kind, span.start, span.end, constructor(yaml.ScalarNode(_PREFIX + type_name, text)))
    except (ArithmeticError, AttributeError, LookupError, ValueError) as error:
        why = f": {error}" if type_name == "timestamp" and isinstance(error, ValueError) else ""
        return _no_value(f"{shorten(text)} is read as a {_WORDS[type_name]} but is none{why}", text, span)


def key_type_problem(key: Scalar, source: str) -> Problem:
    """The problem of a key that YAML reads as something else than text."""
    words = {"number": "a number", "boolean": f"the boolean {str(key.value).lower()}", "datetime": "a date"}
    quoted = quote(source)
    fix = Fix(f"Put {shorten(source)} in quotes", (Edit(key.span, quoted),))
    message = f'"{shorten(source)}" is read as {words.get(key.kind, "null")}, not as text; quote it: {shorten(quoted)}'
    return Problem("yaml-key-type", message, key.span, fixes=(fix,))


def _no_value(message: str, text: str, span: Span) -> Problem:
    quoted = quote(text)
    fix = Fix(f"Put {shorten(text)} in quotes", (Edit(span, quoted),))
    return Problem("yaml-value", f"{message}; if it is text, quote it: {shorten(quoted)}", span, fixes=(fix,))


def quote(text: str) -> str:
    """A text of one line as a YAML string, with single quotes where double ones would need escapes."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
