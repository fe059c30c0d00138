"""The fix that silences one problem where it stands, with a `gage: ignore` comment; none where no comment can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gage.gagefile.codes import SYNTAX, codes
from gage.gagefile.document import Document
from gage.gagefile.ignore_comments import IgnoreComment, ignore_comments, taken_in
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.text import Span

_NOT_IGNORED = frozenset({"unknown-code", "unused-ignore"})
"""Problems of these comments themselves."""

_MARK = {"toml": "#", "yaml": "#", "json": "//"}


def ignored_here(document: Document, problems: Iterable[Problem]) -> Iterator[tuple[Problem, Fix]]:
    """For each problem that can be ignored the fix that names its code in a comment.

    That is the one that speaks of the line already, else a new one behind the line, else above it. There is none where
    the syntax is broken: what would be a comment there is not known.
    """
    comments = ignore_comments(document)
    for problem in problems:
        if fix := _ignored(document, problem, comments):
            yield problem, fix


def _ignored(document: Document, problem: Problem, comments: list[IgnoreComment]) -> Fix | None:
    code = problem.code
    if code in SYNTAX or code in _NOT_IGNORED or code not in codes():
        return None
    if document.parts.at(problem.span.start).part.problems:
        return None
    line = document.lines.line_at(problem.span.start)
    named = next((comment for comment in comments if comment.line == line and comment.codes), None)
    edit = _extended(named, code) if named else _behind(document, line, code) or _above(document, line, code)
    return Fix(f"Ignore '{code}' on this line", (edit,)) if edit else None


def _extended(comment: IgnoreComment, code: str) -> Edit | None:
    end = (comment.codes or ())[-1].span.end
    return Edit(Span(end, end), f", {code}")


def _behind(document: Document, line: int, code: str) -> Edit | None:
    start, _ = document.lines.line_span(line)
    text = document.lines.line_text(line).rstrip()
    at = start + len(text)
    return None if _is_inside(document, at) else Edit(Span(at, at), f"  {_comment(document, code)}")


def _above(document: Document, line: int, code: str) -> Edit | None:
    start, _ = document.lines.line_span(line)
    text = document.lines.line_text(line)
    start += text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    comment = f"{indent}{_comment(document, code)}{document.line_end}"
    return None if _is_inside(document, start) else Edit(Span(start, start), comment)


def _comment(document: Document, code: str) -> str:
    return f"{_MARK[document.syntax]} gage: ignore[{code}]"


def _is_inside(document: Document, offset: int) -> bool:
    """Whether an offset is in a key or a text that goes on behind it."""
    part, ((_, start),) = document.parts.at(offset)
    return any(span.start < offset - start < span.end for span in taken_in(part))
