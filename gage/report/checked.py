"""What a report is made from: a file, its document and its problems; knows no output format."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from gage.gagefile.document import Document
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Position, Span


class CheckedFile(NamedTuple):
    """A gagefile after its check. ``path`` is as the person named it.

    A file that could not be read has no document; its one problem says why, at ``unread_at`` if a byte is to blame.
    """

    path: str
    document: Document | None
    problems: tuple[Problem, ...]
    unread_at: Position | None = None

    @property
    def valid(self) -> bool:
        """Whether the file could be read and has no errors; warnings do not count."""
        return self.document is not None and not any(problem.severity is Severity.ERROR for problem in self.problems)

    def place(self, offset: int) -> str:
        """``path:line:column`` of an offset, from 1; only the path where no place is known."""
        if self.document is None and self.unread_at is None:
            return self.path
        line, column = self.position(offset)
        return f"{self.path}:{line + 1}:{column + 1}"

    def position(self, offset: int) -> Position:
        """Line and column of an offset, from 0, in code points."""
        if self.document is None:
            return self.unread_at or Position(0, 0)
        return self.document.lines.position(offset)


def printable(text: str) -> str:
    """A text of a person made safe to print: what could steer a terminal, or hide what a line says, is replaced."""
    return "".join(
        " " if char == "\t" else "\ufffd" if unicodedata.category(char) in _HIDDEN else char for char in text
    )


# Control, format (among them bidirectional overrides) and surrogate characters, and Unicode's own line ends.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def unreadable(path: str, reason: str, position: Position | None) -> CheckedFile:
    """A file that could not be checked at all."""
    return CheckedFile(path, None, (Problem("unreadable-file", reason, Span(0, 0)),), position)
