"""The `gage: ignore` comments of a gagefile: where they stand and what they speak of; judges none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gage.gagefile.document import Document, has_entries
from gage.gagefile.node import Node, Object, Scalar, walk
from gage.gagefile.problem import Edit
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree, mentions

_WORDS = r"[ \t]*gage:[ \t]*(ignore-file|ignore)(?![\w-])(?:[ \t]*(\[)([^\]\r\n#]*)\]?)?"
_PATTERNS = {
    "toml": rf"#{_WORDS}",
    "yaml": rf"(?<![^\s\ufeff])#{_WORDS}",
    "json": rf"(?://|/\*){_WORDS}",
}
_MARKS = {"toml": ("#",), "yaml": ("#",), "json": ("//", "/*")}
_BLANK = " \t\ufeff"


class Named(NamedTuple):
    """A code in the brackets of a comment, and its place."""

    code: str
    span: Span


class IgnoreComment(NamedTuple):
    """``span`` is what Gage reads of the comment, from its mark on; ``rest`` is what a person wrote behind that.

    ``codes`` is None where the comment has no brackets and so means all problems. ``line``, from 0, is the one it
    speaks of; of a comment for the whole file, None.
    """

    span: Span
    rest: Span
    end: int
    codes: tuple[Named, ...] | None
    line: int | None
    misplaced: bool

    def covers(self, code: str, line: int) -> bool:
        """Whether it speaks of a problem of this code on this line (from 0)."""
        if self.misplaced or self.line not in (None, line):
            return False
        return self.codes is None or any(named.code == code for named in self.codes)


def ignore_comments(document: Document) -> list[IgnoreComment]:
    """All of them in order of place; text in keys and values that only looks like one is none."""
    if "gage:" not in document.text:
        return []
    taken: dict[int, list[Span]] = {}
    return [
        _comment(document, match)
        for match in re.finditer(_PATTERNS[document.syntax], document.text)
        if not _is_inside(document, match.start(), taken)
    ]


def removal(document: Document, comment: IgnoreComment) -> Edit:
    """The edit that takes a comment away: with its line where that holds nothing else, without what is not ours."""
    text = document.text
    if comment.rest.start < comment.rest.end:
        mark = next(mark for mark in _MARKS[document.syntax] if text.startswith(mark, comment.span.start))
        return Edit(Span(comment.span.start + len(mark), comment.rest.start), " ")
    line = document.lines.line_at(comment.span.start)
    span = document.lines.line_span(line)
    before = text[span.start : comment.span.start]
    after = text[comment.end : span.end]
    if not before.strip(_BLANK) and not after.strip():
        begin = span.start + before.startswith("\ufeff")
        line_end = 2 if text.startswith("\r\n", span.end) else 1
        return Edit(Span(begin, min(span.end + line_end, len(text))), "")
    if not before.strip(_BLANK):
        return Edit(Span(comment.span.start, comment.end + len(after) - len(after.lstrip())), "")
    return Edit(Span(span.start + len(before.rstrip()), comment.end), "")


def _is_inside(document: Document, offset: int, taken: dict[int, list[Span]]) -> bool:
    """Whether an offset is in a key or a text; ``taken`` has the places of these by the start of a part."""
    part, ((_, start),) = document.parts.at(offset)
    if start not in taken:
        taken[start] = list(taken_in(part))
    return any(span.start <= offset - start < span.end for span in taken[start])


def taken_in(tree: Tree) -> Iterator[Span]:
    """The places of keys and texts: what stands in them is no comment."""
    for _, node in walk(tree.root):
        if isinstance(node, Object):
            yield from (span for entry in node.entries for span in mentions(entry))
        elif isinstance(node, Scalar) and node.start < node.end:
            yield Span(_text_start(tree, node), node.end)


def _text_start(tree: Tree, node: Node) -> int:
    """Where the text of a value begins: behind the line of a YAML block's ``|`` or ``>``, which may hold a comment."""
    if tree.syntax == "yaml" and tree.text[node.start] in "|>":
        return tree.lines.line_span(tree.lines.line_at(node.start)).end
    return node.start


def _is_below_an_entry(document: Document, offset: int) -> bool:
    part, ((_, start),) = document.parts.at(offset)
    above = any(entry.key_start + start < offset for entry in part.entries)
    first = next(document.parts.where(has_entries), None)
    return above or (first is not None and first.start < start)


def _comment(document: Document, match: re.Match[str]) -> IgnoreComment:
    text, lines = document.text, document.lines
    line = lines.line_at(match.start())
    stop = end = lines.line_span(line).end
    if match[0].startswith("/*"):
        close = text.find("*/", match.end())
        stop, end = (close, close + 2) if close >= 0 else (len(text), len(text))
    rest = text[match.end() : stop]
    start = match.end() + len(rest) - len(rest.lstrip(" \t:;,.-–—"))
    whole = match[1] == "ignore-file"
    return IgnoreComment(
        span=Span(*match.span()),
        rest=Span(start, max(start, match.end() + len(rest.rstrip()))),
        end=end,
        codes=tuple(_codes(match)) if match[2] else None,
        line=None if whole else _line_meant(document, line, match.start(), end),
        misplaced=whole and _is_below_an_entry(document, match.start()),
    )


def _codes(match: re.Match[str]) -> Iterator[Named]:
    for code in re.finditer(r"[^\s,](?:[^,]*[^\s,])?", match[3]):
        yield Named(code[0], Span(match.start(3) + code.start(), match.start(3) + code.end()))


def _line_meant(document: Document, line: int, start: int, end: int) -> int:
    """The comment's own line, or where nothing else stands on it the next that is neither blank nor a comment."""
    lines, marks = document.lines, _MARKS[document.syntax]
    before = document.text[lines.line_span(line).start : start].strip(_BLANK)
    after = document.text[end : lines.line_span(lines.line_at(end)).end].strip()
    if (before and not before.startswith(marks)) or after:
        return line
    below = lines.line_at(end)
    while lines.line_span(below).end < len(document.text):
        below += 1
        code = lines.line_text(below).strip()
        if code and not code.startswith(marks):
            return below
    return line
