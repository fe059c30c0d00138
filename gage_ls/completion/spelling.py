"""How a choice is written at a cursor: which text takes the place of which, with the quotes and commas it needs."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from gage.gagefile.cursor import Cursor
from gage.gagefile.node import Object
from gage.gagefile.problem import Edit
from gage.gagefile.schema import Schema
from gage.gagefile.spell import spell, spell_key
from gage.gagefile.text import Span
from gage_ls.completion.offer import Offer
from gage_ls.completion.shape import Layout, escaped, shape

_REST_OF_WORD = re.compile(r"[\w.-]*")
# What may stand in a text of YAML without quotes, once it has begun.
_PLAIN_IN_BLOCK = re.compile(r"[\w./*+=@%{}-]+")
_PLAIN_IN_FLOW = re.compile(r"[\w./*+=@%-]+")
_BARE_JSON = re.compile(r"[A-Za-z_$][\w$]*")


class Spelled(NamedTuple):
    """An edit. ``filter`` is what a client compares with the text before the cursor, from the start of the span.

    ``insert_end`` is where a client may stop replacing instead, ``also`` are commas elsewhere. ``closer`` is a quote
    right behind the cursor that both the span and the text end with: some clients leave it there.
    """

    span: Span
    text: str
    filter: str
    is_snippet: bool = False
    insert_end: int | None = None
    also: tuple[Edit, ...] = ()
    closer: str = ""


def spelled_key(cursor: Cursor, offer: Offer, schema: Schema | None, layout: Layout) -> Spelled | None:
    """A key; with a schema, and what its value looks like, as a snippet."""
    quote = cursor.quote
    start, end = cursor.span
    if offer.snippet:
        written = offer.snippet + ("," if cursor.comma_after else "")
        is_fit = not quote and not cursor.has_value
        return Spelled(Span(start, end), written, offer.label, True, None, _comma_before(cursor)) if is_fit else None
    if quote:
        body = in_quotes(offer.text, quote, layout.syntax)
        if body is None:
            return None
        start += len(quote)
        if cursor.is_closed and cursor.has_value:
            return Spelled(Span(start, end - len(quote)), body, offer.text, insert_end=cursor.offset)
        body += quote
    else:
        body = _bare_key(cursor, offer.text, layout)
    insert_end = cursor.offset if cursor.has_value and not quote else None
    written, is_snippet = body, False
    if not cursor.has_value:
        between = " =" if layout.syntax == "toml" else ":"
        is_snippet = schema is not None
        written = escaped(body + between) + shape(schema, layout) if schema is not None else f"{body}{between} "
        written += "," if cursor.comma_after and is_snippet else ""
    is_kept = cursor.is_closed and cursor.offset == end - len(quote) and written.endswith(quote)
    closer = quote if is_kept else ""
    return Spelled(Span(start, end), written, offer.text, is_snippet, insert_end, _comma_before(cursor), closer)


def spelled_header(text: str, cursor: Cursor, offer: Offer) -> Spelled | None:
    """A segment of a TOML header and, unless they are there, the brackets behind it."""
    behind = text[cursor.span.end : cursor.span.end + 100].lstrip(" \t")
    closers = len(behind) - len(behind.lstrip("]"))
    missing = "" if behind.startswith(".") else "]" * (len(cursor.opener) - closers)
    if cursor.quote or (behind.startswith(".") and offer.is_literal):
        return None
    written = offer.text if offer.is_literal else spell_key(offer.text, "toml")
    insert_end = None if missing else cursor.offset
    return Spelled(cursor.span, written + missing, offer.label, insert_end=insert_end)


def spelled_value(text: str, cursor: Cursor, offer: Offer) -> Spelled | None:
    """A value, or the word of it that is being typed; None where it cannot be written there."""
    fragment = cursor.typed[offer.start :]
    begin = cursor.offset - len(fragment)
    if text[begin : cursor.offset] != fragment:
        return None  # it is not written as it reads
    before = _comma_before(cursor)
    comma = "," if cursor.comma_after else ""
    if offer.snippet or offer.is_literal:
        written = _space(text, cursor) + (offer.snippet or offer.text) + comma
        edit = Spelled(cursor.span, written, offer.label, bool(offer.snippet), None, before)
        return None if cursor.quote else edit
    if not cursor.quote:
        return _unquoted(text, cursor, offer, before, comma)
    body = in_quotes(offer.text, cursor.quote, cursor.tree.syntax)
    if body is None:
        return None
    end = cursor.span.end - len(cursor.quote) * cursor.is_closed
    if not offer.is_whole or cursor.quote in ("|", ">"):
        word = _REST_OF_WORD.match(text, cursor.offset)
        end = min(end, word.end()) if word else end
    if set(text[begin:end]) & {"\n", "\r"}:
        return None  # LSP 3.17: the range of a completion is on one line
    if not cursor.is_closed and cursor.quote not in ("|", ">"):
        return Spelled(Span(begin, end), body + cursor.quote + comma, offer.text, also=before)
    also = (*before, Edit(Span(cursor.span.end, cursor.span.end), comma)) if comma else before
    return Spelled(Span(begin, end), body, offer.text, False, cursor.offset, also)


def _unquoted(text: str, cursor: Cursor, offer: Offer, before: tuple[Edit, ...], comma: str) -> Spelled | None:
    syntax, (start, end) = cursor.tree.syntax, cursor.span
    if set(text[start:end]) & {"\n", "\r"}:
        return None
    rest = text[cursor.offset : end]
    if not offer.is_whole:
        word = _REST_OF_WORD.match(rest)
        rest = rest[word.end() :] if word else rest
        whole = cursor.typed[: offer.start] + offer.text + rest
    else:
        whole = cursor.typed[: offer.start] + offer.text
    quoted = spell(whole, syntax)
    stays_plain = _PLAIN_IN_FLOW.fullmatch if cursor.is_flow else _PLAIN_IN_BLOCK.fullmatch
    if syntax == "yaml" and offer.start and not comma and (quoted == whole or stays_plain(offer.text)):
        # Only the word: clients compare no more than that with what is offered.
        begin = cursor.offset - len(cursor.typed) + offer.start
        return Spelled(
            Span(begin, end), whole[offer.start :], offer.text, False, cursor.offset if rest else None, before
        )
    if cursor.typed[: offer.start] != text[start : start + offer.start]:
        return None
    return Spelled(cursor.span, _space(text, cursor) + quoted + comma, whole, also=before)


def in_quotes(text: str, quote: str, syntax: str) -> str | None:
    """A text as it is written between quotes, or in a block of YAML; None where these quotes cannot hold it."""
    if quote in ("|", ">"):
        return text
    if quote in ('"', '"""'):
        inner = json.dumps(text, ensure_ascii=False)[1:-1]
        return inner if inner.isprintable() else None
    if not text.isprintable():
        return None
    if syntax == "yaml":
        return text.replace("'", "''")
    if syntax == "json":
        return text.replace("\\", "\\\\").replace("'", "\\'")
    return None if "'" in text else text


def _bare_key(cursor: Cursor, key: str, layout: Layout) -> str:
    """A key without quotes where the syntax and, in JSON, its neighbours do without."""
    if layout.syntax != "json":
        return spell_key(key, layout.syntax)
    entries = cursor.container.entries if isinstance(cursor.container, Object) else []
    firsts = [cursor.tree.text[entry.key_start] for entry in entries if cursor.mark not in entry.key]
    are_bare = bool(firsts) and not any(first in "\"'" for first in firsts)
    return key if are_bare and _BARE_JSON.fullmatch(key) else spell(key, "json")


def _space(text: str, cursor: Cursor) -> str:
    """The space between a key and its value, where it is still to be typed and the text has such spaces."""
    before = text[max(cursor.span.start - 2, 0) : cursor.span.start]
    if cursor.tree.syntax == "toml":
        return " " if before == " =" else ""
    return " " if before.endswith(":") and (cursor.tree.syntax == "yaml" or ": " in cursor.tree.text) else ""


def _comma_before(cursor: Cursor) -> tuple[Edit, ...]:
    place = cursor.comma_before
    return () if place is None else (Edit(Span(place, place), ","),)
