"""What a report is made from: a file, its document and its problems; knows no output format."""

from __future__ import annotations

from dataclasses import dataclass

from gage.gagefile.document import Document
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Lines, Position, Span


@dataclass(frozen=True, slots=True)
class CheckedFile:
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

    def position(self, offset: int) -> Position:
        """Line and column of an offset, from 0, in code points."""
        if self.document is None:
            return self.unread_at or Position(0, 0)
        return self.document.lines.position(offset)

    def lines(self) -> Lines:
        """The lines of the text; of a file that could not be read, none."""
        return self.document.lines if self.document else Lines("")


def unreadable(path: str, reason: str, position: Position | None) -> CheckedFile:
    """A file that could not be checked at all."""
    return CheckedFile(path, None, (Problem("unreadable-file", reason, Span(0, 0)),), position)
