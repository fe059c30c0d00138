"""What a cursor in a gagefile is in: a key, a header or a value that is being typed; does not say what may stand there.

The text is read once more with a word put in at the cursor, and the word is looked for in the tree: the parsers decide
what half-typed text means, and no second reading of the syntaxes has to agree with theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from gage.gagefile.attempt import Attempt, attempts, rest_of_word, yaml_key
from gage.gagefile.document import Document, has_entries
from gage.gagefile.node import Array, Entry, Node, Object, Route, Scalar
from gage.gagefile.part import Part
from gage.gagefile.text import Span
from gage.gagefile.tree import mentions

Role = Literal["key", "header", "value"]

_LARGEST = 300_000
"""Characters of a part that is read in more than one way to find out which one it bears."""

_CLOSERS = ("]", "}", '"', "'")
"""What a finished value may end with: right behind it nothing new begins."""
_QUOTES = ('"""', "'''", '"', "'")
_COMMENT = {
    "toml": re.compile(r"#[^\n]*"),
    "yaml": re.compile(r"(?<!\S)#[^\n]*"),
    "json": re.compile(r"//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/"),
}
_HEADER = re.compile(r"[ \t]*(\[\[?)[^\]\"']*(?:(?:\"[^\"]*\"|'[^']*')[^\]\"']*)*(?:\"[^\"]*|'[^']*)?")


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
    if document.syntax == "yaml":
        return list(_in_yaml(reading))
    ways = attempts(reading.line_before, reading.line_after, document.syntax)
    few = islice(ways, None if len(part.text) <= _LARGEST else 1)
    return list(islice((cursor for attempt in few if (cursor := reading.cursor(attempt))), 1))


def _in_yaml(reading: _Reading) -> Iterator[Cursor]:
    """A key, a value, or both: what stands alone on its line may become a key, and behind a dash a text, too."""
    as_key = yaml_key(reading.line_before, reading.line_after)
    key = reading.cursor(as_key[0]) if as_key else None
    if key and key.role == "key":
        yield key
        if as_key and not as_key[1]:
            return  # alone on a line below a key, a word is far more often a key itself than a text
    value = reading.cursor(Attempt())
    if value and (as_key is None or (value.role == "value" and (as_key[1] or value.quote in ("|", ">")))):
        yield value


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
        self.line_before, self.line_after = document.text[line.start : offset], document.text[offset : line.end]

    def cursor(self, attempt: Attempt) -> Cursor | None:
        """What the cursor is in if the mark is put in so; None where the text bears that less well than it stands."""
        text, at = self.part.text, self.at
        begin, end = at - len(attempt.head), at + len(attempt.tail)
        if attempt.before.startswith(",") and not text[begin - 1 : begin].isspace():
            return None  # right behind a value nobody begins another one
        marked = f"{attempt.before}{attempt.head}{self.mark}{attempt.tail}{attempt.behind}"
        tree = Part(text[:begin] + marked + text[end:], self.part.syntax, self.part.first, self.part.last)
        if len(tree.problems) > len(self.part.problems):
            return None
        found = next(_find(tree.root, self.mark), None)
        if found is None:
            return None
        if found.entry:
            return self._key(tree, found, found.entry, attempt)
        return self._value(tree, found, found.node, attempt) if found.node else None

    def _key(self, tree: Part, found: _Found, entry: Entry, attempt: Attempt) -> Cursor | None:
        at = self.at + len(attempt.before)
        places = [span for span in [*entry.mentions, entry.key_span] if span.start <= at < span.end]
        is_new = tree.syntax != "yaml" or not attempt.behind or entry.value.kind in ("null", "missing")
        if not places or not is_new or attempt.is_word:
            return None
        start, end = places[0]
        if start == at and self.line_before.endswith(_CLOSERS):
            return None
        if attempt.behind and end > at + len(self.mark) + len(attempt.tail):
            return None  # what was put in has become part of the key
        span, quote, is_closed = self._token(tree.text[start:end], start - len(attempt.before))
        header = _HEADER.fullmatch(self.line_before) if tree.syntax == "toml" and entry.mentions else None
        container = found.container if isinstance(found.container, Object) else Object(0, 0)
        others = frozenset(each.key for each in container.entries if each is not entry)
        behind = self.document.text[span.end : span.end + 200].lstrip(" \t")
        has_value = behind.startswith(("=", ".") if tree.syntax == "toml" else ":")
        is_flow = not header and _is_flow(container, tree)
        return Cursor(
            role="header" if header else "key",
            route=found.route,
            typed=entry.key.partition(self.mark)[0],
            offset=self.offset,
            span=span,
            quote=quote,
            is_closed=is_closed,
            present=others | self._elsewhere(found.route, span),
            container=container,
            tree=tree,
            mark=self.mark,
            is_flow=is_flow,
            comma_before=self._comma_before(tree, container, span.start) if is_flow else None,
            comma_after=is_flow and not has_value and self._comma_after(tree, container, span.end),
            has_value=has_value,
            opener=header[1] if header else "",
        )

    def _value(self, tree: Part, found: _Found, node: Scalar, attempt: Attempt) -> Cursor | None:
        if attempt.behind and not attempt.is_word:
            return None
        span, quote, is_closed = self._token(tree.text[node.start : node.end], node.start)
        if attempt.is_word:
            span, quote, is_closed = Span(self.offset - len(attempt.head), self.offset + len(attempt.tail)), "", False
        typed = str(node.value).partition(self.mark)[0]
        if not quote and not typed and self.line_before.endswith(_CLOSERS):
            return None
        is_flow = found.container is not None and _is_flow(found.container, tree)
        is_item = is_flow and isinstance(found.container, Array)
        return Cursor(
            role="value",
            route=found.route,
            typed=typed,
            offset=self.offset,
            span=span,
            quote=quote,
            is_closed=is_closed,
            present=frozenset(),
            container=found.container,
            tree=tree,
            mark=self.mark,
            is_flow=is_flow,
            comma_before=self._comma_before(tree, found.container, span.start) if is_item and found.container else None,
            comma_after=is_flow and self._comma_after(tree, found.container, span.end),
            has_value=False,
            opener="",
        )

    def _token(self, raw: str, start: int) -> tuple[Span, str, bool]:
        """The place of a token in the document, its opening quote, and whether it is closed."""
        quote = next((quote for quote in _QUOTES if raw.startswith(quote)), "")
        if not quote and self.part.syntax == "yaml" and raw[:1] in ("|", ">"):
            quote = raw[0]
        is_closed = bool(quote) and len(raw) >= 2 * len(quote) and raw.endswith(quote)
        end = start + len(raw) - len(self.mark)
        if quote and not is_closed:
            # A quote that is not closed may have swallowed the rest of the line.
            end = self.at + rest_of_word(self.line_after)
        return Span(self.start + start, self.start + max(end, self.at)), quote, is_closed

    def _comma_before(self, tree: Part, container: Object | Array, start: int) -> int | None:
        """Where a comma is missing between the member before a token and the token."""
        ends = [end for begin, end in _members(container) if self.start + begin < start and end <= self.at]
        if not ends:
            return self._end_of_part_before() if container is tree.root and not tree.first else None
        # What ends with an opening bracket or a comma was never closed.
        gap = _COMMENT[tree.syntax].sub("", self.part.text[ends[-1] - 1 : start - self.start])
        return None if "," in gap or gap[:1] in ("{", "[", ":") else self.start + ends[-1]

    def _comma_after(self, tree: Part, container: Object | Array | None, end: int) -> bool:
        """Whether another member follows a token without a comma; behind what is not closed anything may follow."""
        is_cut = container is tree.root and not tree.last
        if container is None or not (is_cut or tree.text[container.end - 1] in "]}"):
            return False
        rest = _COMMENT[self.part.syntax].sub("", self.document.text[end : end + 2_000]).lstrip()
        return rest[:1] not in (",", "]", "}", "")

    def _end_of_part_before(self) -> int | None:
        """Where a comma is missing between this part and the one before it."""
        end = len(self.document.text[: self.start].rstrip())
        return None if self.document.text[end - 1 : end] in (",", "{") else end

    def _elsewhere(self, route: Route, own: Span) -> frozenset[str]:
        """The keys of an object that the rest of the document has; ``own`` is the place of the one that is typed."""
        keys = self.document.parts.keys
        if not route:
            raw = self.document.text[slice(*own)]
            typed = {raw, raw.strip("\"'")}
            return frozenset(key for key, count in keys.counts.items() if count > (key in typed))
        if route[0] not in keys.repeated or not all(isinstance(segment, str) for segment in route):
            return frozenset()
        found = ((placed, placed.part.node(route)) for placed in self.document.parts.where(has_entries))
        return frozenset(
            entry.key
            for placed, node in found
            for entry in (node.entries if isinstance(node, Object) else ())
            if any(placed.span(mention).start != own.start for mention in mentions(entry))
        )


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
