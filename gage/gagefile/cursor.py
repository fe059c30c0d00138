"""What a cursor in a gagefile is in: a key, a header or a value that is being typed; does not say what may stand there.

The text is read once more with a word put in at the cursor, and the word is looked for in the tree: the parsers decide
what half-typed text means, and no second reading of the syntaxes has to agree with theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from gage.gagefile.document import Document, has_entries
from gage.gagefile.node import Array, Entry, Node, Object, Route, Scalar
from gage.gagefile.part import Part
from gage.gagefile.text import Span

Role = Literal["key", "header", "value"]

_QUOTES = ('"""', "'''", '"', "'")
_TOKEN = re.compile(r"[\w$.-]*")
_COMMENT = {
    "toml": re.compile(r"#[^\n]*"),
    "yaml": re.compile(r"(?<!\S)#[^\n]*"),
    "json": re.compile(r"//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/"),
}
_ENTRY = " = 0, "
"""What makes a word of TOML an entry of its own."""
_SPACES = re.compile(r"[ \t]*")
_HEADER = re.compile(r"[ \t]*(\[\[?)[^\]\"']*(?:(?:\"[^\"]*\"|'[^']*')[^\]\"']*)*(?:\"[^\"]*|'[^']*)?")
# What may become a key of block YAML: the line before the cursor, and the rest of it.
_YAML_BEFORE = re.compile(r"[ ]*(?P<dash>(?:-[ ]+)*)(?:[A-Za-z_$][\w$.\[\]-]*|\"[^\"\\]*|'[^']*)?")
_YAML_AFTER = re.compile(r"(?P<token>[\w$.\[\]-]*[\"']?)[ \t]*(?:#.*)?")


class Cursor(NamedTuple):
    """One meaning of a place. Offsets are those of the document.

    ``route`` leads to the object that a key or header segment stands in, or to the value. ``typed`` is what stands
    before the cursor, as it reads; ``span`` is the whole token with its quotes, of which ``quote`` is the first, or
    ``|`` for a block of YAML. ``present`` are the other keys of the object. ``container`` is the object or list as it
    was read with ``mark`` at the cursor, in ``tree``. ``comma_before`` is where a comma is missing before the token,
    ``comma_after`` whether one is behind it. ``has_value`` says that of a key only the name is to be changed,
    ``opener`` is what opens a header.
    """

    role: Role
    route: Route
    typed: str
    offset: int
    span: Span
    quote: str
    is_closed: bool
    present: frozenset[str]
    container: Object | Array | None
    tree: Part
    mark: str
    is_flow: bool
    comma_before: int | None
    comma_after: bool
    has_value: bool
    opener: str


class _Found(NamedTuple):
    """Where the mark is: in a key or in a value."""

    route: Route
    container: Object | Array | None
    entry: Entry | None
    node: Scalar | None


def cursors_at(document: Document, offset: int) -> list[Cursor]:
    """What an offset may be in; nothing in a comment or behind a finished value. In YAML it may be two things."""
    part, ((_, start),) = document.parts.at(offset)
    reading = _Reading(document, part, start, offset)
    as_it_stands = reading.as_it_stands()
    if document.syntax != "yaml":
        return [as_it_stands] if as_it_stands else []
    key = reading.as_yaml_key() if reading.may_be_yaml_key else None
    # What stands alone on a line below a key is far more often a key itself than a text; an item may be either.
    if as_it_stands and reading.may_be_yaml_key and not (as_it_stands.role == "value" and reading.is_item):
        as_it_stands = None
    return [cursor for cursor in (key, as_it_stands) if cursor]


class _Reading:
    """A part of a document, to be read with a word at the cursor."""

    def __init__(self, document: Document, part: Part, start: int, offset: int) -> None:
        self.document = document
        self.part = part
        self.start = start
        self.offset = offset
        self.at = offset - start
        self.mark = "cursor_"
        while self.mark in part.text:
            self.mark += "_"
        line = document.lines.line_span(document.lines.line_at(offset))
        self.before, self.after = document.text[line.start : offset], document.text[offset : line.end]

    @property
    def is_item(self) -> bool:
        """Whether the cursor is behind the dash of a YAML list item."""
        shape = _YAML_BEFORE.fullmatch(self.before)
        return bool(shape and shape["dash"])

    @property
    def may_be_yaml_key(self) -> bool:
        """Whether the word at the cursor stands alone on its line, without a colon."""
        return bool(_YAML_BEFORE.fullmatch(self.before) and _YAML_AFTER.fullmatch(self.after))

    def as_it_stands(self) -> Cursor | None:
        """The meaning of the text with only the mark added."""
        return self._cursor(self._marked())

    def as_yaml_key(self) -> Cursor | None:
        """The meaning if the word at the cursor is to become a key; None where that would break the text."""
        after = _YAML_AFTER.fullmatch(self.after)
        token = after["token"] if after else ""
        marked = self._marked(token, ":")
        if len(marked.problems) > len(self.part.problems):
            return None
        cursor = self._cursor(marked, ":")
        return cursor if cursor and cursor.role == "key" else None

    def _marked(self, token: str = "", finish: str = "") -> Part:
        """The part with the mark at the cursor; ``finish`` is put in, too, behind the rest of the token."""
        text, at = self.part.text, self.at
        marked = text[:at] + self.mark + token + finish + text[at + len(token) :]
        return Part(marked, self.part.syntax, self.part.first, self.part.last)

    def _cursor(self, tree: Part, finish: str = "") -> Cursor | None:
        found = next(_find(tree.root, self.mark), None)
        if found is None:
            return None
        if found.entry:
            return self._key(tree, found, found.entry, finish)
        return self._value(tree, found, found.node) if found.node else None

    def _key(self, tree: Part, found: _Found, entry: Entry, finish: str) -> Cursor | None:
        places = [span for span in [*entry.mentions, entry.key_span] if span.start <= self.at < span.end]
        if not places:
            return None
        start, end = places[0]
        raw = tree.text[start:end]
        if self.mark + " " in raw and raw[0] not in "\"'":
            # TOML takes two words for one key whose quotes are missing; the first of them is to become an entry.
            return None if finish else self._cursor(self._marked("", _ENTRY), _ENTRY)
        header = _HEADER.fullmatch(self.before) if tree.syntax == "toml" and entry.mentions else None
        span, quote, is_closed = self._token(raw, start)
        behind = self.document.text[_SPACES.match(self.document.text, span.end).end() :][:1]  # type: ignore[union-attr]
        has_value = behind in ("=", ".") if tree.syntax == "toml" else behind == ":"
        container = found.container
        present = (
            frozenset(each.key for each in container.entries if each is not entry)
            if isinstance(container, Object)
            else frozenset[str]()
        )
        before, after = (None, False) if header else self._commas(tree, container, entry.key_start, end + len(finish))
        return Cursor(
            "header" if header else "key",
            found.route,
            entry.key.partition(self.mark)[0],
            self.offset,
            span,
            quote,
            is_closed,
            present | self._elsewhere(found.route, span),
            container,
            tree,
            self.mark,
            _is_flow(container, tree),
            before,
            after and not has_value,
            has_value,
            header[1] if header else "",
        )

    def _value(self, tree: Part, found: _Found, node: Scalar) -> Cursor:
        raw = tree.text[node.start : node.end]
        span, quote, is_closed = self._token(raw, node.start)
        typed = str(node.value).partition(self.mark)[0]
        before, after = self._commas(tree, found.container, node.start, node.end)
        return Cursor(
            "value",
            found.route,
            typed,
            self.offset,
            span,
            quote,
            is_closed,
            frozenset(),
            found.container,
            tree,
            self.mark,
            _is_flow(found.container, tree),
            before if isinstance(found.container, Array) else None,
            after,
            False,
            "",
        )

    def _token(self, raw: str, start: int) -> tuple[Span, str, bool]:
        """The place of a token in the document, its opening quote, and whether it is closed."""
        quote = next((quote for quote in _QUOTES if raw.startswith(quote)), "")
        if not quote and self.part.syntax == "yaml" and raw[:1] in ("|", ">"):
            quote = raw[0]
        is_closed = bool(quote) and len(raw) >= 2 * len(quote) and raw.endswith(quote)
        end = start + len(raw) - len(self.mark)
        if quote and not is_closed:
            # Where a quote is not closed the token may have swallowed the rest of the line.
            token = _TOKEN.match(self.part.text, self.at)
            end = token.end() if token else self.at
        return Span(self.start + start, self.start + max(end, self.at)), quote, is_closed

    def _commas(self, tree: Part, container: Object | Array | None, start: int, end: int) -> tuple[int | None, bool]:
        """Where a comma is missing before a token, and whether one is behind; only between brackets."""
        if container is None or not _is_flow(container, tree):
            return None, False
        comment = _COMMENT[tree.syntax]
        members = [node for node in _members(container) if node[1] <= start]
        if members:
            gap = comment.sub("", tree.text[members[-1][1] : start])
            before = None if "," in gap else self.start + members[-1][1]
        else:
            before = self._end_of_part_before() if container is tree.root and not tree.first else None
        rest = comment.sub("", tree.text[end : end + 2_000]).lstrip()
        return before, rest[0] not in ",]}" if rest else not tree.last

    def _end_of_part_before(self) -> int | None:
        """Where a comma is missing between this part and the one before it."""
        end = len(self.document.text[: self.start].rstrip())
        return None if self.document.text[end - 1 : end] in (",", "{") else end

    def _elsewhere(self, route: Route, span: Span) -> frozenset[str]:
        """The keys of an object that other parts of the document have."""
        keys = self.document.parts.keys
        if not route:
            own = self.document.text[slice(*span)].strip("\"'")
            return frozenset(key for key, count in keys.counts.items() if count > (key == own))
        if route[0] not in keys.repeated or not all(isinstance(segment, str) for segment in route):
            return frozenset()
        others = (placed.part for placed in self.document.parts.where(has_entries) if route[0] in placed.part.keys)
        found = [part.node(route) for part in others if part is not self.part]
        return frozenset(key for node in found if isinstance(node, Object) for key in node.by_key)


def _find(root: Node, mark: str) -> Iterator[_Found]:
    """The keys and values that have the mark in them, in no order: there is one."""
    ahead: list[tuple[Route, Node, Object | Array | None]] = [((), root, None)]
    while ahead:
        route, node, container = ahead.pop()
        if isinstance(node, Object):
            for entry in node.entries:
                if mark in entry.key:
                    yield _Found(route, node, entry, None)
                ahead.append(((*route, entry.key), entry.value, node))
        elif isinstance(node, Array):
            ahead += [((*route, index), item, node) for index, item in enumerate(node.items)]
        elif isinstance(node, Scalar) and isinstance(node.value, str) and mark in node.value:
            yield _Found(route, container, None, node)


def _members(container: Object | Array) -> list[tuple[int, int]]:
    """Where the members of an object or list begin and end, in order."""
    if isinstance(container, Array):
        return sorted((item.start, item.end) for item in container.items)
    return sorted((entry.key_start, max(entry.key_end, entry.value.end)) for entry in container.entries)


def _is_flow(container: Object | Array | None, tree: Part) -> bool:
    """Whether a container is written between brackets, with commas."""
    if tree.syntax == "json":
        return container is not None
    opening = tree.text[container.start : container.start + 1] if container else ""
    if isinstance(container, Object):
        return opening == "{"
    # A table header of TOML opens with a bracket, too.
    is_tables = isinstance(container, Array) and any(item.start == container.start for item in container.items)
    return opening == "[" and not is_tables
