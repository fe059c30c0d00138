"""Everything that is wrong in a gagefile, once each, in order of place; touches no file, process or terminal."""

from __future__ import annotations

from gage.gagefile.conform import conform
from gage.gagefile.document import Document
from gage.gagefile.problem import Problem
from gage.gagefile.rules import RULES


def check(document: Document) -> list[Problem]:
    """The problems of a document: its syntax, its departures from the schema, then what the rules find."""
    departures = conform(document)
    found = [problem for problem in document.problems if not _explained(problem, departures)]
    found += departures
    for rule in RULES:
        found += rule(document)
    return sorted(found, key=lambda problem: (problem.span, problem.severity))


def _explained(problem: Problem, departures: list[Problem]) -> bool:
    """Deep nesting is no news in a value of the wrong kind, nor that JSON wants a value where the file is empty."""
    if problem.code == "json-empty":
        return any(departure.code == "empty-gagefile" for departure in departures)
    return problem.code == "nesting-too-deep" and any(
        departure.span.start <= problem.span.start < departure.span.end for departure in departures
    )
