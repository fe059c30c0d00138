"""Saved views of lists of runs, in a pyproject.toml or the config of a user; lists nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from gage.gagefile import words
from gage.gagefile.conform import conform_entry
from gage.gagefile.document import Document
from gage.gagefile.file_kind import USER_CONFIG
from gage.gagefile.node import Entry, Object, Scalar
from gage.gagefile.problem import Problem
from gage.gagefile.settings import span_within
from gage.where.field_list import SHOWN, SORTED_BY, field_list
from gage.where.parse import parse
from gage.where.tokens import WhereError

_IN_PYPROJECT = ("tool", "gage", "views")
_IN_USER_CONFIG = ("views",)

_READ: dict[str, tuple[str, Callable[[str], object]]] = {
    "where": ("bad-run-select", parse),
    "sort": ("invalid-value", lambda text: field_list(text, "-", SORTED_BY)),
    "columns": ("invalid-value", lambda text: field_list(text, "+", SHOWN)),
}
"""How the texts of a view are read, and the code of the problem where they cannot be."""


class View(NamedTuple):
    """What a list shows: each is the option of the same name, None where the view leaves it open."""

    columns: str | None = None
    sort: str | None = None
    where: str | None = None
    limit: int | None = None


def has_views(document: Document) -> bool:
    """Whether a file says something of views, right or wrong."""
    return document.entry(_table(document)) is not None


def views_in(document: Document) -> dict[str, Entry]:
    """The views of a file by name, each with its place."""
    entry = document.entry(_table(document))
    return entry.value.by_key if entry is not None and isinstance(entry.value, Object) else {}


def view_of(entry: Entry) -> View:
    """A view as its place in a file has it, in which nothing is wrong."""
    given = entry.value.by_key if isinstance(entry.value, Object) else {}
    values = {name: given[name].value for name in View._fields if name in given}
    return View(**{name: node.value for name, node in values.items() if isinstance(node, Scalar) and not node.is_gap})


def judge_views(document: Document) -> list[Problem]:
    """What is wrong with the views of a file, but for the syntax, and the schema in the config of a user."""
    unreadable = [problem for view in views_in(document).values() for problem in _unreadable(document, view)]
    return unreadable if document.kind is USER_CONFIG else _departures(document) + unreadable


def problems_of(document: Document, view: Entry) -> list[Problem]:
    """What is wrong with one view, in order of place; the other views may be as they like."""
    problems = [*_departures(document), *_unreadable(document, view)]
    members = view.value.entries if isinstance(view.value, Object) else []
    places = [view.key_span, view.value.span, *(span for each in members for span in (each.key_span, each.value.span))]
    found = [problem for problem in problems if problem.span in places or _is_within(problem, members)]
    return sorted(found, key=lambda problem: problem.span)


def _departures(document: Document) -> list[Problem]:
    entry = document.entry(_table(document))
    return [] if entry is None else [*conform_entry(document, entry, USER_CONFIG)]


def _is_within(problem: Problem, members: list[Entry]) -> bool:
    return any(each.value.start <= problem.span.start < each.value.end for each in members)


def _table(document: Document) -> tuple[str, ...]:
    return _IN_USER_CONFIG if document.kind is USER_CONFIG else _IN_PYPROJECT


def _unreadable(document: Document, view: Entry) -> Iterator[Problem]:
    given = view.value.by_key if isinstance(view.value, Object) else {}
    limit = given["limit"].value if "limit" in given else None
    if isinstance(limit, Scalar) and limit.kind == "number" and not (isinstance(limit.value, int) and limit.value > 0):
        yield Problem("invalid-value", f"'limit' must be a whole number, 1 or more, not {limit.value}", limit.span)
    for key, (code, read) in _READ.items():
        node = given[key].value if key in given else None
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            continue
        try:
            read(node.value)
        except WhereError as error:
            part = node.value[error.start : error.end]
            place = span_within(document, node, error.start, part) if part and part != node.value else None
            message = f"'{key}' of view {words.named(view.key)} cannot be read: {error.message}"
            yield Problem(code, message, place or node.span)
