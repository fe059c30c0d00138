r"""Where a text value has each of its characters in the file: behind escapes, line ends and indentation, too.

Nothing is parsed anew: the value is known, and is found again in what was read as it. A text that an alias stands for
is not written where the alias is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gage.gagefile.node import Scalar
from gage.gagefile.text import Span
from gage.gagefile.tree import Syntax, Tree

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_CONTINUED = {
    "toml": re.compile(r"\\[ \t]*(?:\r\n|\n|\r)\s*"),
    "yaml": re.compile(r"\\(?:\r\n|\n|\r)[ \t]*"),
    "json": re.compile(r"\\(?:\r\n|\n|\r|\u2028|\u2029)"),
}
_OPENING = re.compile(r"\"\"\"(?:\r\n|\n)?|'''(?:\r\n|\n)?|[\"']")
_BLOCK = re.compile(r"[|>][^\r\n]*(?:\r\n|\n|\r)")


def written(tree: Tree, node: Scalar) -> Sequence[int] | None:
    """The offset in the text of each character of a string, and last of its end; None where it is not written so."""
    source, value = tree.text[node.start : node.end], node.value
    if source == value:
        return range(node.start, node.end + 1)
    if len(source) > 1 and source[1:-1] == value and source[0] == source[-1] and source[0] in "\"'":
        return range(node.start + 1, node.end)
    if tree.syntax == "yaml" and source.startswith("*"):
        return None
    return _found_again(tree, node)


@lru_cache(maxsize=8)
def _found_again(tree: Tree, node: Scalar) -> Sequence[int] | None:
    """The same of what is not written as it reads; a long text is asked about for each of the words in it."""
    found = _aligned(tree.text[node.start : node.end], node.value, tree.syntax)
    return [node.start + place for place in found] if found else None


def unquoted(tree: Tree, key: str, span: Span) -> Span:
    """The place of a key without the quotes that do not belong to it; a half-typed one has only one of them."""
    source = tree.text[span.start : span.end]
    quote = source[:1]
    if source == key or not source:
        return span
    if quote not in ("'", '"'):
        return Span(span.start, span.end - (source[:-1] == key and source[-1] in "'\""))
    is_closed = span.end - span.start > 1 and tree.text[span.end - 1] == quote
    return Span(span.start + 1, span.end - is_closed)


def _aligned(source: str, value: str, syntax: Syntax) -> list[int] | None:
    """The same as offsets in the source of the value."""
    opening = _OPENING.match(source) or (_BLOCK.match(source) if syntax == "yaml" else None)
    at, quote = (opening.end(), opening[0][0]) if opening else (0, "")
    has_escapes = quote == '"' or (quote == "'" and syntax == "json")
    places: list[int] = []
    while len(places) < len(value):
        character, wanted = source[at : at + 1], value[len(places)]
        if has_escapes and character == "\\":
            if continued := _CONTINUED[syntax].match(source, at):
                at = continued.end()
                continue
            places.append(at)
            at = _behind_escape(source, at, wanted)
        elif source.startswith("''", at) and quote == "'" and wanted == "'":
            places.append(at)
            at += 2
        elif character == wanted or (character.isspace() and wanted.isspace()) or not character:
            if not character and value[len(places) :].strip():
                return None
            places.append(at)
            at += 2 if source.startswith("\r\n", at) and wanted != "\r" else bool(character)
        elif character.isspace():
            at += 1
        else:
            return None
    return [*places, at]


def _behind_escape(source: str, at: int, wanted: str) -> int:
    """Where an escape ends; two of them are one character where they are the halves of it."""
    escape = _ESCAPE.match(source, at)
    end = escape.end() if escape else at + 1
    if wanted > "\uffff" and end - at == 6 and source.startswith("\\u", end):
        second = _ESCAPE.match(source, end)
        end = second.end() if second else end
    return end
