"""What was plainly meant by text that TOML has no place for: one slip, its words and its mend; reads no value."""

from __future__ import annotations

import re

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.nested_quotes import nested_quotes, quotes_in_quotes
from gage.gagefile.syntax.other_syntax import is_other
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.typographic import QUOTES
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span

_BARE = r"[A-Za-z0-9_-]+"
_KEY = rf"(?:{_BARE}|\"[^\"\n]*\"|'[^'\n]*')"
_ENTRY = Pattern(rf"([,;]?[ \t]*)({_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*=").match
_BRACKETS = Pattern(rf"\[{_BARE}\](?=[ \t]*=)").match
_WORDS = Pattern(r"(?:[ \t]+[A-Za-z0-9_][A-Za-z0-9_-]*){1,4}(?=[ \t]*[=\]])").match
_INDENT = Pattern(r"[ \t]*").match
_JSON = Pattern(r"\{\s*(?:\}|(?:\"[^\"\n]*\"|[A-Za-z_$][\w$]*)[ \t]*:)").match
# The lines below a broken string look like nothing else, and the last of them has no other quote than the closing one.
_BROKEN = {
    mark: Pattern(
        rf"{mark}({some}+(?:\\?\r?\n(?![ \t]*(?:\[|#|{_KEY}[ \t]*[=:.])){some}*){{1,20}}){mark}"
        rf"(?=[ \t]*(?:[,\]}}#\r\n]|\Z))(?![^\r\n]*{mark})"
    ).match
    for mark, some in (('"', r"[^\"\\\x00-\x08\x0a-\x1f\x7f]"), ("'", r"[^'\x00-\x08\x0a-\x1f\x7f]"))
}
_LINE_FOLD = re.compile(r"\\[ \t]*\r?\n\s*")
_LONGEST = 40  # digits of a number that someone wrote
_ZEROS = Pattern(r"([+-]?)0[0_]*(?=[0-9])([0-9_]*[0-9](?:\.[0-9]+)?)$", re.A).match


def entry_behind(text: str, end: int, i: int) -> tuple[Problem, int] | None:
    """A new entry at ``i``, on the line of what ends at ``end``: its problem, and where its key begins."""
    match = _ENTRY(text, i)
    if match is None or (i == end and not match[1]):
        return None
    indent = _INDENT(text, text.rfind("\n", 0, end) + 1, end)
    fix = Fix("Begin a new line", (Edit(Span(end, match.start(2)), "\n" + (indent[0] if indent else "")),))
    message = f"a new entry begins on a line of its own: {shorten(match[2])} = …"
    return Problem("toml-expected-line-end", message, Span(*match.span(2)), fixes=(fix,)), match.start(2)


def other_comment(text: str, i: int) -> Problem | None:
    """A comment as other languages write it."""
    mark = "//" if text.startswith("//", i) else ";"
    if not text.startswith(mark, i):
        return None
    fix = Fix("Write # instead", (Edit(Span(i, i + len(mark)), "#"),))
    message = f"a comment begins with #, not with {mark}"
    return Problem("toml-comment", message, Span(i, i + len(mark)), fixes=(fix,))


def needless_end(text: str, i: int, stop: int) -> Problem | None:
    """A semicolon or comma that ends a line."""
    found = text[i]
    if found not in ",;" or text[i + 1 : stop].lstrip(" \t")[:1] not in ("", "#"):
        return None
    fix = Fix(f"Remove the {found}", (Edit(Span(i, i + 1), ""),))
    return Problem("toml-expected-line-end", f"no {found} stands at the end of a line", Span(i, i + 1), fixes=(fix,))


def other_language(text: str, i: int) -> Problem | None:
    """JSON, where TOML should begin."""
    if not _JSON(text, i):
        return None
    return is_other("json", "toml", Span(i, i + 1))


def byte_order_mark(i: int) -> Problem:
    """A byte-order mark behind the start of a file: two files were put together."""
    remove = Fix("Remove it", (Edit(Span(i, i + 1), ""),))
    message = "the invisible character U+FEFF may stand only at the start of a file; remove it"
    return Problem("toml-control-char", message, Span(i, i + 1), fixes=(remove,))


def odd_string(text: str, start: int) -> tuple[str, Problem] | None:
    """A string with its own quotes in it, or one that goes on behind its line: its text and its problem."""
    mark = text[start]
    if nested := nested_quotes(text, start):
        place, inner = Span(nested.start, nested.end), [Span(at, at + 1) for at in nested.inner]
        return text[start + 1 : nested.end - 1], quotes_in_quotes(mark, place, inner)
    match = _BROKEN[mark](text, start)
    if match is None:
        return None
    place, three = Span(*match.span()), mark * 3
    edits = (Edit(Span(start, start), mark * 2), Edit(Span(place.end, place.end), mark * 2))
    fix = Fix(f"Write {three} around the text", edits)
    message = f"a string ends on its line; for several lines, write {three} before and behind"
    value = _LINE_FOLD.sub("", match[1]) if mark == '"' else match[1]
    return value.replace("\r\n", "\n"), Problem("toml-unterminated-string", message, place, fixes=(fix,))


def odd_key(text: str, start: int, end: int) -> tuple[Problem, int] | None:
    """A bare key, as far as it is one, with brackets or spaces behind it that belong to it; and where it ends."""
    match = _BRACKETS(text, end)
    what = "brackets" if match else "spaces"
    match = match or _WORDS(text, end)
    if match is None:
        return None
    key, place = text[start : match.end()], Span(start, match.end())
    fix = Fix(f'Put "{shorten(key)}" in quotes', (Edit(place, f'"{key}"'),))
    message = f'a key with {what} goes in quotes: "{shorten(key)}"'
    return Problem("toml-key", message, place, fixes=(fix,)), match.end()


def missing_equals(key: str, end: int, start: int, value: Span | None, quoted: str) -> Problem:
    """No = between a key that ends at ``end`` and what follows at ``start``; ``value`` needs quotes, too."""
    edits = [Edit(Span(end, start), " = ")]
    edits += [Edit(value, quoted)] if value else []
    message = f"an = is missing between the key '{shorten(key)}' and its value"
    return Problem("toml-expected-equals", message, Span(end, end), fixes=(Fix("Add the =", tuple(edits)),))


def other_equals(text: str, i: int) -> Problem | None:
    """What other languages have for an = at an offset."""
    found = text[i : i + 2]
    if found not in ("==", ":="):
        return None
    fix = Fix("Change to =", (Edit(Span(i, i + 2), "="),))
    return Problem("toml-expected-equals", f"TOML writes = after a key, not {found}", Span(i, i + 2), fixes=(fix,))


def leading_zeros(found: str, place: Span) -> Problem | None:
    """A number that begins with zeros."""
    match = _ZEROS(found) if len(found) <= _LONGEST else None
    if match is None:
        return None
    number, quoted = match[1] + match[2], f'"{found}"'
    fixes = (
        Fix(f"Change to {shorten(number)}", (Edit(place, number),)),
        Fix(f"Put {shorten(quoted)} in quotes", (Edit(place, quoted),)),
    )
    message = f"a number has no leading zeros; write {shorten(number)}, or {shorten(quoted)} if it is text"
    return Problem("toml-value", message, place, fixes=fixes)


def typographic_key(key: str, place: Span) -> tuple[Problem, str] | None:
    """A key in typographic quotes: its problem, and the key without them."""
    if len(key) < 2 or key[0] not in QUOTES or key[-1] not in QUOTES:
        return None
    inner = key[1:-1]
    fix = Fix("Use straight quotes", (Edit(place, f'"{inner}"'),))
    message = f'these are typographic quotes; use straight ones: "{shorten(inner)}"'
    return Problem("toml-key", message, place, fixes=(fix,)), inner
