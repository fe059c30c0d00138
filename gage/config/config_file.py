"""What every kind of config file is to a run: text, literals by key, a way to spell others; parses no kind itself."""

from __future__ import annotations

import math
import os
from typing import Protocol

from gage.config.project_config import Literal, Scalar
from gage.gagefile.text import Lines, Position

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LARGEST_INT_BITS = 4096

FORMATS = {
    ".py": "Python",
    ".ipynb": "a notebook",
    ".json": "JSON",
    ".toml": "TOML",
    ".yaml": "YAML",
    ".yml": "YAML",
    ".ini": "INI",
    ".cfg": "INI",
}
"""How the kinds of config files are called, by the suffix in lower case."""


class ConfigFileError(ValueError):
    """A file that cannot be read as what its suffix says; ``position`` is where, if that is known."""

    def __init__(self, message: str, position: Position | None = None) -> None:
        super().__init__(message)
        self.position = position


class ConfigFile(Protocol):
    """The text of a file without its byte order mark, and the literals in it by key, in order of place."""

    @property
    def text(self) -> str:
        """The decoded text."""

    @property
    def literals(self) -> dict[str, Literal]:
        """The literals by key."""

    def encode(self, text: str) -> bytes:
        """Another text as bytes of this file. Raises UnicodeEncodeError."""

    def spell(self, literal: Literal, value: Scalar) -> str:
        """What to write in the place of a literal for another value."""


def format_of(path: str) -> str | None:
    """How the kind of a file is called, or None if it is none that has values."""
    return FORMATS.get(os.path.splitext(path)[1].lower())


def parse_config_file(path: str, data: bytes) -> ConfigFile:
    """Read the bytes of a file whose suffix is in ``FORMATS``. Raises ConfigFileError."""
    kind = FORMATS[os.path.splitext(path)[1].lower()]
    if kind == "Python":
        from gage.config.python_file import parse_python

        return parse_python(data)
    if kind == "a notebook":
        from gage.config.notebook_file import parse_notebook

        return parse_notebook(data)
    if kind == "INI":
        from gage.config.ini_file import parse_ini

        return parse_ini(data)
    from gage.config.data_file import parse_data

    return parse_data(data, kind)


def decode_utf8(data: bytes) -> tuple[bytes, str]:
    """The byte order mark, if any, and the text behind it. Raises ConfigFileError."""
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    return mark, decode(data[len(mark) :], "utf-8")


def decode(body: bytes, encoding: str) -> str:
    """Bytes without a byte order mark as text. Raises ConfigFileError."""
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = Lines(body[: error.start].decode(encoding, "replace"))
        place = before.position(len(before.text))
        raise ConfigFileError(f"byte {body[error.start]:#04x} is not {encoding}", place) from error


def is_scalar(value: object) -> bool:
    """Whether a constant can be a value of a run: JSON has neither infinity nor numbers without bound."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return value.bit_length() <= _LARGEST_INT_BITS
    return value is None or isinstance(value, str)
