"""Mends lines of YAML that lack a space, a colon or their indentation where it is plain what they were meant as."""

from __future__ import annotations

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.text import Span

_MOST_LINES = 1000
_DASH = Pattern(r"-(?=[^\s-])").match
_ITEM = Pattern(r"[ ]*-(?=[ ]|$)").match
_KEY_ALONE = Pattern(r"[ ]*(?:-[ ]+)*[^\s#][^\r\n]*:[ \t]*$").match
_TEXT_BELOW = Pattern(r"[ ]*(?:-[ ]+)*([^\s:#]+):[ \t]+[|>][-+0-9]{0,2}$").match
_KEY = Pattern(r"[ ]*(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[\w$.-]+):(?=\s|$)").match
_EQUALS = Pattern(r"([\w$.-]+)([ \t]*=>?[ \t]*)(?![=\s])").match


def line_without_key(draft: Draft, line: Span) -> Problem | None:
    """Mend a line that cannot stand among keys without being one; None where it was not plainly meant as another."""
    above = draft.line_above(line.start)
    if above is not None and draft.indent(above) <= draft.indent(line):
        written = draft.text[above.start : draft.content_end(above)]
        if match := _TEXT_BELOW(written):
            return _text_below(draft, line, match[1])
        if _KEY_ALONE(written) or (_ITEM(written) and draft.indent(above) == draft.indent(line)):
            return _dash(draft, line)
    return None


def _dash(draft: Draft, line: Span) -> Problem | None:
    """An item of a list whose dash is glued to it."""
    match = _DASH(draft.text, line.start + draft.indent(line))
    if match is None:
        return None
    place = draft.span(*match.span())
    draft.replace(match.end(), match.end(), " ")
    add = Fix("Add a space", (Edit(Span(place.end, place.end), " "),))
    return Problem("yaml-expected-space", "a space must follow '-'", place, fixes=(add,))


def _text_below(draft: Draft, line: Span, key: str) -> Problem:
    """The lines of a text that are not indented deeper than its key."""
    text, own = draft.text, draft.indent(line)
    lines = [line]
    while lines[-1].end < len(text) and len(lines) < _MOST_LINES:
        below = draft.line(lines[-1].end + (2 if text.startswith("\r\n", lines[-1].end) else 1))
        if text[below.start : below.end].strip() and (draft.indent(below) < own or _KEY(text, below.start)):
            break
        lines.append(below)
    edits = [(Span(one.start, one.start), "  ") for one in lines if text[one.start : one.end].strip()]
    fix = Fix("Indent the text", tuple(Edit(draft.span(*span), spaces) for span, spaces in edits))
    place = draft.span(line.start + own, line.end)
    draft.replace_all(edits)
    message = f"the lines of a text must be indented deeper than their key '{shorten(key)}'"
    return Problem("yaml-indentation", message, place, fixes=(fix,))


def equals(draft: Draft, start: int, end: int) -> Problem | None:
    """An equals sign behind the first word of a line, where the colon belongs."""
    match = _EQUALS(draft.text, start, end)
    if match is None:
        return None
    sign = match[2].strip()
    at = match.start(2) + match[2].index(sign)
    place, whole = draft.span(at, at + len(sign)), draft.span(*match.span(2))
    draft.replace(*match.span(2), ": ")
    fix = Fix("Change to :", (Edit(whole, ": "),))
    return Problem("yaml-expected-colon", f"YAML writes ': ' after a key, not '{sign}'", place, fixes=(fix,))
