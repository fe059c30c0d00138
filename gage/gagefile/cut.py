"""Where a gagefile can be cut into pieces that are read by themselves; looks at single lines only, and parses nothing.

A cut that was wrong, inside a string or list that goes on over several lines, shows when the piece is read: something
in it does not close. `parts.py` then joins it with what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gage.gagefile.syntax.merge_marks import has_marks
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.tree import Syntax

# Lines are found by the line feed before them, which is quicker than at the start of a line; `cut` puts one before the
# first.

# A line that looks like a table header, finished or half-typed; a list cannot stand alone on its line like this, but
# for its last, quoted item.
_TOML_HEADER = Pattern(
    r"\n[ \t]*\[\[?[ \t]*(?!(?:true|false|inf|nan)[ \t]*(?:[\],]|\r?$))"
    r"(?:(?P<bare>[A-Za-z0-9_$-]+)|\"(?P<basic>[^\"\\\n]*)\"|'(?P<literal>[^'\n]*)')"
    r"(?:[^\n=,\[]*\]\]?[ \t]*(?:#[^\n]*)?|[\w.-]*[ \t]*)\r?$",
    re.MULTILINE,
)
_YAML_KEY = Pattern(r"\n(?=[^ \t\r\n#}\]:%|>!])(?!---|\.\.\.|-(?:\s|\Z))")
# Anchors, tags and merge keys reach across operations; documents, directives and a flow collection are no such lines,
# and a byte-order mark is one only where the text begins.
_YAML_WHOLE = Pattern(r"(?m)\n(?:---|\.\.\.|%|\ufeff?[\[{])"), Pattern(r"[&*!](?<![^\s,\[{:-].)(?=[^\s&])")


# An opening brace, and the indentation of the first member below it.
_JSON_FIRST = Pattern(
    r"\ufeff?(?:[ \t\r\n]|//[^\n]*\n)*\{[ \t]*(?://[^\n]*)?\r?\n"
    r"(?:[ \t]*(?://[^\n]*)?\r?\n)*(?P<indent>[ \t]+)(?=[\"'\w$])"
)


MOST_PIECES = 10_000
"""Of a text with more, reading each by itself would cost more than it saves."""


def cut(text: str, syntax: Syntax, first: int = 0, indent: str = "") -> list[str]:
    """The pieces of a text, in order; together they are the text.

    JSON is cut by the ``indent`` of its members, of which the first one begins at ``first``.
    """
    starts, lines = [0], f"\n{text}"
    if has_marks(text):
        return [text]
    if syntax == "toml":
        starts += _headers(lines)
    elif syntax == "json":
        starts += [match.start() for match in _member(indent).finditer(lines, first + 1)] if indent else []
    elif syntax == "yaml" and not _reaches_across(text):
        starts += [match.start() for match in _YAML_KEY.finditer(lines)][1:]
    if len(starts) > MOST_PIECES:
        return [text]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def can_recut(before: str, after: str, syntax: Syntax) -> bool:
    """Whether an edit that turned one stretch of pieces into another leaves the cuts outside of it as they were."""
    if has_marks(before) or has_marks(after):
        return False
    return syntax != "yaml" or not (_reaches_across(before) or _reaches_across(after))


def first_member(text: str) -> tuple[int, str]:
    """Where the line of the first member of a JSON text begins, and its indentation; 0 and none where it has none."""
    first = _JSON_FIRST.match(text)
    return (first.start("indent"), first["indent"]) if first else (0, "")


@lru_cache(maxsize=8)
def _member(indent: str) -> re.Pattern[str]:
    return re.compile(f"\n{re.escape(indent)}(?=(?:\"[^\"\\n]*\"|'[^'\\n]*'|[\\w$]+)[ \\t]*:)")


def _reaches_across(text: str) -> bool:
    """Whether some YAML means something beyond its own operation."""
    return "<<" in text or text.find("\ufeff", 1) > 0 or any(pattern.search(f"\n{text}") for pattern in _YAML_WHOLE)


def _headers(lines: str) -> Iterator[int]:
    """Where another operation begins: the sections of one that follow each other stay together."""
    before: str | None = None
    for match in _TOML_HEADER.finditer(lines):
        key = match["bare"] or match["basic"] or match["literal"] or ""
        if key != before and match.start() > 0:
            yield match.start()
        before = key
