"""What is wrong in a gagefile: a value that carries its place, words and fixes; it is never raised."""

from __future__ import annotations

import enum
from typing import NamedTuple

from gage.gagefile.text import Span


class Severity(enum.IntEnum):
    """How much a problem matters; the numbers are LSP's DiagnosticSeverity."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Edit(NamedTuple):
    """Replace a span of the text; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A mend: what it does, in the imperative, and the edits that do it (disjoint, in order of place)."""

    title: str
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place that explains the problem, and why."""

    message: str
    span: Span


class Problem(NamedTuple):
    """One true thing that is wrong, at the exact characters.

    ``code`` names its kind, in kebab case; it is also the name of its rule and its anchor in the documentation.
    ``fixes`` are ordered: the first is the one to apply without asking.
    """

    code: str
    message: str
    span: Span
    severity: Severity = Severity.ERROR
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


def with_line_end(fix: Fix, line_end: str) -> Fix:
    """A fix whose lines end as those of the text do that it is for."""
    edits = [edit._replace(text=edit.text.replace("\r\n", "\n").replace("\n", line_end)) for edit in fix.edits]
    return fix._replace(edits=tuple(edits))


def apply(text: str, fix: Fix) -> str:
    """The text after a fix."""
    for edit in sorted(fix.edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
