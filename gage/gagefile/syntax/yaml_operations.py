"""YAML that cannot be read as a whole, read operation by operation, so that a mistake stays where it was made."""

from __future__ import annotations

import re

from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import MOST_PROBLEMS, duplicate_key, shorten
from gage.gagefile.syntax.yaml_anchors import Anchors
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.syntax.yaml_reading import MOST_EFFORT, Reading
from gage.gagefile.text import Span

_TOGETHER = 16  # operations read at once, first
_TOP = re.compile(r"(?m)^(?![ \t\r\n#}\]:]|---|\.\.\.|%|-(?:\s|\Z))")
_DOCUMENT = Pattern(r"(?m)^(?:---|\.\.\.)(?=\s|$)")
_BARE_KEY = Pattern(r"[\w$-]+:(?:\s|$)").match
_KEY = Pattern(r"[^\s:]+(?=:(?:\s|$))").match
_HEAD = re.compile(r"(?m)^(?:%|---|[ \t]*#)[^\r\n]*$")
_BEFORE_DOCUMENT = Pattern(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n]+|%[^\r\n]*[\r\n]+)*").match


class Operations:
    """The operations of a document, gathered under ``root``.

    ``whole`` is the reading of all of it that failed; ``effort`` is what may still be spent on reading text again. When
    it is used up, as much again goes to reading what has no mistakes.
    """

    def __init__(self, text: str, start: int, whole: Reading) -> None:
        self.text = text
        self.whole = whole
        end, self.problems = _first_document(text, start)
        self.pieces = [*_pieces(text, start, end), end]
        self.root = Object(self.pieces[0], end)
        self.anchors = Anchors()
        self.effort = MOST_EFFORT

    def read(self) -> tuple[Node | None, list[Problem]]:
        """The tree and the problems; the root may be no mapping where all there is stands in one piece."""
        if len(self.pieces) > 2:
            self._all_pieces()
        else:
            node = self._only_piece()
            if node is not None and not self.root.entries:
                return node, self.problems
        if self.root.entries:
            last = self.root.entries[-1]
            self.root.start = self.root.entries[0].key_start
            self.root.end = max(last.key_end, last.value.end)
        return self.root, self.problems

    def _only_piece(self) -> Node | None:
        if self.pieces[1] < len(self.text):
            return self._piece(0)
        self.whole.leniently(self.effort, has_failed=True)
        return self._take(self.whole)

    def _all_pieces(self) -> None:
        """Read pieces together, more and more of them for as long as that goes well: to begin costs most."""
        at, together, count = 0, _TOGETHER, len(self.pieces) - 1
        while at < count:
            following = min(at + together, count)
            if self._group(at, following):
                together *= 2
            else:
                together = _TOGETHER
                self._one_by_one(at, following)
            at = following

    def _one_by_one(self, first: int, last: int) -> None:
        for index in range(first, last):
            if self.effort > 0:
                self._piece(index)
            else:
                self._outline(index)

    def _group(self, first: int, last: int) -> bool:
        """Read pieces together; whether that went well, and each of them is one operation."""
        if self.effort < -MOST_EFFORT:
            return False
        begin, end = self.pieces[first], self.pieces[last]
        reading = Reading(self.text, Draft(self.text[begin:end], begin), self.anchors)
        read = reading.strictly()
        node = reading.builder.root
        if read and isinstance(node, Object) and len(node.entries) == last - first:
            self._take(reading)
            return True
        self.effort -= reading.cost
        self.anchors.forget()
        return False

    def _piece(self, index: int) -> Node | None:
        """Read one piece, mended as far as needed."""
        begin, end = self.pieces[index], self.pieces[index + 1]
        reading = Reading(self.text, Draft(self.text[begin:end], begin), self.anchors)
        if len(self.problems) < MOST_PROBLEMS:
            self.effort = reading.leniently(self.effort)
        else:
            self.effort -= reading.cost
            reading.leniently(0)
        return self._take(reading)

    def _take(self, reading: Reading) -> Node | None:
        """Move what was read to the root; the value where it is neither a mapping nor a half-typed key."""
        self.problems += reading.problems
        node = reading.builder.root
        if isinstance(node, Object):
            self._adopt(node)
        elif isinstance(node, Scalar) and node.kind == "string":
            self.problems += half_typed(self.root, self.text, node)
        else:
            return node
        return None

    def _adopt(self, piece: Object) -> None:
        """Move the entries of a piece to the root."""
        root = self.root
        for entry in piece.entries:
            first = root.by_key.get(entry.key)
            if first and len(self.problems) < MOST_PROBLEMS:
                self.problems.append(duplicate_key(entry, first))
        root.entries += piece.entries
        root.by_key.update(piece.by_key)

    def _outline(self, index: int) -> None:
        """Keep the key alone of an operation, where no effort is left to find out what is wrong in it."""
        begin = self.pieces[index]
        if key := _KEY(self.text, begin):
            entry = Entry(key[0], begin, key.end(), Scalar("error", key.end() + 1, self.pieces[index + 1]))
            self.root.entries.append(entry)
            self.root.by_key[key[0]] = entry


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


def half_typed(root: Object, text: str, node: Scalar) -> list[Problem]:
    """Keep a word in the first column that is no entry yet as a key without a value."""
    end = node.start + len(text[node.start : node.end].partition("\n")[0].rstrip())
    # Nothing stands behind a tag that has no name yet.
    start = node.start if end > node.start else max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    key = text[start:end].rstrip()
    if " " in key:
        message = "this text is no operation: an operation is a name with a colon, and keys like 'exec' below it"
        return [Problem("yaml-expected-colon", message, Span(start, end))]
    place = Span(end, end)
    entry = Entry(key, start, end, Scalar("missing", end, end))
    root.entries.append(entry)
    root.by_key[key] = entry
    add = Fix("Add a colon", (Edit(place, ":"),))
    return [Problem("yaml-expected-colon", f"expected ':' after '{shorten(key)}'", place, fixes=(add,))]
