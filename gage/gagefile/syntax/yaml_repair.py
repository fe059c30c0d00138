"""Mends one mistake of YAML in its own line, so that reading can go on, and says what it was; never raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.syntax.yaml_anchors import unknown_alias
from gage.gagefile.syntax.yaml_brackets import brackets, stray_closers
from gage.gagefile.syntax.yaml_draft import Draft, Fault
from gage.gagefile.syntax.yaml_quotes import close_quote, escape, nested_in, open_quote, put_in_quotes, unclosed_string
from gage.gagefile.syntax.yaml_scalars import quote
from gage.gagefile.syntax.yaml_slips import equals, line_without_key
from gage.gagefile.text import Span

MISFIT = "this line does not fit the lines around it; check its indentation, quotes and brackets"

_MOST_LINES = 1000  # that are looked at for an indentation
_FIRST_WORD = Pattern(r"\"[^\"\n]*\"|'[^'\n]*'|[^\s:]+").match
_BLANK = " \t\x85\u2028\u2029"
"""What YAML passes over before a text, lines that only it ends among it."""

_TAB_INDENT = Pattern(r"(?:\A|(?<=[\r\n\x85\u2028\u2029]))[ ]*\t[ \t]*")


def mend(error: Exception, draft: Draft) -> Problem | None:
    """Change a draft so that an error of PyYAML's is gone from it, and tell the mistake; None if nothing is left.

    The rules know the words of libyaml and of PyYAML's own scanner.
    """
    length = len(draft.text)
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    at = min(mark.index, length) if mark else length
    since = min(context.index, length) if context else at
    words = f"{getattr(error, 'context', None)}: {getattr(error, 'problem', None)}"
    before = draft.text
    if problem := nested_in(draft, at):
        return problem
    for needle, rule in _RULES:
        if needle in words and not draft.is_overgrown:
            problem = rule(Fault(draft, at, since))
            if problem and draft.text != before:
                return problem
            break
    return _drop_line(draft, at)


def _colon(fault: Fault) -> Problem | None:
    """A key stands alone on its line, or its colon is missing before the value."""
    draft, since = fault.draft, fault.since
    if draft.text[since : since + 1] in ("[", "{"):
        return brackets(fault)
    line = draft.line(since)
    meant = None if draft.text[line.start : since].strip() else line_without_key(draft, line)
    return meant or _add_colon(draft, line, since)


def _add_colon(draft: Draft, line: Span, start: int, whole: bool = False) -> Problem | None:
    """Add the colon after the first word of a line, or after all of it."""
    end = draft.content_end(line)
    if problem := equals(draft, start, end):
        return problem
    word = _FIRST_WORD(draft.text, start, end)
    if not word:
        return None
    if draft.text.startswith(":", word.end()):
        glued = draft.text[word.end() + 1 : end][:1].strip()
        return _add_space(draft, word.end() + 1) if glued else None
    end = end if whole else word.end()
    key = draft.text[start:end]
    place = draft.span(end, end)
    draft.replace(end, end, ":")
    add = Fix("Add a colon", (Edit(place, ":"),))
    return Problem("yaml-expected-colon", f"expected ':' after '{shorten(key)}'", place, fixes=(add,))


def _add_space(draft: Draft, at: int) -> Problem:
    """Add the space without which a colon is part of the text."""
    place = draft.span(at, at)
    draft.replace(at, at, " ")
    add = Fix("Add a space", (Edit(place, " "),))
    return Problem("yaml-expected-space", "a space must follow ':'", place, fixes=(add,))


def _bad_start(fault: Fault) -> Problem | None:
    """A tab in the indentation, or a character that YAML reserves at the start of a value."""
    draft, at = fault.draft, fault.at
    line = draft.line(at)
    if "\t" in draft.text[line.start : at + 1] and not draft.text[line.start : at].strip(_BLANK):
        return _tabs(draft)
    end = draft.value_end(at)
    key = re.compile(r"[^\s:]+(?=:(?:\s|$))").match(draft.text, at, end)
    found = draft.text[at : key.end() if key else end]
    message = f"text cannot begin with '{draft.text[at]}' in YAML; quote it: {shorten(quote(found))}"
    return put_in_quotes("yaml-reserved-character", draft, at, at + len(found), message)


def _tabs(draft: Draft) -> Problem:
    """Tabs indent lines; one mistake, however many lines it is made in."""
    found = _TAB_INDENT.finditer(draft.text)
    changes = [(Span(*match.span()), match[0].replace("\t", "  ")) for match in found]
    place = draft.span(*changes[0][0])
    few = changes if len(changes) <= _MOST_LINES else []  # a fix of more is no mend that anyone looks over
    edits = tuple(Edit(draft.span(*span), spaces) for span, spaces in few)
    fixes = (Fix("Indent with spaces", edits),) if edits else ()
    draft.replace_all(changes)
    return Problem("yaml-tab", "tabs cannot be used to indent YAML; use spaces", place, fixes=fixes)


def _sigil(fault: Fault) -> Problem | None:
    """A text that begins with ``*`` or ``&`` and is neither alias nor anchor."""
    draft, since = fault.draft, fault.since
    end = draft.value_end(since)
    found = draft.text[since:end]
    if found.startswith("*"):
        problem = unknown_alias(found, draft.span(since, end))
        draft.quote(since, end)
        return problem
    message = f"'{shorten(found)}' is read as a YAML anchor; quote it: {shorten(quote(found))}"
    return put_in_quotes("yaml-anchor", draft, since, end, message)


def _tag(fault: Fault) -> Problem | None:
    draft, at, since = fault.draft, fault.at, fault.since
    start = min(at, since)
    end = draft.value_end(start)
    found = draft.text[start:end]
    message = f"'{shorten(found)}' is read as a YAML tag; quote it: {shorten(quote(found))}"
    return put_in_quotes("yaml-tag", draft, start, end, message)


def _block_text(fault: Fault) -> Problem | None:
    """Text behind ``|`` or ``>``: a command with a pipe, most likely."""
    draft, since = fault.draft, fault.since
    end = draft.value_end(since)
    found = draft.text[since:end]
    message = f"only a line end may follow '{found[:1]}' here; quote the text: {shorten(quote(found))}"
    return put_in_quotes("yaml-reserved-character", draft, since, end, message)


def _no_content(fault: Fault) -> Problem | None:
    """A value that begins with a closing bracket or a comma."""
    draft, at = fault.draft, fault.at
    end = draft.content_end(draft.line(at))
    if at >= end:
        return None
    found = draft.text[at:end]
    message = f"text cannot begin with '{found[0]}' in YAML; quote it: {shorten(quote(found))}"
    return put_in_quotes("yaml-reserved-character", draft, at, end, message)


def _second_colon(fault: Fault) -> Problem | None:
    """A colon where no key can end: in a value, under a value, or below a key that lacks its own colon."""
    draft, at = fault.draft, fault.at
    line = draft.line(at)
    value = draft.value_start(line)
    if value is not None and value <= at:
        end = draft.content_end(line)
        message = f"a value with ': ' in it must be quoted: {shorten(quote(draft.text[value:end]))}"
        return put_in_quotes("yaml-colon-in-value", draft, value, end, message)
    above = draft.line_above(line.start)
    if above is None:
        return None
    first = above.start + draft.indent(above)
    if draft.value_start(above) is None and draft.text[first] != "-" and draft.indent(above) <= draft.indent(line):
        return _add_colon(draft, above, first, whole=draft.indent(above) < draft.indent(line))
    message = "this line is indented deeper than the line above it, which has a value already"
    return _indent(draft, line, draft.indent(above), message)


def _dash(fault: Fault) -> Problem | None:
    """A list begins on the line of its key."""
    draft, at = fault.draft, fault.at
    end = draft.content_end(draft.line(at))
    message = f"a list item needs a line of its own; if this is text, quote it: {shorten(quote(draft.text[at:end]))}"
    return put_in_quotes("yaml-list-item", draft, at, end, message)


def _block(fault: Fault) -> Problem | None:
    """What comes next belongs neither to the value before it nor to the collection."""
    draft, at = fault.draft, fault.at
    line = draft.line(at)
    start = open_quote(draft, at)
    if start is not None:
        return close_quote(draft, start)
    if draft.text[line.start : at].strip():
        return _more_text(draft, line, at)
    if stray := stray_closers(draft, at):
        return stray
    if draft.text.startswith("-", at):
        return _drop_line(draft, at, "yaml-list-item", "a list item cannot stand among keys")
    width = _nearest_indent(draft, line)
    if width is None:
        return None
    return _indent(draft, line, width, "the indentation of this line fits none of the lines above it")


def _list(fault: Fault) -> Problem | None:
    """A line among the items of a list that is no item."""
    draft, at = fault.draft, fault.at
    line = draft.line(at)
    if draft.text[line.start : at].strip() or draft.text[at : at + 1] in ("]", "}", "-"):
        return _block(fault)
    return _drop_line(draft, at, "yaml-list-item", "this line stands among the items of a list; begin it with '- '")


def _more_text(draft: Draft, line: Span, at: int) -> Problem | None:
    """Text behind a value that is complete already."""
    end = draft.content_end(line)
    if not draft.text[at:end].strip(" \t]}") and (stray := stray_closers(draft, at)):
        return stray
    value = draft.value_start(line)
    if value is None or value >= at:
        return None
    whole = shorten(quote(draft.text[value:end]))
    message = f"there is more text behind the value; if they belong together, quote the whole: {whole}"
    return put_in_quotes("yaml-text-after-value", draft, value, end, message)


def _nearest_indent(draft: Draft, line: Span) -> int | None:
    """The indentation of the keys above that comes nearest to that of a line."""
    own, found = draft.indent(line), None
    above = draft.line_above(line.start)
    for _ in range(_MOST_LINES):
        if above is None:
            break
        width = draft.indent(above)
        is_key = draft.value_start(above) is not None and draft.text[above.start + width] != "-"
        if width and width != own and is_key and (found is None or abs(width - own) < abs(found - own)):
            found = width
        above = draft.line_above(above.start)
    return found


def _indent(draft: Draft, line: Span, width: int, message: str) -> Problem | None:
    """Move a line, and those below that are indented deeper, to another indentation."""
    own = draft.indent(line)
    lines = [line]
    while lines[-1].end < len(draft.text):
        below = draft.line(lines[-1].end + (2 if draft.text.startswith("\r\n", lines[-1].end) else 1))
        if draft.text[below.start : below.end].strip() and draft.indent(below) <= own:
            break
        lines.append(below)
    edits = []
    for moved in lines:
        if draft.text[moved.start : moved.end].strip():
            spaces = " " * max(0, draft.indent(moved) + width - own)
            edits.append((Span(moved.start, moved.start + draft.indent(moved)), spaces))
    fix = Fix("Correct the indentation", tuple(Edit(draft.span(*span), spaces) for span, spaces in edits))
    place = draft.span(line.start, line.start + own)
    draft.replace_all(edits)
    return Problem("yaml-indentation", message, place, fixes=(fix,))


def _drop_line(draft: Draft, at: int, code: str = "yaml-syntax", message: str = MISFIT) -> Problem | None:
    """Leave out the line that nothing else is known about, or the one above where it is empty."""
    line: Span | None = draft.line(at)
    if line and not draft.text[line.start : line.end].strip():
        line = draft.line_above(line.start)
    if line is None:
        return None
    start, end = line.start + draft.indent(line), draft.content_end(line)
    place = draft.span(start, max(start, end))
    draft.blank(line.start, line.end)
    return Problem(code, message, place)


_Rule = Callable[[Fault], Problem | None]
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("find expected ':'", _colon),
    ("cannot start any token", _bad_start),
    ("tab character", _bad_start),
    ("scanning an alias", _sigil),
    ("scanning an anchor", _sigil),
    ("unexpected end of stream", unclosed_string),
    ("unexpected document", unclosed_string),
    ("quoted scalar", escape),
    ("mapping values", _second_colon),
    ("sequence entries", _dash),
    ("scanning a block scalar", _block_text),
    ("flow", brackets),
    ("block node", _no_content),
    ("tag", _tag),
    ("block mapping", _block),
    ("block collection", _list),
)
