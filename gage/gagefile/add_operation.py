"""The edit that adds an operation behind the one at a place, in the layout of the file; picks no name."""

from __future__ import annotations

import re

from gage.gagefile.document import Document, has_entries
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.ignore_comments import taken_in
from gage.gagefile.node import Object
from gage.gagefile.part import Part
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import LONGEST, yaml_lines
from gage.gagefile.refactor.places import last_end, lines_of
from gage.gagefile.spell import spell, spell_key
from gage.gagefile.text import Span

_COMMENT_LINE = re.compile(r"[ \t]*#[^\r\n]*(?:\r\n|\n|\r|$)")
_REST_OF_LINE = re.compile(r"[ \t]*(?P<comma>,)?[ \t]*(?://[^\r\n]*|/\*[^\r\n]*\*/[ \t]*)?(?=[\r\n]|$)")


def can_add_at(document: Document, offset: int) -> bool:
    """Whether a place is on a line with nothing on it, and not amid a text; anywhere in a file that says nothing."""
    if document.kind is not GAGEFILE:
        return False
    if next(document.parts.where(has_entries), None) is None:
        return document.root_kind == "object" or not document.text.strip("\ufeff \t\r\n")
    part, ((_, start),) = document.parts.at(offset)
    if part.problems or len(part.text) > LONGEST:
        return False
    is_blank = not document.lines.line_text(document.lines.line_at(offset)).strip("\ufeff \t")
    return is_blank and not any(span.start < offset - start < span.end for span in taken_in(part))


def add_operation(document: Document, offset: int, name: str, command: str) -> Fix | None:
    """Declare an operation with a command; None where the layout at an offset is none that can be added to."""
    title = f"Add an operation '{name}'"
    text = {"toml": _toml, "yaml": _yaml, "json": _json}[document.syntax](document, name, command)
    part, ((_, start),) = document.parts.at(offset)
    if document.syntax == "json":
        edits = _member(document, part, text)
    else:
        edits = _lines(document, part, start, text)
    if edits is None:
        return None
    fix = Fix(title, tuple(Edit(Span(begin + start, end + start), new) for (begin, end), new in edits))
    return fix if declares(document, fix, name) else None


def declares(document: Document, fix: Fix, key: str) -> bool:
    """Whether a fix adds a key at the top and breaks nothing: there are stranger layouts than are known here."""
    after = document
    for edit in reversed(fix.edits):
        after = after.edited(*edit)
    added = set(after.parts.keys.counts) - set(document.parts.keys.counts)
    return added == {key} and len(after.problems) <= len(document.problems)


def _toml(document: Document, name: str, command: str) -> str:
    return f"[{spell_key(name, 'toml')}]\nexec = {spell(command, 'toml')}\n".replace("\n", document.line_end)


def _yaml(document: Document, name: str, command: str) -> str:
    part = next((placed.part for placed in document.parts.where(has_entries)), None)
    indent = " " * (yaml_lines.level(part) if part else yaml_lines.USUAL)
    entry = f"{spell_key(name, 'yaml')}:\n{indent}exec: {spell(command, 'yaml')}\n"
    return entry.replace("\n", document.line_end)


def _json(document: Document, name: str, command: str) -> str:
    indent = document.parts.indent or "  "
    first = next(document.parts.where(has_entries), None)
    quote = first is None or first.part.text[first.part.entries[0].key_start] in "'\""
    key, run = (spell_key(word, "json") if quote or not word.isidentifier() else word for word in (name, "exec"))
    inner = f"{indent}{indent}{run}: {spell(command, 'json')}"
    return f"{indent}{key}: {{\n{inner}\n{indent}}}".replace("\n", document.line_end)


def _lines(document: Document, part: Part, start: int, text: str) -> list[Edit] | None:
    """Behind the last line of a part and the comments right below it, set apart by blank lines."""
    entries = part.entries
    if (
        isinstance(part.root, Object)
        and entries
        and part.syntax == "yaml"
        and not yaml_lines.is_in_lines(part, part.root)
    ):
        return None
    end = max((last_end(entry) for entry in entries), default=0)
    place = lines_of(part, Span(end, end)).end if entries else len(part.text)
    while entries and place < len(part.text) and (comment := _COMMENT_LINE.match(part.text, place)):
        place = comment.end()
    line_end = document.line_end
    is_cut = place > 0 and part.text[place - 1] not in "\r\n\ufeff"
    above = part.text[:place].replace("\r\n", "\n")
    is_apart = not above.strip("\ufeff \t\r\n") or above.endswith(("\n\n", "\r\r"))
    before = (line_end if is_cut else "") + ("" if is_apart else line_end)
    next_char = document.text[start + place : start + place + 1]
    after = line_end if next_char not in ("", "\r", "\n") else ""
    return [Edit(Span(place, place), f"{before}{text}{after}")]


def _member(document: Document, part: Part, text: str) -> list[Edit] | None:
    """Behind the last member of a part, with the commas that are needed."""
    line_end, entries = document.line_end, part.entries
    if not document.text.strip("\ufeff \t\r\n"):
        return [Edit(Span(len(part.text), len(part.text)), f"{{{line_end}{text}{line_end}}}{line_end}")]
    if not isinstance(part.root, Object):
        return None
    if not entries:
        brace = part.text.find("{")
        rest = part.text[brace + 1 :].lstrip(" \t")
        after = "" if rest.startswith(("\r", "\n")) else line_end
        return [Edit(Span(brace + 1, brace + 1), f"{line_end}{text}{after}")] if brace >= 0 else None
    end = max(last_end(entry) for entry in entries)
    rest_of_line = _REST_OF_LINE.match(part.text, end)
    if rest_of_line is None:
        return [Edit(Span(end, end), f",{line_end}{text}")]
    place, comma = rest_of_line.end(), rest_of_line["comma"]
    if comma:
        return [Edit(Span(place, place), f"{line_end}{text},")]
    edits = [Edit(Span(end, end), ","), Edit(Span(place, place), f"{line_end}{text}")]
    return edits if place > end else [Edit(Span(end, end), f",{line_end}{text}")]
