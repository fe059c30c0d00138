"""All that can be mended without asking: applies first fixes as long as they help; touches no file."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from gage.gagefile.document import Document
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Span

Find = Callable[[Document], list[Problem]]

_MOST_ROUNDS = 50
_MOST_SINGLES = 100


class Fixed(NamedTuple):
    """A document after its fixes, and the problems that were mended, each with its place at that time."""

    document: Document
    mended: tuple[Problem, ...] = ()


def fix_all(document: Document, find: Find) -> Fixed:
    """Mend what has a fix; ``find`` says what is wrong in a document.

    The result has fewer problems than the document and no error in its syntax; where that cannot be reached it is the
    document itself, without mended problems.
    """
    best = Fixed(document)
    start = state = _State(document, find(document))
    mended: list[Problem] = []
    seen = {document.text}
    for _ in range(_MOST_ROUNDS):
        step = next((step for step in _steps(state, find) if step.state.document.text not in seen), None)
        if step is None:
            return best
        state = step.state
        mended += step.mended
        seen.add(state.document.text)
        if not state.syntax_errors and len(state.problems) < len(start.problems):
            best = Fixed(state.document, tuple(mended))
    return best


class _State(NamedTuple):
    document: Document
    problems: list[Problem]

    @property
    def syntax_errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.document.problems)

    def is_worse_than(self, other: _State) -> bool:
        """A mended key may show that its value is wrong too: as many problems as before are not worse."""
        return (self.syntax_errors, len(self.problems)) > (other.syntax_errors, len(other.problems))


class _Step(NamedTuple):
    state: _State
    mended: list[Problem]


def _steps(state: _State, find: Find) -> Iterator[_Step]:
    """All fixes that do not touch one another, and where that makes it worse, each by itself."""
    batch = _disjoint(problem for problem in state.problems if problem.fixes and _can_be_saved(problem))
    singles = [[problem] for problem in batch[:_MOST_SINGLES]] if len(batch) > 1 else []
    for mended in [batch, *singles] if batch else []:
        document = Document(_apply(state.document.text, mended), state.document.syntax, kind=state.document.kind)
        after = _State(document, find(document))
        if not after.is_worse_than(state):
            yield _Step(after, mended)


def _can_be_saved(problem: Problem) -> bool:
    """Whether UTF-8 has all characters of the first fix: halves of surrogate pairs come from escapes in JSON."""
    return not any("\ud800" <= char <= "\udfff" for edit in problem.fixes[0].edits for char in edit.text)


def _disjoint(problems: Iterable[Problem]) -> list[Problem]:
    """Problems whose first fixes change places that do not even touch."""
    taken: list[Span] = []
    chosen = []
    for problem in problems:
        spans = [edit.span for edit in problem.fixes[0].edits]
        if not any(_touches(span, taken) for span in spans):
            for span in spans:
                insort(taken, span)
            chosen.append(problem)
    return chosen


def _touches(span: Span, taken: list[Span]) -> bool:
    """Whether a span touches one of those in order, which do not touch one another."""
    index = bisect(taken, span)
    return any(span.start <= other.end and other.start <= span.end for other in taken[max(index - 1, 0) : index + 1])


def _apply(text: str, problems: Iterable[Problem]) -> str:
    """The text after the first fixes of problems; lines that they add end as the lines of the text do."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    pieces, at = [], 0
    for span, added in sorted(edit for problem in problems for edit in problem.fixes[0].edits):
        pieces += [text[at : span.start], added.replace("\r\n", "\n").replace("\n", line_end)]
        at = span.end
    return "".join([*pieces, text[at:]])
