"""The marks that a merge leaves where two versions of a file contradict each other; chooses neither of the two."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.problem import Edit, Fix, Problem, Related
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_MARKS = Pattern(r"(?m)^(?:<{7}|>{7})(?=[ \t\r]|$)")
_MARK_LINE = Pattern(r"(?m)^(<{7}|\|{7}|={7}|>{7})(?:[ \t][^\r\n]*)?(?=\r?$)")
_CODE = "merge-conflict"


def has_marks(text: str) -> bool:
    """Whether a text has a line that begins or ends a conflict."""
    return ("<<<<<<<" in text or ">>>>>>>" in text) and _MARKS.search(text) is not None


def without_conflicts(text: str) -> tuple[str, list[Problem]]:
    """The text with spaces in place of marks and of the second version of each conflict, and a problem for each."""
    problems, blank = list[Problem](), list[Span]()
    for lines in _conflicts(text):
        if len(lines) == 1:
            problems.append(_left_over(text, lines[0]))
            blank += lines
        else:
            problems.append(_conflict(lines))
            blank += [lines[0], Span(lines[1].start, lines[-1].end)]
    cleaned, done = list[str](), 0
    for start, end in blank:
        cleaned += (text[done:start], "".join([char if char in "\r\n" else " " for char in text[start:end]]))
        done = end
    return "".join(cleaned) + text[done:], problems


def _conflicts(text: str) -> Iterator[list[Span]]:
    """The lines of the marks of each conflict; a mark of which the others are gone stands alone."""
    open_: list[Span] = []
    wanted = "<"
    for match in _MARK_LINE.finditer(text):
        mark, line = match[1][0], Span(*match.span())
        if mark == "<":
            yield from ([one] for one in open_[:1])
            open_, wanted = [line], "|="
        elif open_ and mark in wanted:
            open_.append(line)
            wanted = {"|": "=", "=": ">", ">": ""}[mark]
            if not wanted:
                yield open_
                open_ = []
        elif mark == ">":
            yield from ([one] for one in open_[:1])
            yield [line]
            open_ = []
    yield from ([one] for one in open_[:1])


def _conflict(lines: list[Span]) -> Problem:
    message = (
        "two versions contradict each other here, as a merge left them; keep what you want of both, and remove the"
        " lines of the marks"
    )
    words = ("the second version begins here", "the second version ends here")
    related = tuple(Related(said, line) for said, line in zip(words, lines[-2:], strict=True))
    return Problem(_CODE, message, lines[0], related=related)


def _left_over(text: str, line: Span) -> Problem:
    """The problem of a mark without the others of its conflict."""
    end = min(line.end + (2 if text.startswith("\r\n", line.end) else 1), len(text))
    remove = Fix("Remove the line", (Edit(Span(line.start, end), ""),))
    return Problem(_CODE, "this mark was left over from a merge; remove its line", line, fixes=(remove,))
