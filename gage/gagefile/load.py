"""Gagefiles on disk: finds and reads them; the only place of the language that touches a file, and it runs none."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gage.errors import GageError

# What finds the project of runs reads no gagefile most of the time, and imports no parser for it.
if TYPE_CHECKING:
    from gage.gagefile.document import Document, Syntax
    from gage.gagefile.problem import Problem
    from gage.gagefile.text import Position

GAGEFILE_NAMES = (
    ".gage/gage.toml",
    ".gage/gage.yaml",
    ".gage/gage.json",
    "gage.toml",
    "gage.yaml",
    "gage.json",
)
"""Where a project keeps its gagefile; the first that exists is the one."""

LARGEST = 5_000_000
"""Bytes of the largest gagefile that is read; a thousand operations take a twentieth of it."""


class LoadError(GageError):
    """A gagefile that cannot be read as text at all; ``position`` is known where a byte of it is to blame."""

    exit_code = 2

    def __init__(self, path: Path, reason: str, position: Position | None = None) -> None:
        self.path = path
        self.reason = reason
        self.position = position
        place = f":{position.line + 1}:{position.column + 1}" if position else ""
        super().__init__(f"{path}{place}: {reason}")


def find_gagefile(directory: Path) -> Path | None:
    """The gagefile of a directory, or None, also where it may not be looked into."""
    return next((path for name in GAGEFILE_NAMES if os.path.isfile(path := directory / name)), None)


def find_settings(path: Path, about: bytes = b"check") -> list[Path]:
    """The files that say which problems of a file are shown, the one that wins first, or those about something else.

    These are the nearest pyproject.toml in the directories above it, the nearest config of a user there, and the one
    in the home directory; those that say nothing of it are left out.
    """
    above = path.absolute().parents
    pyproject = next((file for directory in above if os.path.isfile(file := directory / "pyproject.toml")), None)
    own = [pyproject] if pyproject and _may_say_something(pyproject, b"gage") else []
    return own + find_user_configs(above, about)


def find_user_configs(above: Iterable[Path], word: bytes) -> list[Path]:
    """The config of a user that is nearest in these directories, and the one at home, if ``word`` is in them."""
    near = next((config for directory in above if (config := _user_config(directory))), None)
    found = dict.fromkeys([near, _user_config(Path(os.path.expanduser("~")))])
    return [file for file in found if file and _may_say_something(file, word)]


def _user_config(directory: Path) -> Path | None:
    from gage.gagefile.file_kind import USER_CONFIG_NAMES

    # Not Path.is_file, which raises where the directory may not be looked into.
    return next((file for name in USER_CONFIG_NAMES if os.path.isfile(file := directory / name)), None)


def _may_say_something(file: Path, word: bytes) -> bool:
    """Whether a file is worth to be parsed; one that cannot be read is, so that this is told."""
    try:
        return word in read_content(file)
    except LoadError:
        return True


def read_document(path: Path) -> Document:
    """A gagefile as a document.

    Raises:
        LoadError: there is no such file, it cannot be read, it is too large, no text, or of an unknown kind.
    """
    _syntax(path)
    return document_of(path, read_content(path))


def document_of(path: Path, content: bytes) -> Document:
    """The content of a file as a document; the suffix of ``path`` says its syntax, and no file is touched.

    Raises:
        LoadError: the suffix is unknown, or the content is too large or no UTF-8 text.
    """
    syntax = _syntax(path)
    from gage.gagefile.document import Document
    from gage.gagefile.file_kind import kind_of

    if len(content) > LARGEST:
        size = f"{LARGEST // 1_000_000} MB"
        raise LoadError(path, f"this file is larger than {size}, which no gagefile needs; is it the one you meant?")
    return Document(_decode(path, content), syntax, kind=kind_of(str(path)))


def _syntax(path: Path) -> Syntax:
    from gage.gagefile.document import SYNTAX_BY_SUFFIX

    syntax = SYNTAX_BY_SUFFIX.get(path.suffix.lower())
    if syntax is None:
        raise LoadError(path, "a gagefile ends in .toml, .yaml or .json; this file's syntax is not known")
    return syntax


def read_content(path: Path) -> bytes:
    """The bytes of a file, at most one more than LARGEST.

    Raises:
        LoadError: there is no such file, or it cannot be read.
    """
    try:
        if not os.path.isfile(path) and os.path.exists(path) and not os.path.isdir(path):
            raise LoadError(path, "this is no regular file")  # to open a pipe would be to wait for it
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise LoadError(path, "there is no such file") from None
    except IsADirectoryError:
        raise LoadError(path, "this is a directory, not a gagefile") from None
    except OSError as error:
        raise LoadError(path, f"this file cannot be read: {error.strerror or error}") from None


def is_text(content: bytes) -> bool:
    """Whether the content of a file can be a document: UTF-8, and not too large."""
    try:
        return len(content) <= LARGEST and content.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def _decode(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        from gage.gagefile.text import Lines

        before = content[: error.start].decode("utf-8")
        reason = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8 text"
        raise LoadError(path, reason, Lines(before).position(len(before))) from None


def errors_of(document: Document, errors: list[Problem], operation: str) -> list[Problem]:
    """Those errors that lie in one operation, and those that leave it open what any operation is."""
    return [
        problem
        for problem in errors
        if problem.code in ("merge-conflict", "other-syntax")
        or ((entry := document.operation_at(problem.span.start)) is not None and entry.key == operation)
    ]
