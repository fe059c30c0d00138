"""The fix that silences one problem where it stands, with a `gage: ignore` comment; none where no comment can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gage.gagefile.codes import SYNTAX, codes
from gage.gagefile.document import Document
from gage.gagefile.ignore_comments import IgnoreComment, ignore_comments, taken_in
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.text import Span

_NOT_IGNORED = frozenset({"unknown-code", "unused-ignore"})
"""Problems of these comments themselves."""

_LONGEST = 50_000
"""Characters of a part that is read once more with its comment, before that is offered."""

_MARK = {"toml": "#", "yaml": "#", "json": "//"}


def ignored_here(document: Document, problems: Iterable[Problem]) -> Iterator[tuple[Problem, Fix]]:
    """For each problem that can be ignored the fix that names its code in a comment.

    That is the one that speaks of the line already, else a new one behind the line, else above it. There is none where
    the syntax is broken: what would be a comment there is not known.
    """
    lines = _Lines(document, ignore_comments(document), {})
    for problem in problems:
        if fix := lines.ignored(problem):
            yield problem, fix


class _Lines(NamedTuple):
    """The lines of a document, the comments that speak of them, and by the start of a part what is no comment in it."""

    document: Document
    comments: list[IgnoreComment]
    taken: dict[int, list[Span]]

    def ignored(self, problem: Problem) -> Fix | None:
        """The fix that ignores a problem."""
        document, code = self.document, problem.code
        if code in SYNTAX or code in _NOT_IGNORED or code not in codes():
            return None
        part = document.parts.at(problem.span.start).part
        if part.problems:
            return None
        line = document.lines.line_at(problem.span.start)
        named = next((comment for comment in self.comments if comment.line == line and comment.codes), None)
        edit = _extended(named, code) if named else self._behind(line, code) or self._above(line, code)
        is_safe = edit and (len(part.text) > _LONGEST or self._is_comment(edit))
        return Fix(f"Ignore '{code}' on this line", (edit,)) if edit and is_safe else None

    def _is_comment(self, edit: Edit) -> bool:
        """Whether an edit breaks nothing: YAML takes no comment in a few places where hardly anyone writes a thing."""
        return len(self.document.edited(*edit).problems) <= len(self.document.problems)

    def _behind(self, line: int, code: str) -> Edit | None:
        start, _ = self.document.lines.line_span(line)
        at = start + len(self.document.lines.line_text(line).rstrip())
        return None if self._is_inside(at) else Edit(Span(at, at), f"  {self._comment(code)}")

    def _above(self, line: int, code: str) -> Edit | None:
        start, _ = self.document.lines.line_span(line)
        text = self.document.lines.line_text(line)
        start += text.startswith("\ufeff")
        text = text.removeprefix("\ufeff")
        indent = text[: len(text) - len(text.lstrip(" \t"))]
        comment = f"{indent}{self._comment(code)}{self.document.line_end}"
        return None if self._is_inside(start) else Edit(Span(start, start), comment)

    def _comment(self, code: str) -> str:
        return f"{_MARK[self.document.syntax]} gage: ignore[{code}]"

    def _is_inside(self, offset: int) -> bool:
        """Whether an offset is in a key or a text that goes on behind it."""
        part, ((_, start),) = self.document.parts.at(offset)
        if start not in self.taken:
            self.taken[start] = list(taken_in(part))
        return any(span.start < offset - start < span.end for span in self.taken[start])


def _extended(comment: IgnoreComment, code: str) -> Edit:
    end = (comment.codes or ())[-1].span.end
    return Edit(Span(end, end), f", {code}")
