"""The marks that a merge leaves where two versions of a file contradict each other; chooses neither of the two."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.problem import Edit, Fix, Problem, Related
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_MARKS = Pattern(r"(?m)^(?:<{7}|>{7})(?=[ \t\r]|$)")
_MARK_LINE = Pattern(r"(?m)^(<{7}|\|{7}|={7}|>{7})(?:[ \t][^\r\n]*)?(?=\r?$)")
_BEHIND_THE_FIRST = ("|=", "=", ">")
_CODE = "merge-conflict"


def has_marks(text: str) -> bool:
    """Whether a text has a line that begins or ends a conflict."""
    return ("<<<<<<<" in text or ">>>>>>>" in text) and _MARKS.search(text) is not None


def without_conflicts(text: str) -> tuple[str, list[Problem]]:
    """The text with spaces in place of marks and of the second version of each conflict, and a problem for each."""
    problems, blank = list[Problem](), list[Span]()
    for lines, is_whole in _conflicts(text):
        problems.append(_conflict(lines) if is_whole else _left_over(text, lines))
        blank += [lines[0], Span(lines[1].start, lines[-1].end)] if is_whole else lines
    cleaned, done = list[str](), 0
    for start, end in blank:
        cleaned += (text[done:start], "".join([char if char in "\r\n" else " " for char in text[start:end]]))
        done = end
    return "".join(cleaned) + text[done:], problems


def _conflicts(text: str) -> Iterator[tuple[list[Span], bool]]:
    """The lines of the marks that belong together, and whether they are all that a conflict has."""
    lines, wanted = list[Span](), "<"
    for match in _MARK_LINE.finditer(text):
        mark, line = match[1][0], Span(*match.span())
        if mark == "<":
            if wanted in _BEHIND_THE_FIRST:
                yield lines, False
            lines, wanted = [line], "|="
        elif wanted in _BEHIND_THE_FIRST and mark in wanted:
            lines.append(line)
            wanted = {"|": "=", "=": ">", ">": "<"}[mark]
            if mark == ">":
                yield lines, True
                lines = []
        elif mark == ">":
            yield [*lines, line], False
            lines, wanted = [], "<"
        elif wanted == "<":
            lines = [line]  # a mark only if one that nothing else looks like follows
    if wanted in _BEHIND_THE_FIRST:
        yield lines, False


def _conflict(lines: list[Span]) -> Problem:
    message = (
        "two versions contradict each other here, as a merge left them; keep what you want of both, and remove the"
        " lines of the marks"
    )
    words = ("the second version begins here", "the second version ends here")
    related = tuple(Related(said, line) for said, line in zip(words, lines[-2:], strict=True))
    return Problem(_CODE, message, lines[0], related=related)


def _left_over(text: str, lines: list[Span]) -> Problem:
    """The problem of marks without the others of their conflict."""
    message = "this was left over from a merge; keep what you want of both versions, and remove the line"
    related = tuple(Related("and so was this", line) for line in lines[1:])
    if related:  # both versions may still be there, and nobody was asked which of them is meant
        return Problem(_CODE, message, lines[0], related=related)
    start, end = lines[0]
    behind = end + (2 if text.startswith("\r\n", end) else 1)
    remove = Fix("Remove the line", (Edit(Span(start, min(behind, len(text))), ""),))
    return Problem(_CODE, message, lines[0], fixes=(remove,))
