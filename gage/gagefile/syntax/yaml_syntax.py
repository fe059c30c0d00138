"""Tolerant YAML: what PyYAML's safe loader reads, with places; mends broken text line by line and never raises."""

from __future__ import annotations

import re

import yaml

from gage.gagefile.node import Node, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.syntax.yaml_anchors import Anchors
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.syntax.yaml_reading import Reading
from gage.gagefile.text import Span

# Byte-order marks behind the first character are refused too: libyaml leaves them out where a text begins with one.
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+")
_LINE_END = Pattern(r"[\r\n]").search


def parse(text: str) -> tuple[Node, list[Problem]]:
    """The tree of a text and what is wrong with it, in order of place."""
    root, problems, _ = read(text)
    return root, problems


def read(text: str) -> tuple[Node, list[Problem], int | None]:
    """The same, and where a mistake is that no text behind this one mends, as far as that is certain.

    The text is read as a whole first. Only where that fails is it cut at the keys in the first column, so that a
    mistake stays in its operation, and each piece is read by itself and mended as far as needed.
    """
    cleaned, problems = _clean(text)
    start = int(text.startswith("\ufeff"))
    reading = Reading(cleaned, Draft(cleaned[start:], start), Anchors())
    stop = None
    if reading.strictly():
        root = reading.builder.root
        problems += reading.problems
    else:
        from gage.gagefile.syntax.yaml_operations import Operations  # with all that mends: only for what is broken

        stop = _stop(reading.error, cleaned)
        root, found = Operations(cleaned, start, reading).read()
        problems += found or [_unexplained(reading.error, reading.draft)]
    if root is None:
        root = Scalar("missing", len(text), len(text))
    return root, sorted(problems, key=lambda problem: problem.span)[:MOST_PROBLEMS], stop


def _stop(error: Exception, text: str) -> int | None:
    """Where libyaml met a token that cannot stand there; what it is is known when its line ends."""
    if not isinstance(error, yaml.parser.ParserError) or error.problem_mark is None:
        return None
    stop: int = error.problem_mark.index
    return stop if _LINE_END(text.rstrip(), stop) else None


def fails_at(text: str) -> int | None:
    """How far the text is read as it stands, up to the first mistake of syntax; None where it is read to its end."""
    cleaned, problems = _clean(text)
    if problems:
        return problems[0].span.start
    start = int(text.startswith("\ufeff"))
    reading = Reading(cleaned, Draft(cleaned[start:], start), Anchors())
    if reading.strictly():
        return None
    # Only libyaml says how far it came; brackets that nest too deep may be closed anywhere.
    mark = getattr(reading.error, "problem_mark", None)
    return reading.draft.place(mark.index) if mark else len(text)


def _clean(text: str) -> tuple[str, list[Problem]]:
    """The text with replacements for the characters YAML refuses, one for one."""
    problems: list[Problem] = []
    start = int(text.startswith("\ufeff"))
    for match in _NOT_ALLOWED.finditer(text, start):
        if len(problems) >= MOST_PROBLEMS:
            break
        span = Span(*match.span())
        remove = Fix("Remove it", (Edit(span, ""),))
        message = f"the character U+{ord(match[0][0]):04X} is not allowed in YAML; remove it"
        problems.append(Problem("yaml-character", message, span, fixes=(remove,)))
    if not problems:
        return text, problems
    return text[:start] + _NOT_ALLOWED.sub(lambda match: "\ufffd" * len(match[0]), text[start:]), problems


def _unexplained(error: Exception, draft: Draft) -> Problem:
    """The problem of a text that fails as a whole though every piece of it can be read."""
    mark = getattr(error, "problem_mark", None)
    line = draft.line(mark.index if mark else len(draft.text))
    from gage.gagefile.syntax.yaml_repair import MISFIT

    return Problem("yaml-syntax", MISFIT, draft.span(line.start, draft.content_end(line)))
