"""Mends one mistake with the quotes of YAML: missing, unclosed, with a wrong escape; knows nothing of structure."""

from __future__ import annotations

import re

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.syntax.yaml_draft import Draft, Fault
from gage.gagefile.syntax.yaml_scalars import quote
from gage.gagefile.text import Span

_OPEN_QUOTE = re.compile(r"(?m)(?:^|[:,\[{-][ \t]+|^[ \t]+)(?:(\")[^\"\n\r]*|(')[^'\n\r]*)$")

_BARE_LINE = Pattern(r"[ ]*(?:- |[\w$-]+:(?:\s|$))").match


def put_in_quotes(code: str, draft: Draft, start: int, end: int, message: str) -> Problem | None:
    """Quote a stretch of one line."""
    if end <= start:
        return None
    quoted, place = quote(draft.text[start:end]), draft.span(start, end)
    draft.quote(start, end)
    return Problem(code, message, place, fixes=(Fix(f"Write {shorten(quoted)}", (Edit(place, quoted),)),))


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
    draft, at, since = fault.draft, fault.at, fault.since
    start = draft.text.rfind("\\", since, at + 1)
    if start < 0:
        return None
    found, place = draft.text[start : start + 2], draft.span(start, start + 2)
    draft.replace(start, start, "\\")
    fix = Fix("Write the backslash twice", (Edit(Span(place.start, place.start), "\\"),))
    message = f"{found} is no escape in double quotes; write the backslash twice: \\{found}"
    return Problem("yaml-escape", message, place, fixes=(fix,))
