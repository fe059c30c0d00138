"""Tolerant JSON5: text to nodes and problems; keeps what it can read of broken text and never raises."""

from __future__ import annotations

from collections.abc import Callable

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import json_slips, json_text
from gage.gagefile.syntax.brackets import closes_nothing, unclosed, wrongly_closed
from gage.gagefile.syntax.json_layout import Level, closes_wrongly, verdict
from gage.gagefile.syntax.json_reader import LOCAL, OutOfPatienceError, Reader
from gage.gagefile.syntax.nesting import MOST_LEVELS, too_deep, unread
from gage.gagefile.syntax.wording import MOST_PROBLEMS, duplicate_key, shorten
from gage.gagefile.text import Span


def parse(text: str) -> tuple[Node, list[Problem]]:
    """The tree of a text and what is wrong with it, in order of place."""
    return read_twice(Parser, text)


def read_twice(parser_of: Callable[[str, bool, int], Parser], text: str) -> tuple[Node, list[Problem]]:
    """What a parser makes of a text, and what is wrong with it, in order of place.

    The text is read to the letter first. Only where its structure turns out broken is it read again with an eye on
    its lines and indentation, and that reading is taken unless it finds more than twice as many mistakes: then the
    lines are laid out in a way of their own.
    """
    parser = parser_of(text, False, MOST_PROBLEMS)
    is_whole = parser.reads()
    if any(problem.code not in LOCAL for problem in parser.problems):
        again = parser_of(text, True, min(2 * len(parser.problems), MOST_PROBLEMS))
        if again.reads() or not is_whole:
            parser = again
    return parser.root, sorted(parser.problems, key=lambda problem: problem.span)


_DEEPEST_KEY = 2  # levels around the values of an operation


class Parser(Reader):
    """One reading of a text; ``levels`` are the collections around the cursor, ``root`` what is read by now."""

    def __init__(self, text: str, by_layout: bool, patience: int = MOST_PROBLEMS) -> None:
        super().__init__(text, by_layout, patience)
        self.root: Node = Scalar("missing", 0, 0)
        self.levels: list[Level] = []
        self.wanted = {"}": 0, "]": 0, "": 0}  # how many levels wait for each closer
        self.unread: int | None = None  # the level whose brackets nest too deep and are not closed
        self.beyond = ""  # what follows the text

    def reads(self) -> bool:
        """Read as much as is borne; whether that is all."""
        try:
            self._document()
        except OutOfPatienceError:
            return False
        return True

    def _document(self) -> None:
        """Read the root; whatever text follows it is reported."""
        if not self.skip():
            end = len(self.text)
            self.root = Scalar("missing", end, end)
            braces = Fix("Write an empty object", (Edit(Span(end, end), "{}"),))
            self.report("json-empty", end, end, "there is nothing in this file; write at least {}", braces)
            return
        if self.by_layout and json_text.member_ahead(self.text, self.at):
            self.root = self._bare_object(self.at, "expected '{' before the first key")
        else:
            self.root = self._value()
        self._rest()

    def _rest(self) -> None:
        """Report whatever follows the root."""
        while char := self.skip():
            if char in "]}":
                self._stray_closer()
            elif char == ",":
                self.comma(separated=True)
            elif problem := json_slips.needless_end(self.text, self.at):
                self.note(problem)
                self.at += 1
            else:
                message = "this text stands after the end of the document; is a bracket before it closed too early?"
                self.report("json-trailing-text", self.at, len(self.text.rstrip()), message)
                break

    def _value(self) -> Node:
        """The value at the cursor, or a gap of no width where none begins."""
        self.count()
        text, at = self.text, self.at
        char = text[at : at + 1]
        if char == '"' and (match := json_text.plain_string(text, at)):
            self.at = match.end()
            return Scalar("string", at, self.at, match[1])
        if not char or char in ",:]}":
            self.report("json-expected-value", at, at, "expected a value here")
            return Scalar("missing", at, at)
        if char in "{[":
            if len(self.levels) >= MOST_LEVELS:
                return self._too_deep()
            node = self._object() if char == "{" else self._array()
            return Scalar("error", *node.span) if self.unread == len(self.levels) else node
        if char in "\"'":
            return self.string()
        return self.number() or self.constant() or self.odd_quotes() or self.bare_text()

    def _too_deep(self) -> Scalar:
        start = self.at
        close = json_text.matching_close(self.text, start)
        if close is None:
            # The rest of the text is lost; one bracket is to blame, and those around it are no news.
            lists = (index for index, level in enumerate(self.levels) if level.closer == "]")
            self.unread = min(next(lists, _DEEPEST_KEY), _DEEPEST_KEY)
            first = self.levels[self.unread].node.start
            self.report("json-unclosed", *unread(self.text, first, start), unclosed(self.text[first]))
        else:
            self.note(too_deep(start))
        self.at = len(self.text) if close is None else close
        return Scalar("error", start, self.at, "")

    def _object(self) -> Object:
        node = Object(self.at, self.at + 1)
        self.at += 1
        self._members(Level(node, self.line_indent))
        return node

    def _bare_object(self, at: int, message: str) -> Object:
        """The members that begin at the cursor, as an object whose opening brace is missing at ``at``."""
        node = Object(self.at, self.at)
        known = len(self.problems)
        outside = self.levels[-1].first if self.levels else None
        self._members(Level(node, -1 if outside is None else outside, bare=True))
        brace = "{" if at == self.at or not self.levels else " {"
        edits = [Edit(Span(at, at), brace)]
        if self.text[node.end - 1 : node.end] != "}":
            edits.append(Edit(Span(node.end, node.end), "}"))
        fix = Fix("Add the braces" if len(edits) == 2 else "Add the brace", tuple(edits))
        self.problems.insert(known, Problem("json-expected-brace", message, Span(at, at), fixes=(fix,)))
        return node

    def _enter(self, level: Level) -> None:
        if not self.levels:
            self.root = level.node
        self.levels.append(level)
        self.wanted[level.closer] += 1

    def _leave(self, level: Level) -> None:
        self.levels.pop()
        self.wanted[level.closer] -= 1

    def _members(self, level: Level) -> bool:
        """Read members up to the end of their object; whether a comma follows the last of them."""
        assert isinstance(level.node, Object)
        self._enter(level)
        node, repeated, separated = level.node, [], True
        while not self._ends(level):
            char = self.text[self.at]
            if char == ",":
                separated = self.comma(separated)
                continue
            if char == ";":
                separated = self.semicolon("members")
                continue
            if not separated:
                self.missing_comma("members")
            separated = False
            if char in ":[{":
                self._value_without_key(char)
            elif (entry := self._member()).key in node.by_key:
                self.note(duplicate_key(entry, node.by_key[entry.key]))
                node.entries.append(entry)
                repeated.append(entry)
            else:
                node.add(entry)
        node.by_key.update((entry.key, entry) for entry in repeated)
        self._leave(level)
        return separated

    def _array(self) -> Array:
        node = Array(self.at, self.at + 1)
        self.at += 1
        level, separated = Level(node, self.line_indent), True
        self._enter(level)
        while not self._ends(level):
            char = self.text[self.at]
            if char == ",":
                separated = self.comma(separated)
            elif char == ";":
                separated = self.semicolon("items")
            elif char == ":":
                self.report("json-unexpected-colon", self.at, self.at + 1, "the items of a list have no keys")
                self.at += 1
                separated = True
            else:
                if not separated:
                    self.missing_comma("items")
                separated = False
                node.items.append(self._value())
        self._leave(level)
        return node

    def _ends(self, level: Level) -> bool:
        """Whether the innermost collection ends here; its closer and strays before it are consumed."""
        while True:
            char = self.skip()
            if not char:
                return self._left_open(level)
            ruling = "goes on" if self.column is None else verdict(self.text, self.at, self.column, self.levels)
            if ruling == "left open":
                return self._left_open(level)
            if char == level.closer and ruling == "goes on":
                self.at += 1
                level.node.end = self.at
                self.comma_forgiven = False
                return True
            if char not in "]}":
                if level.first is None:
                    level.first = self.column
                return False
            if ruling == "goes on" and self.wanted[char]:
                if not (self.by_layout and closes_wrongly(self.text, self.at, self.levels)):
                    return self._left_open(level)
                return self._wrong_closer(level)
            self._stray_closer()

    def _left_open(self, level: Level) -> bool:
        """End a collection that has no closer at the last token before the cursor."""
        following = self.text[self.at : self.at + 1] or self.beyond
        self.at = level.node.end = self.behind
        if level.bare or self.unread is not None:
            return True
        opener, start = self.text[level.node.start], level.node.start
        place, added = self.behind, level.closer
        if following and following not in ",]}":
            # The comma belongs between the collection and what follows; where both are missing it is one mistake.
            self.comma_forgiven = True
            if self.text[place - 1] == ",":
                place -= 1
            else:
                added += ","
        close = Fix(f"Add the closing {level.closer}", (Edit(Span(place, place), added),))
        self.report("json-unclosed", start, start + 1, unclosed(opener), close)
        return True

    def _wrong_closer(self, level: Level) -> bool:
        start, self.at = self.at, self.at + 1
        level.node.end = self.at
        opener = self.text[level.node.start]
        fix = Fix(f"Change to {level.closer}", (Edit(Span(start, self.at), level.closer),))
        self.report("json-unmatched", start, self.at, wrongly_closed(opener, self.text[start]), fix)
        return True

    def _stray_closer(self) -> None:
        run = json_text.closers(self.text, self.at)
        start, self.at = self.at, run.end() if run else self.at + 1
        found = self.text[start : self.at]
        remove = Fix(f"Remove the {shorten(found)}", (Edit(Span(start, self.at), ""),))
        self.report("json-unmatched", start, self.at, closes_nothing(found), remove)

    def _value_without_key(self, char: str) -> None:
        self.report("json-key", self.at, self.at, "expected a key before this")
        if char == ":":
            self.at += 1
            if not (following := self.skip()) or following in ",]}:":
                return
        self._value()

    def _member(self) -> Entry:
        start = self.at
        match = None if self.by_layout else json_text.plain_member(self.text, start)
        if match:
            key, key_end = match[1], match.end(2)
            self.at = match.end()
            return Entry(key, start, key_end, self._member_value(key))
        column = self.column
        key, ended = self.key()
        key_end = self.at
        if self.colon(key_end):
            return Entry(key, start, key_end, self._member_value(key, column))
        if self._members_below(column):
            message = f"expected ':' and '{{' after '{shorten(key)}'"
            return Entry(key, start, key_end, self._bare_object(key_end, message))
        value_follows = self._value_follows(key_end)
        if ended:
            colon = Fix("Add a colon", (Edit(Span(key_end, key_end), ":"),))
            message = f"expected ':' after '{shorten(key)}'"
            self.report("json-expected-colon", key_end, key_end, message, colon)
        if value_follows:
            return Entry(key, start, key_end, self._value())
        self.at = key_end
        self.comma_forgiven = True
        return Entry(key, start, key_end, Scalar("missing", key_end, key_end))

    def _member_value(self, key: str, column: int | None = None) -> Node:
        """The value after the colon the cursor is behind; ``column`` is where the key stands first of its line."""
        colon = self.at
        char = self.skip()
        if self._members_below(column):
            return self._bare_object(colon, f"expected '{{' after '{shorten(key)}'")
        next_line = self.column is not None and json_text.member_ahead(self.text, self.at)
        if not char or char in ",:]}" or next_line:
            message = f"expected a value for '{shorten(key)}'"
            self.report("json-expected-value", colon, colon, message)
            self.at = colon
            self.comma_forgiven = True
            return Scalar("missing", colon, colon)
        return self._value()

    def _value_follows(self, key_end: int) -> bool:
        """Whether the token at the cursor can be the value of a key whose colon was forgotten."""
        text, at = self.text, self.at
        if text[at : at + 1] in ",]}" or "\n" in text[key_end:at] or "\r" in text[key_end:at]:
            return False
        return json_text.member_ahead(text, at) is None

    def _members_below(self, column: int | None) -> bool:
        """Whether the next line holds a member and is indented deeper than the key at ``column``."""
        return (
            column is not None
            and self.column is not None
            and self.column > column
            and len(self.levels) < MOST_LEVELS
            and json_text.member_ahead(self.text, self.at) is not None
        )
