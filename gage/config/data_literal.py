"""Spells a value in JSON, TOML or YAML, in the manner of the one it replaces; knows no other text around it."""

from __future__ import annotations

import json
import re

from gage.config.project_config import Scalar
from gage.gagefile.tree import Syntax

_PLAIN_YAML = re.compile(r"(?:[\w/$]|[-+.](?=[\w/]))[\w./*+=$()@%~-]*(?: [\w./*+=$()@%~-]+)*")
_NUMBER = re.compile(r"[-+]?(?:0[xob][0-9a-f_]+|[0-9.][0-9._]*(?:e[-+]?[0-9]+)?)", re.IGNORECASE)
"""What any reader of YAML may take for a number; not all of them agree on `1e-3` and `0o7`."""

_WORDS_OF_YAML = frozenset({"y", "n"})
"""What some readers of YAML 1.1 take for truth values; PyYAML, which is asked for the others, does not."""


def spell(value: Scalar, replaced: str, syntax: Syntax) -> str:
    """The literal for a value. Text keeps the quotes of ``replaced`` in kind; a number is one to any reader."""
    if isinstance(value, str):
        return _text(value, replaced, syntax)
    spelled = json.dumps(value)
    if isinstance(value, float) and syntax == "yaml" and "." not in spelled:
        # Without a point PyYAML takes it for text.
        return spelled.replace("e", ".0e")
    return spelled


def _text(value: str, replaced: str, syntax: Syntax) -> str:
    quote = replaced[:1]
    if syntax == "json":
        return _quoted(value, "'" if quote == "'" else '"', syntax)
    if syntax == "yaml" and quote not in ("'", '"'):
        if _can_be_plain(value, replaced):
            return value
        # Single quotes where double ones would need escapes.
        quote = "'" if '"' in value or "\\" in value else '"'
    if quote == "'" and value.isprintable():
        if syntax == "yaml":
            return "'" + value.replace("'", "''") + "'"
        if "'" not in value:
            return f"'{value}'"
    return _quoted(value, '"', syntax)


def _can_be_plain(value: str, replaced: str) -> bool:
    from gage.gagefile.syntax.yaml_scalars import plain_type

    if not _PLAIN_YAML.fullmatch(value) or plain_type(value) != "str" or value.lower() in _WORDS_OF_YAML:
        return False
    return value.isprintable() and (not _NUMBER.fullmatch(value) or _NUMBER.fullmatch(replaced) is not None)


def _quoted(value: str, quote: str, syntax: Syntax) -> str:
    return quote + "".join(_character(character, quote, syntax) for character in value) + quote


def _character(character: str, quote: str, syntax: Syntax) -> str:
    if character in (quote, "\\"):
        return "\\" + character
    if character.isprintable():
        return character
    if syntax == "json":
        return json.dumps(character)[1:-1]
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    number = ord(character)
    return short or (f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}")
