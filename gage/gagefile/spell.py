"""Writes plain values in the syntax of a gagefile: for examples, defaults and new entries; changes no document."""

from __future__ import annotations

import json
import re
from typing import Any

from gage.gagefile.tree import Syntax

_BARE_TOML = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_YAML = re.compile(r"\.{0,2}[A-Za-z/$](?:[\w./*+=$()@~-]|:(?=[\w/])|(?<=\S)#|[ ](?=[\w./*+=$()@~-]))*")
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"})
"""What YAML 1.1 takes for something else than text."""


def spell(value: Any, syntax: Syntax) -> str:
    """A value on one line; numbers must be finite. Null, for which TOML has no word, reads as JSON has it."""
    if isinstance(value, dict):
        members = [spell_member(key, member, syntax) for key, member in value.items()]
        inner = ", ".join(members)
        return "{}" if not members else f"{{ {inner} }}" if syntax != "yaml" else f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join([spell(item, syntax) for item in value])}]"
    if isinstance(value, str):
        return _text(value, syntax)
    spelled = json.dumps(value)
    if isinstance(value, float) and "e" in spelled and "." not in spelled:
        return spelled.replace("e", ".0e")  # without a dot it is text to YAML 1.1
    return spelled


def spell_key(key: str, syntax: Syntax) -> str:
    """A key, in quotes where it needs them."""
    if syntax == "toml" and _BARE_TOML.fullmatch(key):
        return key
    return _text(key, syntax)


def spell_member(key: str, value: Any, syntax: Syntax) -> str:
    """A key with its value on one line."""
    between = " = " if syntax == "toml" else ": "
    return f"{spell_key(key, syntax)}{between}{spell(value, syntax)}"


def spell_entry(key: str, value: Any, syntax: Syntax, indent: str = "") -> str:
    """A key with its value as people write it: in YAML tables, and lists of them, take a line for each member."""
    if syntax != "yaml" or not _has_tables(value):
        return indent + spell_member(key, value, syntax)
    return "\n".join([f"{indent}{spell_key(key, syntax)}:", *_block(value, indent + "  ")])


def _has_tables(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) and item for item in items)


def _block(value: Any, indent: str) -> list[str]:
    if isinstance(value, dict):
        return [spell_entry(key, member, "yaml", indent) for key, member in value.items()]
    lines = []
    for item in value:
        inner = _block(item, indent + "  ") if _has_tables(item) else [indent + "  " + spell(item, "yaml")]
        lines += [f"{indent}- {inner[0].lstrip()}", *inner[1:]]
    return lines


def _text(text: str, syntax: Syntax) -> str:
    if syntax == "yaml" and _PLAIN_YAML.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    # TOML and YAML read the strings of JSON, but not all characters as they stand, nor one in two escapes.
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join([_escaped(character, syntax) for character in quoted])


def _escaped(character: str, syntax: Syntax) -> str:
    if character.isprintable():
        return character
    if syntax == "json":
        return json.dumps(character)[1:-1]
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
