"""Between the offsets of the core and the positions of LSP: the only place that knows how a client counts columns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from gage.gagefile.placed import Placed
from gage.gagefile.problem import Fix, Problem
from gage.gagefile.text import Encoding, Lines, Position, Span
from gage.gagefile.tree import LinesLike
from gage_ls.rule_pages import page_uri


class Places:
    """The places of one text, in the units one client counts in."""

    def __init__(self, lines: LinesLike, encoding: Encoding) -> None:
        self._lines = lines
        self.encoding = encoding

    def range(self, span: Span) -> lsp.Range:
        """A span as LSP has it."""
        return lsp.Range(start=self.position(span.start), end=self.position(span.end))

    def span(self, range_: lsp.Range) -> Span:
        """The code points of a range; places past the text are its end, and an end before the start is the start."""
        start, end = self.offset(range_.start), self.offset(range_.end)
        return Span(start, max(start, end))

    def position(self, offset: int) -> lsp.Position:
        """An offset as LSP has it."""
        line, column = self._lines.position(offset, self.encoding)
        return lsp.Position(line=line, character=column)

    def offset(self, position: lsp.Position) -> int:
        """The code point of a position; places past the text are its end."""
        return self._lines.offset(Position(position.line, position.character), self.encoding)

    def in_part(self, placed: Placed) -> PartPlaces:
        """The places of a part that is one stretch of the text."""
        return PartPlaces(placed.part.lines, self._lines.line_at(placed.start), self.encoding)


class PartPlaces:
    """The places of a part, which begins where a line does; as positions, and as JSON has them, which is less work."""

    def __init__(self, lines: Lines, first_line: int, encoding: Encoding) -> None:
        self._lines = lines
        self._first_line = first_line
        self.encoding = encoding

    def position(self, offset: int) -> Position:
        """The line in the document and the column of an offset in the part."""
        line, column = self._lines.position(offset, self.encoding)
        return Position(self._first_line + line, column)

    def range(self, span: Span) -> dict[str, dict[str, int]]:
        """A span of the part as LSP has it."""
        (line, column), (end_line, end_column) = self.position(span.start), self.position(span.end)
        return {"start": {"line": line, "character": column}, "end": {"line": end_line, "character": end_column}}


_TAGS = {
    "deprecated-key": [lsp.DiagnosticTag.Deprecated],
    "shadowed-gagefile": [lsp.DiagnosticTag.Unnecessary],
    "unused-ignore": [lsp.DiagnosticTag.Unnecessary],
}
"""Problems that editors show by striking the text out or fading it."""


def diagnostic(problem: Problem, uri: str, places: Places) -> lsp.Diagnostic:
    """A problem as LSP has it; ``uri`` is the document's, which its related places are in too."""
    return lsp.Diagnostic(
        range=places.range(problem.span),
        severity=lsp.DiagnosticSeverity(problem.severity.value),
        code=problem.code,
        code_description=_description(problem.code),
        source="gage",
        message=problem.message,
        tags=_TAGS.get(problem.code),
        related_information=[
            lsp.DiagnosticRelatedInformation(
                location=lsp.Location(uri=uri, range=places.range(related.span)), message=related.message
            )
            for related in problem.related
        ]
        or None,
    )


@cache
def _description(code: str) -> lsp.CodeDescription | None:
    page = page_uri(code)
    return lsp.CodeDescription(href=page) if page else None


def workspace_edit(fix: Fix, uri: str, places: Places) -> lsp.WorkspaceEdit:
    """The edits of a fix as LSP has them."""
    return lsp.WorkspaceEdit(
        changes={uri: [lsp.TextEdit(range=places.range(edit.span), new_text=edit.text) for edit in fix.edits]}
    )


def path_of(uri: str) -> Path | None:
    """The file a URI names, or None where it names no file: an unsaved document, another scheme, not a URI at all."""
    try:
        name = to_fs_path(uri)
    except ValueError:
        return None
    return Path(name) if name and "\0" not in name else None
