"""Mends one mistake between the brackets of YAML: unclosed ones, wrong ones, commas; knows nothing of blocks."""

from __future__ import annotations

import re

from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.brackets import CLOSERS, closes_nothing, unclosed, wrongly_closed
from gage.gagefile.syntax.nesting import unread
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.syntax.yaml_draft import Draft, Fault
from gage.gagefile.text import Span

_RUN = Pattern(r"\]+|\}+").match
_BLOCK_LINES = Pattern(r"\s*(?:- |[\w$-]+:(?:\s|$))(?!.*,[ \t]*$)", re.MULTILINE).match
_KEY_LINE = r"[ \t]*[\w$-]+:(?=\s|$)"
_KEY_AHEAD = Pattern(_KEY_LINE).match


def brackets(fault: Fault) -> Problem | None:
    """Tell and mend what is wrong at an index that has brackets around it; None where none are open."""
    draft, at = fault.draft, fault.at
    opened = draft.open_brackets(at)
    char = draft.text[at : at + 1]
    if not opened:
        return None
    opener = opened[-1]
    closer = CLOSERS[draft.text[opener]]
    if char in ("]", "}"):
        outer = any(CLOSERS[draft.text[index]] == char for index in opened[:-1])
        return _close(draft, opener, at) if outer else _wrong_closer(draft, opener, at)
    if _stands_before_block(draft, opener):
        return _remove(draft, opener)
    end = _last_line_end(draft, opener)
    if at >= end:
        return _close(draft, opener, end)
    if char == ",":
        place = draft.span(at, at + 1)
        draft.blank(at, at + 1)
        remove = Fix("Remove the comma", (Edit(place, ""),))
        return Problem("yaml-extra-comma", "there is no value before this comma", place, fixes=(remove,))
    return _missing_comma(draft, opener, at, closer)


def _last_line_end(draft: Draft, opener: int) -> int:
    """Where the lines end that can belong to a bracket: those indented deeper than its own."""
    line = draft.line(opener)
    text = draft.text
    # Brackets around the whole document may hold unindented lines.
    outside = [f" {{0,{draft.indent(line)}}}(?![ #])(?=[^\\S\\r\\n]*[^\\s#])"] if text[:opener].strip() else []
    outside += [_KEY_LINE] if text[opener] == "[" else []
    following = re.compile(rf"[\r\n](?:{'|'.join(outside)})").search(text, line.end) if outside else None
    last = line.start
    for last in draft.contents(line.end, following.start() if following else len(text)):  # noqa: B007  # the last one
        pass
    return draft.content_end(draft.line(last))


def _stands_before_block(draft: Draft, opener: int) -> bool:
    """Whether a bracket stands before the first key of a line, and the next line goes on without brackets."""
    line = draft.line(opener)
    content = draft.text[opener + 1 : draft.content_end(line)]
    if draft.text[line.start : opener].strip() or not _KEY_AHEAD(content) or content.endswith(("[", "{", ",")):
        return False
    return _BLOCK_LINES(draft.text, line.end) is not None


def unclosed_value(draft: Draft, index: int) -> tuple[Span, Problem]:
    """Where a value in brackets begins and ends that holds an index and is not closed, and its problem."""
    opener = min(draft.open_brackets(index), default=index)
    place = draft.span(*unread(draft.text, opener, index))
    end = max(_last_line_end(draft, opener), opener + 1)
    return Span(opener, end), Problem("yaml-unclosed", unclosed(draft.text[opener]), place)


def _remove(draft: Draft, opener: int) -> Problem:
    char, place = draft.text[opener], draft.span(opener, opener + 1)
    draft.replace(opener, opener + 1, "")
    fix = Fix(f"Remove the {char}", (Edit(place, ""),))
    return Problem("yaml-unclosed", unclosed(char), place, fixes=(fix,))


def _close(draft: Draft, opener: int, at: int) -> Problem:
    char = draft.text[opener]
    place = draft.span(opener, opener + 1)
    fix = Fix(f"Add the closing {CLOSERS[char]}", (Edit(draft.span(at, at), CLOSERS[char]),))
    draft.replace(at, at, CLOSERS[char])
    return Problem("yaml-unclosed", unclosed(char), place, fixes=(fix,))


def _wrong_closer(draft: Draft, opener: int, at: int) -> Problem:
    char, closer = draft.text[opener], CLOSERS[draft.text[opener]]
    place = draft.span(at, at + 1)
    message = wrongly_closed(char, draft.text[at])
    draft.replace(at, at + 1, closer)
    fix = Fix(f"Change to {closer}", (Edit(place, closer),))
    return Problem("yaml-unmatched", message, place, fixes=(fix,))


def stray_closers(draft: Draft, at: int) -> Problem | None:
    """Take away closing brackets that stand where none is open, if there are any."""
    run = _RUN(draft.text, at)
    if run is None:
        return None
    place = draft.span(*run.span())
    draft.blank(*run.span())
    remove = Fix(f"Remove the {shorten(run[0])}", (Edit(place, ""),))
    return Problem("yaml-unmatched", closes_nothing(run[0]), place, fixes=(remove,))


def _missing_comma(draft: Draft, opener: int, at: int, closer: str) -> Problem | None:
    before = draft.text[opener + 1 : at].rstrip()
    if draft.text[at : at + 1] == ":":
        # `{a: 1 b: 2}`: the last word of the value is the next key.
        before = before[: len(before) - len(before.split()[-1])].rstrip() if before.split() else ""
    if not before:
        return None
    index = opener + 1 + len(before)
    place = draft.span(index, index)
    draft.replace(index, index, ",")
    add = Fix("Add a comma", (Edit(place, ","),))
    return Problem("yaml-missing-comma", f"expected ',' or '{closer}' here", place, fixes=(add,))
