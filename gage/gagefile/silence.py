"""Which problems are told: what comments and settings ignore is left out, and comments that ignore nothing are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from gage.gagefile import words
from gage.gagefile.codes import SYNTAX, codes
from gage.gagefile.document import Document
from gage.gagefile.ignore_comments import IgnoreComment, Named, ignore_comments, removal
from gage.gagefile.problem import Edit, Fix, Problem, Severity
from gage.gagefile.rules import EVERY_RULE, PROJECT_RULES
from gage.gagefile.text import Span
from gage.gagefile.words import nearest

if TYPE_CHECKING:
    from collections.abc import Collection


OF_THE_PROJECT = frozenset({rule.code for rule in PROJECT_RULES} | {rule.code for rule in EVERY_RULE if rule.asks})
"""Problems that the files around a gagefile make: there may be none here and one on another machine."""


class Settings(NamedTuple):
    """Which codes are told, and how severe they are; ``select`` None means all."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = {}


NO_SETTINGS = Settings()


def silence(document: Document, problems: Iterable[Problem], settings: Settings = NO_SETTINGS) -> list[Problem]:
    """The problems that are left, in order of place; errors of the syntax are never left out nor made less severe.

    ``problems`` must be all of the document's, or comments would seem to ignore nothing. Where the syntax is broken
    they may seem so too, because less is looked into, and so may those about other files: these are not blamed.
    """
    told = list(problems)
    if comments := ignore_comments(document):
        told = _without_ignored(document, told, comments)
    if settings == NO_SETTINGS:
        return told
    return [
        problem._replace(severity=settings.severity.get(problem.code, problem.severity))
        if problem.code not in SYNTAX
        else problem
        for problem in told
        if problem.code in SYNTAX or is_told(problem.code, settings)
    ]


def is_told(code: str, settings: Settings) -> bool:
    """Whether settings let problems of a code through."""
    return code not in settings.ignore and (settings.select is None or code in settings.select)


def _without_ignored(document: Document, problems: list[Problem], comments: list[IgnoreComment]) -> list[Problem]:
    used: set[tuple[int, str]] = set()
    told = []
    for problem in problems:
        line = document.lines.line_at(problem.span.start)
        silencing = [] if problem.code in SYNTAX else [c for c in comments if c.covers(problem.code, line)]
        used.update((comment.span.start, problem.code) for comment in silencing)
        if not silencing:
            told.append(problem)
    for comment in comments:
        own = {code for start, code in used if start == comment.span.start}
        blames = _blames(document, comment, own)
        told += [blame for blame in blames if not any(c.line is None and c.covers(blame.code, 0) for c in comments)]
    return sorted(told, key=lambda problem: (problem.span, problem.severity))


def _blames(document: Document, comment: IgnoreComment, used: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a comment that was used for these codes."""
    remove = Fix("Remove the comment", (removal(document, comment),))
    if comment.misplaced:
        message = "'ignore-file' has an effect only at the top, above the first operation"
        yield _warning("unused-ignore", message, comment.span, remove)
        return
    named = comment.codes
    if named is None:
        if not used and not document.problems:
            message = "this comment ignores nothing: there is no problem that it could ignore"
            yield _warning("unused-ignore", message, comment.span, remove)
        return
    if not named:
        yield _warning("unused-ignore", "this comment names no code, so it ignores nothing", comment.span, remove)
    for index, (code, span) in enumerate(named):
        drop = remove if len(named) == 1 else Fix(f"Remove {words.named(code)}", (_without(named, index),))
        if code not in codes():
            yield _unknown(code, span, drop)
        elif code in SYNTAX:
            message = f"{words.named(code)} is an error of the syntax, which cannot be ignored"
            yield _warning("unused-ignore", message, span, drop)
        elif code not in used and code not in OF_THE_PROJECT and not document.problems:
            where = "in this file" if comment.line is None else "on this line"
            if comment.line not in (None, document.lines.line_at(span.start)):
                where = f"on line {(comment.line or 0) + 1}"
            yield _warning("unused-ignore", f"there is no problem {words.named(code)} {where} to ignore", span, drop)


def _unknown(code: str, span: Span, drop: Fix) -> Problem:
    near = nearest(code, sorted(codes()))
    if near is None:
        return _warning("unknown-code", f"no problem has the code {words.named(code)}", span, drop)
    fix = Fix(f"Change {words.named(code)} to '{near}'", (Edit(span, near),))
    return _warning("unknown-code", f"no problem has the code {words.named(code)}; did you mean '{near}'?", span, fix)


def _warning(code: str, message: str, span: Span, fix: Fix) -> Problem:
    return Problem(code, message, span, Severity.WARNING, fixes=(fix,))


def _without(named: tuple[Named, ...], index: int) -> Edit:
    """Take one of several codes away, with the comma that goes with it."""
    if index + 1 < len(named):
        return Edit(Span(named[index].span.start, named[index + 1].span.start), "")
    return Edit(Span(named[index - 1].span.end, named[index].span.end), "")
