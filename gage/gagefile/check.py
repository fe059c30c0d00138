"""Everything that is wrong in a file of ours, once each, in order of place; touches no file, process or terminal."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.conform import conform, conform_root
from gage.gagefile.document import Document
from gage.gagefile.facts import NO_FACTS, Facts
from gage.gagefile.file_kind import GAGEFILE, USER_CONFIG
from gage.gagefile.no_garbage import no_garbage
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.problem import Problem
from gage.gagefile.rules import GAGEFILE_RULES, PROJECT_RULES, RULES
from gage.gagefile.syntax.other_syntax import other_syntax
from gage.gagefile.syntax.wording import MOST_PROBLEMS


def check(document: Document, facts: Facts = NO_FACTS, most: int = MOST_PROBLEMS) -> list[Problem]:
    """The problems of a document: its syntax, its departures from the schema, then what the rules find.

    What is found in a part is kept with it, so that after an edit only the parts that changed are checked. When
    ``most`` are found, no further part is looked into.
    """
    found: list[Problem] = []
    with no_garbage():
        for _ in find_all(document, facts, found, most):
            pass
    return in_order(found)


def find_all(document: Document, facts: Facts, found: list[Problem], most: int) -> Iterator[None]:
    """Add all problems to ``found``, in steps of a few milliseconds for whoever has other things to do in between."""
    check = _Check(document, facts)
    found += check.whole
    if check.is_other_syntax:
        return
    for placed in document.parts.unchecked_or_wrong(facts):
        if len(found) >= most:  # nobody reads more, and each costs time and memory
            break
        found += check.problems(placed)
        yield
    for rule in GAGEFILE_RULES if document.kind is GAGEFILE else ():
        if rule.is_asked(facts):
            found += rule.find(document, facts)
        yield
    if document.kind is USER_CONFIG:
        from gage.gagefile.check_settings import judge_settings
        from gage.gagefile.theme_settings import judge_themes
        from gage.gagefile.views import judge_views

        found += judge_settings(document)[1] + judge_themes(document)[1]
        found += judge_views(document)


def find_around(document: Document, facts: Facts, offset: int, found: list[Problem], parts: int) -> Iterator[None]:
    """Add the problems of so many parts around a place to ``found``, a part at each step, the nearest first."""
    check = _Check(document, facts)
    for placed in document.parts.around(offset, 0 if check.is_other_syntax else parts):
        found += check.problems(placed)
        yield


def in_order(problems: list[Problem]) -> list[Problem]:
    """Problems by place, and at one place the worst first."""
    return sorted(problems, key=lambda problem: (problem.span, problem.severity))


class _Check:
    """One look at the parts of a document; ``whole`` is what is wrong with all of it."""

    def __init__(self, document: Document, facts: Facts) -> None:
        other = other_syntax(document.text, document.syntax) if document.is_broken else None
        self.is_other_syntax = other is not None
        self.whole = [other] if other else conform_root(document)
        self._kind = document.kind
        self._facts = facts
        of_gagefiles = document.kind is GAGEFILE
        self._rules = RULES if of_gagefiles else ()
        self._project_rules = [rule for rule in PROJECT_RULES if of_gagefiles and rule.is_asked(facts)]

    def problems(self, placed: Placed) -> list[Problem]:
        """What is wrong in a part, at its places in the document."""
        problems = self._found(placed.part)
        return [placed.problem(problem) for problem in problems if not _explained(problem, self.whole)]

    def _found(self, part: Part) -> list[Problem]:
        """What is wrong as far as a part alone tells. When more is learnt of the project, only that is looked at."""
        if part.facts is not self._facts:
            if part.facts is None:
                part.plain = self._plain(part)
            part.found = [*part.plain]
            for rule in self._project_rules:
                part.found += rule.find(part, self._facts)
            part.facts = self._facts
        return part.found

    def _plain(self, part: Part) -> list[Problem]:
        """What is wrong whatever the project is."""
        departures = conform(part, self._kind)
        found = [problem for problem in part.problems if not _explained(problem, departures)]
        found += departures
        for rule in self._rules:
            found += rule.find(part, NO_FACTS)
        return found


def _explained(problem: Problem, departures: list[Problem]) -> bool:
    """Deep nesting is no news in a value of the wrong kind, nor that JSON wants a value where the file is empty."""
    if problem.code == "json-empty":
        return any(departure.code in ("empty-gagefile", "empty-value") for departure in departures)
    return problem.code == "nesting-too-deep" and any(
        departure.span.start <= problem.span.start < departure.span.end for departure in departures
    )
