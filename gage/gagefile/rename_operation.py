"""The edits that give an operation another name wherever its gagefile names it; refuses names that would not do."""

from __future__ import annotations

import re

from gage.errors import GageError
from gage.gagefile.document import Document
from gage.gagefile.operation_mentions import OperationMention, mention_at, mentions_in, operation_mentions
from gage.gagefile.part import Part
from gage.gagefile.problem import Edit
from gage.gagefile.text import Span
from gage.gagefile.tree import Syntax
from gage.gagefile.words import named
from gage.gagefile.yaml_names import alias_at
from gage.where.parse import RESERVED

_FORBIDDEN = re.compile(r"[\s=:,;#\"'`\\\[\]{}()&|<>!~]")
_BARE = {
    "toml": re.compile(r"[A-Za-z0-9_-]+"),
    "yaml": re.compile(r"[^\W\d][\w.+/-]*"),
    "json": re.compile(r"[A-Za-z_][\w$]*"),
}

_QUOTES = re.compile(r"''|\\?[\"']")
"""Quotes of an expression as they are written in a text that has quotes of its own."""


class RenameError(GageError):
    """An operation that cannot be renamed, or not to this name."""


def renamable_at(document: Document, offset: int) -> tuple[Span, str] | None:
    """The name of an operation at an offset and its place, or None where there is no name of one."""
    at = mention_at(document, offset)
    if at is None or not _is_declared(document, at[1].name):
        return None
    placed, name = at
    return placed.span(name.span), name.name


def rename_operation(document: Document, offset: int, name: str) -> list[Edit]:
    """The edits that rename the operation at an offset, in order of place.

    Raises:
        RenameError: there is none, the name is taken or no name, or a place that names it cannot be changed.
    """
    found = renamable_at(document, offset)
    if found is None:
        raise RenameError("no operation of this gagefile is named here, so there is nothing to rename")
    before = found[1]
    if name == before:
        return []
    _refuse(document, name)
    edits = {}
    for placed, place in operation_mentions(document):
        if place.name != before:
            continue
        if place.is_whole:
            edits[placed.span(place.span)] = _spelt(placed.part, place, name)
        elif not _is_shown_elsewhere(placed.part, place):
            line = document.lines.line_at(placed.offset(place.span.start)) + 1
            raise RenameError(f"line {line} names {named(before)} in a way that cannot be changed; change it first")
    return [Edit(span, text) for span, text in sorted(edits.items())]


def _is_declared(document: Document, name: str) -> bool:
    return bool(document.parts.keys.counts.get(name))


def _refuse(document: Document, name: str) -> None:
    """Raise RenameError for what is no name of an operation, or is that of another one."""
    if not name.strip() or not name.isprintable():
        raise RenameError("an operation needs a name that can be read")
    if forbidden := _FORBIDDEN.search(name):
        what = "white space" if forbidden[0].isspace() else forbidden[0]
        raise RenameError(f"the name of an operation is one word without {what}; {named(name)} is not")
    if name[0] in "$-*?%@":
        raise RenameError(f"the name of an operation does not begin with {name[0]}, as {named(name)} does")
    if name.lower() in RESERVED:
        raise RenameError(f"{named(name)} is a word of the language that selects runs; choose another name")
    if _is_declared(document, name):
        raise RenameError(f"there is an operation {named(name)} already; choose another name")


def _is_shown_elsewhere(part: Part, place: OperationMention) -> bool:
    """Whether a place is an alias of a text that names the operation where its anchor is."""
    found = alias_at(part, place.span.start)
    if found is None:
        return False
    _, anchor = found
    line = part.lines.line_span(part.lines.line_at(anchor.end))
    return any(
        other.name == place.name and other.is_whole and anchor.end < other.span.start <= line.end
        for other in mentions_in(part)
    )


def _spelt(part: Part, place: OperationMention, name: str) -> str:
    """A name as it is to be written in a place."""
    source = part.text[place.span.start : place.span.end]
    quotes = _QUOTES.match(source) if place.in_expression else None
    if quotes:
        return f"{quotes[0]}{name}{quotes[0]}"
    is_in_text = place.quote or (place.in_expression and not place.is_value)
    return name if is_in_text or _is_bare(name, part.syntax) else f'"{name}"'


def _is_bare(name: str, syntax: Syntax) -> bool:
    if syntax == "yaml":
        from gage.gagefile.syntax.yaml_scalars import plain_type

        return _BARE["yaml"].fullmatch(name) is not None and plain_type(name) == "str"
    return _BARE[syntax].fullmatch(name) is not None
