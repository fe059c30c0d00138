"""Whether a run would see what the person sees: refuses one of a gagefile with unsaved changes."""

from __future__ import annotations

from pathlib import Path

from gage.errors import GageError
from gage_ls.workspace import OpenDocument


class UnsavedGagefileError(GageError):
    """A run reads the file, and the file is not what the editor shows."""


def refuse_unsaved(path: Path, document: OpenDocument | None) -> None:
    """Raise UnsavedGagefileError unless the file holds the text of the open document, if it is open.

    Refused rather than warned of: a run is kept as the record of what was run, and one of an older text than the one
    on the screen is a record that misleads.
    """
    if not path.is_file():
        raise UnsavedGagefileError(f"{path.name} is not saved yet; save it, then run")
    if document and _plain(document.text) != _plain(_read(path)):
        raise UnsavedGagefileError(f"{path.name} has unsaved changes; save it, then run")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UnsavedGagefileError(f"cannot read {path}: {error.strerror}") from error


def _plain(text: str) -> str:
    """Editors may hold line ends, the last of them and a byte order mark apart from the text."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
