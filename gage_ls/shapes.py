"""What params and arguments of our own methods must look like; refuses others in words that name the method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

Fields = dict[str, Any]


def one_object(command: str, arguments: Sequence[Any]) -> Fields:
    """The one argument of a command."""
    return object_in(command, arguments[0] if len(arguments) == 1 else None)


def object_in(method: str, value: Any) -> Fields:
    """An object."""
    if not isinstance(value, dict):
        raise JsonRpcInvalidParams(f"{method}: one object is expected")
    return value


def text_in(method: str, fields: Fields, name: str) -> str:
    """A text that is not empty."""
    value = fields.get(name)
    if not isinstance(value, str) or not value or "\0" in value:
        raise JsonRpcInvalidParams(f"{method}: '{name}' must be a string that is not empty")
    return value


def text_or_none(method: str, fields: Fields, name: str) -> str | None:
    """A text that is not empty, if there is one."""
    return None if fields.get(name) is None else text_in(method, fields, name)


def texts_in(method: str, fields: Fields, name: str) -> list[str]:
    """An array of texts; none where it is left out."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(text, str) and text and "\0" not in text for text in value):
        raise JsonRpcInvalidParams(f"{method}: '{name}' must be an array of strings that are not empty")
    return value


def whole_number_in(method: str, fields: Fields, name: str, least: int | None = 0) -> int | None:
    """A whole number, if there is one; no less than ``least``, if that is given."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
        bound = "" if least is None else f", {least} or more"
        raise JsonRpcInvalidParams(f"{method}: '{name}' must be a whole number{bound}")
    return value


def boolean_in(method: str, fields: Fields, name: str) -> bool:
    """True or false, which it is where it is left out."""
    value = fields.get(name, False)
    if not isinstance(value, bool):
        raise JsonRpcInvalidParams(f"{method}: '{name}' must be true or false")
    return value
