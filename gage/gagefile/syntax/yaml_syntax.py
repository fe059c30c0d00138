"""Tolerant YAML: what PyYAML's safe loader reads, with places; mends broken text line by line and never raises."""

from __future__ import annotations

import re

import yaml

from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import nesting
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import MOST_PROBLEMS, duplicate_key, shorten
from gage.gagefile.syntax.yaml_anchors import Anchors
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.syntax.yaml_repair import MISFIT, mend
from gage.gagefile.syntax.yaml_tree import TooDeepError, TreeBuilder
from gage.gagefile.text import Span

MOST_REPAIRS = 25
"""In one operation; after so many the rest of it is left out."""

_MOST_SKIPPED = 8
# Byte-order marks behind the first character are refused too: libyaml leaves them out where a text begins with one.
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+")
_TOP = re.compile(r"(?m)^(?![ \t\r\n#}\]:]|---|\.\.\.|%|- |-$)")
_DOCUMENT = Pattern(r"(?m)^(?:---|\.\.\.)(?=\s|$)")
_BARE_KEY = Pattern(r"[\w$-]+:(?:\s|$)").match
_HEAD = re.compile(r"(?m)^(?:%|---|[ \t]*#)[^\r\n]*$")
_BEFORE_DOCUMENT = Pattern(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n]+|%[^\r\n]*[\r\n]+)*").match
_ERRORS = (yaml.YAMLError, ValueError, OverflowError)


def parse(text: str) -> tuple[Node, list[Problem]]:
    """The tree of a text and what is wrong with it, in order of place.

    The text is read as a whole first. Only where that fails is it cut at the keys in the first column, so that a
    mistake stays in its operation, and each piece is read by itself and mended as far as needed.
    """
    cleaned, problems = _clean(text)
    start = int(text.startswith("\ufeff"))
    reading = _Reading(cleaned, Draft(cleaned[start:], start), Anchors())
    if reading.strictly():
        root = reading.builder.root
        problems += reading.problems
    else:
        root, found = _by_operation(cleaned, start)
        problems += found or [_unexplained(reading.error, reading.draft)]
    if root is None:
        root = Scalar("missing", len(text), len(text))
    return root, sorted(problems, key=lambda problem: problem.span)[:MOST_PROBLEMS]


def _clean(text: str) -> tuple[str, list[Problem]]:
    """The text with replacements for the characters YAML refuses, one for one."""
    problems = []
    start = int(text.startswith("\ufeff"))
    for match in _NOT_ALLOWED.finditer(text, start):
        span = Span(*match.span())
        remove = Fix("Remove it", (Edit(span, ""),))
        message = f"the character U+{ord(match[0][0]):04X} is not allowed in YAML; remove it"
        problems.append(Problem("yaml-character", message, span, fixes=(remove,)))
    if not problems:
        return text, problems
    return text[:start] + _NOT_ALLOWED.sub(lambda match: "\ufffd" * len(match[0]), text[start:]), problems


class _Reading:
    """One piece of text on its way to a tree."""

    def __init__(self, text: str, draft: Draft, anchors: Anchors) -> None:
        self.text = text
        self.draft = draft
        self.known = anchors
        self.builder = TreeBuilder(text, draft.place, anchors, {})
        self.skipped: dict[int, int] = {}
        self.told: list[Problem] = []
        self.error: Exception = ValueError()

    @property
    def problems(self) -> list[Problem]:
        return self.told + self.builder.problems

    def strictly(self) -> bool:
        """Read without mending; whether that went well."""
        while self._fails():
            if not isinstance(self.error, TooDeepError) or not self._pass_over(self.error):
                return False
        return True

    def leniently(self, mending: bool) -> None:
        """Read, and mend what is in the way; what then stays unreadable is left out."""
        for _ in range(MOST_REPAIRS + _MOST_SKIPPED):
            if not self._fails():
                return
            if not mending:
                break
            if isinstance(self.error, TooDeepError):
                if not self._pass_over(self.error):
                    break
            elif (problem := mend(self.error, self.draft)) and not self._is_told(problem):
                self.told.append(problem)
            else:
                break
        self.builder.close_all()

    def _is_told(self, problem: Problem) -> bool:
        """Whether a mend was tried before: then it did not help, and would not the next time."""
        return any((told.code, told.span) == (problem.code, problem.span) for told in self.told)

    def _fails(self) -> bool:
        """Read the draft as it is now; ``error`` is what stopped that."""
        self.builder = TreeBuilder(self.text, self.draft.place, Anchors(self.known), self.skipped)
        try:
            self.builder.read(self.draft.text)
        except (TooDeepError, *_ERRORS) as error:
            self.error = error
            return True
        return False

    def _pass_over(self, error: TooDeepError) -> bool:
        """Take the bracket that opens one level too many, and what is in it, out of the way."""
        start = self.draft.place(error.index)
        self.told.append(nesting.too_deep(start))
        end = nesting.skip(self.draft.text, error.index) if error.in_brackets else None
        if end is None or len(self.skipped) >= _MOST_SKIPPED:
            return False
        self.skipped[start] = self.draft.place(end)
        self.draft.replace(error.index, end, "~" + " " * (end - error.index - 1))
        return True


def _by_operation(text: str, start: int) -> tuple[Node | None, list[Problem]]:
    end, problems = _first_document(text, start)
    pieces = _pieces(text, start, end)
    root = Object(pieces[0], end)
    anchors = Anchors()
    for piece, next_piece in zip(pieces, [*pieces[1:], end], strict=True):
        reading = _Reading(text, Draft(text[piece:next_piece], piece), anchors)
        reading.leniently(mending=len(problems) < MOST_PROBLEMS)
        anchors = reading.builder.anchors
        problems += reading.problems
        node = reading.builder.root
        if isinstance(node, Object):
            problems += _adopt(root, node)
        elif isinstance(node, Scalar) and node.kind == "string":
            problems += _half_typed(root, text, node)
        elif node is not None and len(pieces) == 1:
            return node, problems
    if root.entries:
        last = root.entries[-1]
        root.start, root.end = root.entries[0].key_start, max(last.key_end, last.value.end)
    return root, problems


def _first_document(text: str, start: int) -> tuple[int, list[Problem]]:
    """Where the first document ends, and the problem that there is a second."""
    before = _BEFORE_DOCUMENT(text, start)
    begin = before.end() if before else start
    for match in _DOCUMENT.finditer(text, begin):
        if match.start() > begin and text[match.end() :].strip():
            message = "a gagefile is one document; a second one begins here and is not read"
            return match.start(), [Problem("yaml-several-documents", message, Span(*match.span()))]
    return len(text), []


def _pieces(text: str, start: int, end: int) -> list[int]:
    """Where the operations begin; comments and markers before the first belong to it."""
    starts = [match.start() for match in _TOP.finditer(text, start, end) if match.start() < end]
    if starts and text[starts[0]] in "[{" and not any(_BARE_KEY(text, other) for other in starts[1:]):
        return [start]
    if starts and not _HEAD.sub("", text[start : starts[0]]).strip():
        starts.pop(0)
    return [start, *starts]


def _unexplained(error: Exception, draft: Draft) -> Problem:
    """The problem of a text that fails as a whole though every piece of it can be read."""
    mark = getattr(error, "problem_mark", None)
    line = draft.line(mark.index if mark else len(draft.text))
    return Problem("yaml-syntax", MISFIT, draft.span(line.start, draft.content_end(line)))


def _adopt(root: Object, piece: Object) -> list[Problem]:
    """Move the entries of a piece to the root."""
    problems = []
    for entry in piece.entries:
        first = root.by_key.get(entry.key)
        if first:
            problems.append(duplicate_key(entry, first))
        root.entries.append(entry)
    root.by_key.update(piece.by_key)
    return problems


def _half_typed(root: Object, text: str, node: Scalar) -> list[Problem]:
    """Keep text in the first column that is no entry yet as a key without a value."""
    end = node.start + len(text[node.start : node.end].partition("\n")[0].rstrip())
    key = text[node.start : end]
    place = Span(end, end)
    entry = Entry(key, node.start, end, Scalar("missing", end, end))
    root.entries.append(entry)
    root.by_key[key] = entry
    add = Fix("Add a colon", (Edit(place, ":"),))
    return [Problem("yaml-expected-colon", f"expected ':' after '{shorten(key)}'", place, fixes=(add,))]
