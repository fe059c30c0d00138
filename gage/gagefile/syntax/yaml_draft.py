"""A piece of YAML being mended: its changed text, and where each character stands in the original; judges nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.text import Span

_KEY = Pattern(r"[ ]*(?:- +)*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s:#\"'\[{](?:[^:\n]|:(?!\s|$))*):(?=\s|$)[ \t]*").match
_COMMENT = Pattern(r"(?<!\S)#").search
_QUOTED = Pattern(r"\"(?:[^\"\\\n\r]|\\.)*\"?|'(?:[^'\n\r]|'')*'?").match
_INDENT = Pattern(r" *").match


# The start of every line with more than a comment on it.
_CONTENT = Pattern(r"(?:\A|[\r\n])[^\S\r\n]*(?=[^\s#])").finditer


class Draft:
    """Text that starts at offset ``start`` of the original. All other places are indexes of the current text."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self._start = start
        self._places: list[int] | None = None
        self._most = 2 * len(text) + 1000

    @property
    def shift(self) -> int | None:
        """How far every character stands from its place in the original; None where the text was changed."""
        return self._start if self._places is None else None

    @property
    def is_overgrown(self) -> bool:
        """Whether mending has only made it longer: quoting what is quoted doubles the quotes every time."""
        return len(self.text) > self._most

    def place(self, index: int) -> int:
        """The offset in the original of an index."""
        if self._places is None:
            return self._start + index
        return self._places[min(index, len(self.text))]

    def placing(self) -> Callable[[int], int]:
        """What finds the offset of an index of the text as it is now, for who asks of every value."""
        return self.place if self._places is None else self._places.__getitem__

    def span(self, start: int, end: int) -> Span:
        """The span in the original of a stretch of the current text."""
        return Span(self.place(start), self.place(min(max(start, end), len(self.text))))

    def replace(self, start: int, end: int, new: str) -> None:
        """Put other text in the place of a stretch."""
        self.replace_all([(Span(start, end), new)])

    def replace_all(self, edits: list[tuple[Span, str]]) -> None:
        """Put other texts in the place of stretches, which are disjoint and in order."""
        old = self._places or range(self._start, self._start + len(self.text) + 1)
        text: list[str] = []
        places: list[int] = []
        done = 0
        for (start, end), new in edits:
            text += (self.text[done:start], new)
            places += old[done:start]
            places += [min(old[start] + index, old[end]) for index in range(len(new))]
            done = end
        self.text = "".join(text) + self.text[done:]
        self._places = [*places, *old[done:]]

    def blank(self, start: int, end: int) -> None:
        """Put spaces in the place of everything but line ends."""
        self.replace(start, end, re.sub(r"[^\r\n]", " ", self.text[start:end]))

    def quote(self, start: int, end: int) -> None:
        """Put a stretch in quotes."""
        mark = "'" if '"' in self.text[start:end] or "\\" in self.text[start:end] else '"'
        edits = [(Span(start, start), mark)]
        if mark == "'":
            quotes = (match.start() for match in re.compile("'").finditer(self.text, start, end))
            edits += [(Span(index, index), "'") for index in quotes]
        self.replace_all([*edits, (Span(end, end), mark)])

    def line(self, index: int) -> Span:
        """The line that holds an index, without its end."""
        start = max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1
        match = re.compile(r"[^\r\n]*").match(self.text, start)
        return Span(start, match.end() if match else start)

    def line_above(self, start: int) -> Span | None:
        """The nearest line with more than a comment above the line that starts at ``start``."""
        begin = start
        while begin > 0:
            begin = max(0, start - 4 * (start - begin) - 1000)
            found = list(_CONTENT(self.text, begin, start))
            if found:
                return self.line(found[-1].end())
        return None

    def contents(self, start: int, end: int) -> Iterator[int]:
        """Where the text of the lines between two indexes begins, of those with more than a comment on them."""
        return (match.end() for match in _CONTENT(self.text, start, end))

    def content_end(self, line: Span) -> int:
        """Where a line ends without its comment and trailing spaces."""
        content = self.text[line.start : line.end]
        comment = _COMMENT(content)
        return line.start + len(content[: comment.start() if comment else None].rstrip(" \t"))

    def indent(self, line: Span) -> int:
        """How many spaces a line begins with."""
        match = _INDENT(self.text, line.start)
        return match.end() - line.start if match else 0

    def value_start(self, line: Span) -> int | None:
        """Where the text after ``key:`` begins on a line, or None on a line without key."""
        match = _KEY(self.text, line.start, line.end)
        return match.end() if match else None

    def value_end(self, start: int) -> int:
        """Where an unquoted value ends: with its line, before a comment, or, in brackets, before a comma or bracket."""
        end = self.content_end(self.line(start))
        if self.open_brackets(start):
            match = re.compile(r"[^,\]}]*").match(self.text, start, end)
            end = match.end() if match else end
        return start + len(self.text[start:end].rstrip())

    def open_brackets(self, end: int) -> list[int]:
        """The brackets that are open before an index, outermost first.

        Outside of brackets, a bracket or quote has a meaning only where a value begins.
        """
        stack: list[int] = []
        at = 0
        for match in re.finditer(r"[\[\]{}\"']|(?<!\S)#[^\n\r]*", self.text[:end]):
            if match.start() < at:
                continue
            char = match[0][0]
            begins = self._before(match.start()) in ("\n\r:-?,[{" if stack else "\n\r:-?")
            if char in "\"'" and begins:
                quoted = _QUOTED(self.text, match.start(), end)
                at = quoted.end() if quoted else at
            elif char in "[{" and (stack or begins):
                stack.append(match.start())
            elif char in "]}" and stack:
                stack.pop()
        return stack

    def _before(self, index: int) -> str:
        """The character before an index and the spaces before it; a line end at the start of the text."""
        index -= 1
        while index >= 0 and self.text[index] in " \t":
            index -= 1
        return self.text[index] if index >= 0 else "\n"


class Fault(NamedTuple):
    """Where reading a draft failed: at an index, in something that began at ``since``."""

    draft: Draft
    at: int
    since: int
