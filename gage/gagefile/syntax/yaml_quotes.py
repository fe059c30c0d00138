"""Mends one mistake with the quotes of YAML: missing, unclosed, with a wrong escape; knows nothing of structure."""

from __future__ import annotations

import re

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.escapes import DIGITS, attempted, no_escape, write_twice
from gage.gagefile.syntax.nested_quotes import nested_quotes, quotes_in_quotes
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.syntax.yaml_draft import Draft, Fault
from gage.gagefile.syntax.yaml_scalars import quote
from gage.gagefile.text import Span

_OPEN_QUOTE = re.compile(r"(?m)(?:^|[:,\[{-][ \t]+|^[ \t]+)(?:(\")[^\"\n\r]*|(')[^'\n\r]*)$")

_ESCAPE = Pattern(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[\s\S])")
_ESCAPED = frozenset('0abt\tnvfre "/\\N_LP\r\n\x85\u2028\u2029')
_BARE_LINE = Pattern(r"[ ]*(?:- |[\w$-]+:(?:\s|$))").match


def put_in_quotes(code: str, draft: Draft, start: int, end: int, message: str) -> Problem | None:
    """Quote a stretch of one line."""
    if end <= start:
        return None
    quoted, place = quote(draft.text[start:end]), draft.span(start, end)
    draft.quote(start, end)
    return Problem(code, message, place, fixes=(Fix(f"Write {shorten(quoted)}", (Edit(place, quoted),)),))


def nested_in(draft: Draft, at: int) -> Problem | None:
    """Mend a text in quotes that has the same quotes in it, where words stand right behind the second of them."""
    mark = draft.text[at - 1 : at]
    start = draft.text.rfind(mark, draft.line(at).start, at - 1) if mark and mark in "\"'" else -1
    nested = nested_quotes(draft.text, start) if start >= 0 else None
    if nested is None:
        return None
    problem = quotes_in_quotes(
        mark, draft.span(start, nested.end), [draft.span(index, index + 1) for index in nested.inner]
    )
    if mark == '"':
        draft.replace_all([(Span(index, index), "\\") for index in nested.inner])
    else:
        draft.replace_all([(Span(index, index + 1), '"') for index in (start, nested.end - 1)])
    return problem


def unclosed_string(fault: Fault) -> Problem | None:
    """A string that runs to the end of the text, or one above it that took its opening quote for the closing one."""
    draft, at, since = fault.draft, fault.at, fault.since
    start = open_quote(draft, at)
    return close_quote(draft, since if start is None else start)


def open_quote(draft: Draft, end: int) -> int | None:
    """The first quote before an index that begins a value and is not closed on its line."""
    for match in _OPEN_QUOTE.finditer(draft.text, 0, draft.line(end).start):
        return match.start(1 if match[1] else 2)
    return None


def close_quote(draft: Draft, start: int) -> Problem | None:
    """Close the quote at an index at the end of its line."""
    mark = draft.text[start]
    line = draft.line(start)
    end = line.end
    if not draft.text[line.start : start].strip() and _BARE_LINE(draft.text, start + 1):
        return _remove_quote(draft, start)
    closers = " \t,]}" if draft.open_brackets(start) else " \t"
    end = start + max(1, len(draft.text[start:end].rstrip(closers)))
    place = draft.span(start, end)
    draft.replace(end, end, mark)
    fix = Fix(f"Add the closing {mark}", (Edit(Span(place.end, place.end), mark),))
    return Problem("yaml-unterminated-string", f"this string has no closing {mark}", place, fixes=(fix,))


def _remove_quote(draft: Draft, start: int) -> Problem:
    """Take away a quote before a whole line."""
    mark, place = draft.text[start], draft.span(start, start + 1)
    draft.replace(start, start + 1, "")
    fix = Fix(f"Remove the {mark}", (Edit(place, ""),))
    return Problem("yaml-unterminated-string", f"this {mark} is never closed", place, fixes=(fix,))


def escape(fault: Fault) -> Problem | None:
    """A backslash that begins no escape."""
    draft = fault.draft
    start = _broken_escape(draft.text, fault.since)
    if start is None:
        return None
    found, place = draft.text[start : start + 2], draft.span(start, start + 2)
    if found[1:] in DIGITS:
        problem = no_escape("yaml-escape", draft.text, start)._replace(span=draft.span(*attempted(draft.text, start)))
    else:
        message = f"{found} is no escape in double quotes; write the backslash twice: \\{found}"
        problem = Problem("yaml-escape", message, place)
    draft.replace(start, start, "\\")
    return problem._replace(fixes=(write_twice(place.start),))


def _broken_escape(text: str, start: int) -> int | None:
    """The first backslash behind a place that begins no escape."""
    for match in _ESCAPE.finditer(text, start):
        code = int(match[1] or match[2] or match[3] or "0", 16)
        is_character = code < 0xD800 or 0xDFFF < code <= 0x10FFFF
        if not is_character or (len(match[0]) == 2 and match[0][1] not in _ESCAPED):
            return match.start()
    return None
