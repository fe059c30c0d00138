"""Spells a value as a Python literal, in the manner of the one it replaces."""

from __future__ import annotations

import re

from gage.config.project_config import Scalar

_OPENING = re.compile(r"[A-Za-z]*([\"'])")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def spell(value: Scalar, replaced: str, encoding: str) -> str:
    """The literal for a value; text keeps the quote character of ``replaced``, if that is a string.

    Characters that do not print, or that ``encoding`` does not have, are written as escapes.
    """
    if not isinstance(value, str):
        return repr(value)
    opening = _OPENING.match(replaced)
    quote = opening[1] if opening else '"'
    return quote + "".join(_character(character, quote, encoding) for character in value) + quote


def _character(character: str, quote: str, encoding: str) -> str:
    if character == quote:
        return "\\" + quote
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() and _has(encoding, character):
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _has(encoding: str, character: str) -> bool:
    try:
        # Some encodings have characters that do not come back as they went.
        return character.isascii() or character.encode(encoding).decode(encoding) == character
    except UnicodeError:
        return False
