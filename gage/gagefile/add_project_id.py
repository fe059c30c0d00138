"""The edit that gives a gagefile an id of its project, above all operations; makes no id, and adds no second one."""

from __future__ import annotations

import re

from gage.gagefile.add_operation import declares
from gage.gagefile.document import Document, has_entries
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.node import Entry, Object
from gage.gagefile.placed import Placed
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import LONGEST, yaml_lines
from gage.gagefile.refactor.places import lines_of, with_comments_above
from gage.gagefile.text import Span
from gage.gagefile.tree import mentions

KEY = "$project-id"
_FOR_TOOLS = re.compile(r"\ufeff?(?:#(?::|!|[ \t]*yaml-language-server:)[^\r\n]*(?:\r\n|\n|\r|$))+")
"""Comments that other tools look for in the first lines."""


def is_at_top(document: Document, offset: int) -> bool:
    """Whether a place is not below the line that begins the first operation."""
    lines, first = document.lines, _first_operation(document)
    return first is None or lines.line_at(offset) <= lines.line_at(first)


def add_project_id(document: Document, project_id: str) -> Fix | None:
    """Add the id where settings of the file stand; None if there is one, or the text cannot be added to."""
    if document.kind is not GAGEFILE or KEY in document.parts.keys.counts:
        return None
    if len(document.parts.at(0).part.text) > LONGEST:
        return None
    edit = _member(document, project_id) if document.syntax == "json" else _line(document, project_id)
    fix = Fix(f"Add a '{KEY}'", (edit,)) if edit else None
    return fix if fix and declares(document, fix, KEY) else None


def _line(document: Document, project_id: str) -> Edit | None:
    line_end, text = document.line_end, document.text
    line = f'"{KEY}" = "{project_id}"' if document.syntax == "toml" else f"{KEY}: {project_id}"
    first = next(document.parts.where(has_entries), None)
    if first is None:
        cut = "" if not text or text[-1] in "\r\n\ufeff" else line_end
        return Edit(Span(len(text), len(text)), f"{cut}{line}{line_end}")
    if document.syntax == "yaml" and not yaml_lines.is_in_lines(first.part, first.part.root):
        return None
    key, span = min((_spelt(first, entry), entry.key) for entry in first.part.entries)[::-1]
    tools = _FOR_TOOLS.match(text)
    place = max(with_comments_above(document, lines_of(document, span)).start, tools.end() if tools else 0)
    gap = "" if key.startswith("$") else line_end
    return Edit(Span(place, place), f"{line}{line_end}{gap}")


def _member(document: Document, project_id: str) -> Edit | None:
    line_end, member = document.line_end, f'"{KEY}": "{project_id}"'
    indent = document.parts.indent or "  "
    if not document.text.strip("\ufeff \t\r\n"):
        return Edit(Span(len(document.text), len(document.text)), f"{{{line_end}{indent}{member}{line_end}}}{line_end}")
    part, ((_, start),) = document.parts.at(0)
    if start or not isinstance(part.root, Object) or not part.text.startswith("{", part.root.start):
        return None
    place = part.root.start + 1
    if not part.entries:
        closes = part.text[place:].lstrip(" \t")[:1] == "}"
        return Edit(Span(place, place), f"{line_end}{indent}{member}{line_end if closes else ''}")
    on_line = document.lines.line_at(part.entries[0].key_start) == document.lines.line_at(place)
    return Edit(Span(place, place), f"{member}, " if on_line else f"{line_end}{indent}{member},")


def _first_operation(document: Document) -> int | None:
    """Where the first operation is first spelt."""
    for placed in document.parts.where(has_entries):
        if found := [_spelt(placed, entry) for entry in placed.part.entries if not entry.key.startswith("$")]:
            return min(found).start
    return None


def _spelt(placed: Placed, entry: Entry) -> Span:
    """Where a key is first spelt in the document."""
    return placed.span(next(mentions(entry)))
