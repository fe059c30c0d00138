"""What the texts of a gagefile mean, for editors that colour them: names, keys, expressions; plain values are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from gage.gagefile.config_names import config_names, name_nodes
from gage.gagefile.dependencies import DependencyText, dependency_texts
from gage.gagefile.file_names import names_in as file_names_in
from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.operation_mentions import mentions_in
from gage.gagefile.part import Part
from gage.gagefile.settings import output_patterns, source_patterns, variables
from gage.gagefile.text import Span
from gage.gagefile.token_types import Modifier, TokenType
from gage.gagefile.tree import mentions
from gage.gagefile.written import unquoted, written
from gage.where.fields import STATUSES
from gage.where.parse import RESERVED
from gage.where.tokens import WhereError, tokens

_LINE_END = re.compile(r"[\r\n]")


class Token(NamedTuple):
    """A stretch of a part, on one line, and what it is; the names of types and modifiers are LSP's."""

    span: Span
    type: TokenType
    modifier: Modifier = ""


def highlight(part: Part, is_gagefile: bool) -> list[Token]:
    """The tokens of a part, in order; none overlaps another or goes on over the end of a line."""
    found = _KNOWN.get(part)
    if found is None:
        found = _KNOWN[part] = _apart(part, _meanings(part) if is_gagefile else _keys(part))
    return found


_KNOWN: WeakKeyDictionary[Part, list[Token]] = WeakKeyDictionary()


def _apart(part: Part, tokens: Iterator[Token]) -> list[Token]:
    """Tokens in order, cut at the ends of lines; what overlaps one that begins before it is left out."""
    found: list[Token] = []
    end = 0
    for token in sorted(tokens, key=lambda token: (token.span.start, -token.span.end)):
        if token.span.start >= end:
            lines = list(_lines(part, token))
            found += lines
            end = lines[-1].span.end if lines else end
    return found


def _lines(part: Part, token: Token) -> Iterator[Token]:
    start, end = token.span
    if start < end and not _LINE_END.search(part.text, start, end):
        yield token
        start = end
    while start < end:
        line = part.lines.line_at(start)
        stop = min(part.lines.line_span(line).end, end)
        if stop > start:
            yield token._replace(span=Span(start, stop))
        start = part.lines.starts[line + 1] if line + 1 < len(part.lines) else end


def _meanings(part: Part) -> Iterator[Token]:
    names = mentions_in(part)
    yield from (Token(name.span, "function", "declaration") for name in names if name.is_declaration)
    yield from _settings(part)
    yield from _config_values(part)
    yield from _keys(part, is_top=True)
    yield from _files(part)
    selected = {name.span for name in names if name.in_expression}
    for each in dependency_texts(part):
        yield from _dependency(part, each, selected)
    for _, pattern in output_patterns(part):
        yield from _text(part, pattern, "regexp")


def _settings(part: Part) -> Iterator[Token]:
    for entry in part.entries:
        if entry.key.startswith("$"):
            yield from (
                Token(unquoted(part, entry.key, mention), "property", "readonly") for mention in mentions(entry)
            )


def _keys(part: Part, is_top: bool = False) -> Iterator[Token]:
    """All keys, but for those at the top if they are names of operations; what an alias shows is not looked into."""
    ahead: list[tuple[Node, bool]] = [(part.root, is_top)]
    while ahead:
        node, is_top = ahead.pop()
        if part.syntax == "yaml" and part.text.startswith("*", node.start):
            continue
        if isinstance(node, Object):
            places = [(entry.key, place) for entry in node.entries for place in mentions(entry) if not is_top]
            yield from (Token(unquoted(part, *place), "property") for place in places)
            ahead += [(entry.value, False) for entry in node.entries]
        elif isinstance(node, Array):
            ahead += [(item, False) for item in node.items]


def _config_values(part: Part) -> Iterator[Token]:
    yield from (Token(name.span, "parameter") for name in config_names(part))
    for _, node in name_nodes(part):
        yield from _text(part, node, "parameter", "declaration")
    for entry in variables(part):
        yield from (Token(unquoted(part, entry.key, place), "variable") for place in mentions(entry))


def _files(part: Part) -> Iterator[Token]:
    for name in file_names_in(part):
        if name.role in ("config", "source", "dependency", "directory"):
            yield Token(name.span, "regexp" if name.is_pattern else "namespace")
        if name.key_span:
            yield Token(name.key_span, "parameter")
    for nodes in source_patterns(part):
        for node in nodes:
            yield from _pieces(part, node, _ATTRIBUTE, "keyword")


_ATTRIBUTE = re.compile(r"(?<=\s)(?:text|binary|dir|sentinel|size|max-matches)(?=[\s<>=]|$)")


def _dependency(part: Part, each: DependencyText, selected: set[Span]) -> Iterator[Token]:
    if each.offset:
        yield from _pieces(part, each.node, re.compile(rf"^{re.escape(each.kind)}(?=:)"), "keyword")
    if each.role in ("run-select", "runs-select"):
        yield from _expression(part, each, selected)
    elif each.role == "operation":
        yield from _text(part, each.node, "function")


def _pieces(part: Part, node: Scalar, pattern: re.Pattern[str], type_: TokenType) -> Iterator[Token]:
    if places := written(part, node):
        for match in pattern.finditer(node.value):
            yield Token(Span(places[match.start()], places[match.end()]), type_)


def _text(part: Part, node: Scalar, type_: TokenType, modifier: Modifier = "") -> Iterator[Token]:
    """The whole of a text without its quotes."""
    places = written(part, node)
    if places:
        yield Token(Span(places[0], places[-1]), type_, modifier)


def _expression(part: Part, each: DependencyText, selected: set[Span]) -> Iterator[Token]:
    """The words of a selection of runs, half-typed or not; ``selected`` are the names of operations."""
    places = written(part, each.node)
    if places is None:
        return
    try:
        words = [token for token in tokens(each.text) if token.kind != "end"]
    except WhereError:
        return
    for index, word in enumerate(words):
        span = Span(places[each.offset + word.start], places[each.offset + word.end])
        is_field = index + 1 < len(words) and (words[index + 1].kind == "operator" or words[index + 1].text in _BEHIND)
        if word.kind == "operator":
            yield Token(span, "operator")
        elif word.kind == "word" and word.text.lower() in RESERVED:
            yield Token(span, "keyword")
        elif span in selected:
            yield Token(span, "function")
        elif word.kind == "word" and word.text in STATUSES:
            yield Token(span, "enumMember")
        elif is_field and word.kind in ("word", "quoted"):
            yield Token(span, "variable")


_BEHIND = ("in", "not", "not-in", "before", "after")
