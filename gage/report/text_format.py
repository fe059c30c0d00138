"""Problems for people at a terminal: the place, the words, and the line with the place underlined."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from gage.gagefile.document import Document
from gage.gagefile.problem import Problem, Severity
from gage.report.checked import CheckedFile, printable

_WIDEST = 110  # columns of source shown; of a longer line, the stretch around the place
_STYLES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "information",
    Severity.HINT: "information",
}

Paint = Callable[[str, str], str]
"""What puts a text in the style of a name."""


def render(files: Sequence[CheckedFile], paint: Paint = lambda text, _style: text) -> str:
    """All problems; each begins ``path:line:column: severity: message [code]``, counted from 1 in code points."""
    return "".join(
        line + "\n" for file in files for problem in file.problems for line in _problem(file, problem, paint)
    )


def _problem(file: CheckedFile, problem: Problem, paint: Paint) -> Iterator[str]:
    severity = problem.severity.name.lower()
    style = _STYLES[problem.severity]
    place = paint(printable(file.place(problem.span.start)), "place")
    yield f"{place}: {paint(severity, style)}: {printable(problem.message)} [{problem.code}]"
    if file.document is not None:
        number, source, underline = _excerpt(file.document, problem)
        margin = " " * len(number)
        yield paint(f"  {number} | ", "muted") + source
        yield paint(f"  {margin} | ", "muted") + paint(underline, style)
    for related in problem.related:
        yield printable(f"    {file.place(related.span.start)}: {related.message}")


def _excerpt(document: Document, problem: Problem) -> tuple[str, str, str]:
    """The number of the problem's line, its source, and carets under the part of the place that is on it."""
    lines = document.lines
    line, start = lines.position(problem.span.start)
    text = lines.line_text(line)
    end = min(start + max(problem.span.end - problem.span.start, 1), max(len(text), start + 1))
    first = max(0, start - _WIDEST // 3) if len(text) > _WIDEST else 0
    last = first + _WIDEST
    shown = ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
    before = ("…" if first else "") + text[first:start]
    marked = text[start : min(end, last)]
    return str(line + 1), printable(shown), " " * _width(before) + "^" * max(_width(marked), 1)


def _width(text: str) -> int:
    """Columns a text takes: wide characters two, combining ones none (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
