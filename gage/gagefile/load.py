"""Gagefiles on disk: finds and reads them; the only place of the language that touches a file, and it runs none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gage.errors import GageError
from gage.gagefile.check import check
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Lines, Position

if TYPE_CHECKING:
    from gage.gagefile.model import Gagefile

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
    """The gagefile of a directory, or None."""
    return next((path for name in GAGEFILE_NAMES if (path := directory / name).is_file()), None)


def read_document(path: Path) -> Document:
    """A gagefile as a document.

    Raises:
        LoadError: there is no such file, it cannot be read, it is too large, no text, or of an unknown kind.
    """
    syntax = SYNTAX_BY_SUFFIX.get(path.suffix.lower())
    if syntax is None:
        raise LoadError(path, "a gagefile ends in .toml, .yaml or .json; this file's syntax is not known")
    return Document(_decode(path, _read(path)), syntax)


def _read(path: Path) -> bytes:
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise LoadError(path, "this is no regular file")  # to open a pipe would be to wait for it
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise LoadError(path, "there is no such file") from None
    except IsADirectoryError:
        raise LoadError(path, "this is a directory, not a gagefile") from None
    except OSError as error:
        raise LoadError(path, f"this file cannot be read: {error.strerror or error}") from None
    if len(content) > LARGEST:
        reason = (
            f"this file is larger than {LARGEST // 1_000_000} MB, which no gagefile needs; is it the one you meant?"
        )
        raise LoadError(path, reason)
    return content


def _decode(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        reason = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8 text"
        raise LoadError(path, reason, Lines(before).position(len(before))) from None


def load_gagefile(path: Path) -> tuple[Gagefile, list[Problem]]:
    """What a gagefile means, as far as it can be used, and the errors in the rest of it.

    Raises:
        LoadError: as ``read_document``.
    """
    from gage.gagefile.model import Gagefile  # a check needs no model

    document = read_document(path)
    errors = [problem for problem in check(document) if problem.severity is Severity.ERROR]
    return Gagefile(document), errors


def errors_of(document: Document, errors: list[Problem], operation: str) -> list[Problem]:
    """Those errors that lie in one operation."""
    return [
        problem
        for problem in errors
        if (entry := document.operation_at(problem.span.start)) is not None and entry.key == operation
    ]
