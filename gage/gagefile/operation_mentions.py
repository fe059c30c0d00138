"""Every place that names an operation: where it is declared, and where dependencies ask for it or its runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from gage.gagefile.dependencies import DependencyText, dependency_texts
from gage.gagefile.document import Document
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.run_select import named_in
from gage.gagefile.text import Span
from gage.gagefile.tree import mentions
from gage.gagefile.written import unquoted, written


class OperationMention(NamedTuple):
    """A place that names an operation.

    ``span`` is the name as written, without the quotes of the syntax; ``in_expression`` with the quotes it has there.
    ``is_whole`` is False where the value is not written as it reads, and the span is that of the value. A word
    ``is_alone`` in an expression where it may be a status or a label, too. ``is_value`` says that the name is all there
    is of a value without quotes, and ``quote`` what the value with the name, or the key that is it, is quoted with.
    """

    name: str
    span: Span
    is_declaration: bool = False
    in_expression: bool = False
    is_whole: bool = True
    is_alone: bool = False
    is_value: bool = False
    quote: str = ""


def operation_mentions(document: Document) -> Iterator[tuple[Placed, OperationMention]]:
    """All places that name operations, in order of the parts; their spans are those of the part."""
    for placed in document.parts.each() if document.kind is GAGEFILE else ():
        for found in mentions_in(placed.part):
            yield placed, found


def mentions_in(part: Part) -> list[OperationMention]:
    """The places in one part that name operations, in order."""
    found = _KNOWN.get(part)
    if found is None:
        found = _KNOWN[part] = sorted({*_declared(part), *_asked_for(part)}, key=lambda name: name.span)
    return found


_KNOWN: WeakKeyDictionary[Part, list[OperationMention]] = WeakKeyDictionary()


def mention_at(document: Document, offset: int) -> tuple[Placed, OperationMention] | None:
    """The name of an operation at an offset, or right before it."""
    placed = document.parts.at(offset)
    within = offset - placed.start
    names = mentions_in(placed.part) if document.kind is GAGEFILE else ()
    return next(
        ((placed, name) for name in names if name.is_whole and name.span.start <= within <= name.span.end), None
    )


def places_of(document: Document, offset: int) -> list[OperationMention] | None:
    """All places that name the operation at an offset, in order, at their spans in the document.

    None where there is no name of an operation; a word alone in an expression is one if an operation has that name.
    """
    at = mention_at(document, offset)
    if at is None:
        return None
    names = operation_mentions(document)
    found = {name._replace(span=placed.span(name.span)) for placed, name in names if name.name == at[1].name}
    is_name = not at[1].is_alone or any(name.is_declaration for name in found)
    return sorted(found, key=lambda name: name.span) if is_name else None


def _declared(part: Part) -> Iterator[OperationMention]:
    for entry in part.entries:
        if entry.key.strip() and not entry.key.startswith("$"):
            for mention in mentions(entry):
                span = unquoted(part, entry.key, mention)
                quote = part.text[mention.start : span.start] or part.text[span.end : mention.end]
                yield OperationMention(entry.key, span, is_declaration=True, quote=quote)


def _asked_for(part: Part) -> Iterator[OperationMention]:
    for each in dependency_texts(part) if "depends" in part.operation_keys else ():
        if each.role == "operation":
            start = len(each.text) - len(each.text.lstrip())
            yield _name(part, each, each.text.strip(), start, start + len(each.text.strip()))
        elif each.role in ("run-select", "runs-select"):
            for word, is_alone in named_in(each.text):
                name = _name(part, each, word.text, word.start, word.end)
                yield name._replace(in_expression=True, is_alone=is_alone)


def _name(part: Part, each: DependencyText, name: str, start: int, end: int) -> OperationMention:
    places = written(part, each.node)
    span = Span(places[each.offset + start], places[each.offset + end]) if places else each.node.span
    first = part.text[each.node.start : each.node.start + 1]
    quote = first if first in ("'", '"') else ""
    is_value = span == each.node.span
    return OperationMention(name, span, is_whole=places is not None, is_value=is_value, quote=quote)
