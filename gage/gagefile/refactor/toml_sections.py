"""Tables of TOML as lines: a section below a header, keys with dots, or braces, and how one is written as another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gage.gagefile.node import Entry, Node
from gage.gagefile.problem import Edit, Fix, apply
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.places import blank_lines_above, last_end, lines_of, removed, with_comments_above
from gage.gagefile.syntax.toml_tables import Form, Table, TableArray
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree, mentions

WIDEST = 100
"""Characters of the longest line that is made with braces."""


class Section(NamedTuple):
    """A table, and the one around it that its lines can be put into: the root, or one with a header of its own."""

    tree: Tree
    parent: Table
    entry: Entry
    table: Table

    @property
    def name(self) -> str:
        """The key as it is first spelt."""
        return self._text(next(mentions(self.entry)))

    def with_dots(self) -> tuple[Edit, ...] | None:
        """The section below a header as lines of the table around it, whose keys begin with the name and a dot."""
        dots = [Edit(Span(start, start), f"{self.name}.") for start, _ in self._members]
        return self._moved_up(dots) if self.table.form is Form.HEADER else None

    def as_one_value(self) -> tuple[Edit, ...]:
        """The section, whose one key is left out, as one line of the table around it."""
        return self._moved_up([Edit(entry.key_span, self.name) for entry in self.table.entries])

    def with_braces(self) -> tuple[Edit, ...] | None:
        """The section, or the lines whose keys have dots, as one line with braces."""
        line = f"{self.name} = {{ {', '.join(self._text(member) for member in self._members)} }}"
        if len(line) > WIDEST or "\n" in line or "\r" in line:
            return None
        if self.table.form is Form.HEADER:
            lines = self._section
            above = self.tree.text[lines.start : lines_of(self.tree, self.table.span).start]
            return self._put_up(lines, above + line)
        first, *others = [lines_of(self.tree, span) for span in self._dotted]
        indent = self.tree.text[first.start : self._dotted[0].start]
        return _joined([Edit(first, self._ended(indent + line)), *(removed(*other) for other in others)])

    def with_header(self) -> tuple[Edit, ...]:
        """The lines whose keys have dots, or braces, as a section behind the table around it."""
        taken = [with_comments_above(self.tree, lines_of(self.tree, span)) for span in self._dotted]
        lines = "".join(self._ended(line) for line in self._without_name(taken))
        place = self._parent_end(len(self.tree.text))
        cleared = tuple(removed(*span) for span in taken)
        left = apply(self.tree.text[:place], Fix("", cleared))
        gap = self.tree.line_end if left.strip("\ufeff \t\r\n") else ""
        end = self.tree.line_end if self.tree.text[place : place + 1].strip() else ""
        section = f"{self._line_end_behind(left)}{gap}{self._header}{self.tree.line_end}{lines}{end}"
        return _joined([*cleared, Edit(Span(place, place), section)])

    def _without_name(self, taken: list[Span]) -> Iterator[str]:
        """The lines that are taken, without what names the table in them."""
        if self.table.form is Form.INLINE:
            yield self.tree.text[taken[0].start : lines_of(self.tree, self.entry.key_span).start]
            yield from (self._text(member) for member in self._members)
            return
        for lines, dotted, member in zip(taken, self._dotted, self._members, strict=True):
            yield self.tree.text[lines.start : dotted.start] + self.tree.text[member.start : lines.end]

    def _moved_up(self, edits: list[Edit]) -> tuple[Edit, ...]:
        """The section without its header, edited, as lines of the table around it."""
        lines, header = self._section, lines_of(self.tree, self.table.span)
        above = self.tree.text[lines.start : header.start]
        pieces, at = [above], header.end
        for span, text in edits:
            pieces += [self.tree.text[at : span.start], text]
            at = span.end
        return self._put_up(lines, "".join([*pieces, self.tree.text[at : lines.end]]))

    def _put_up(self, lines: Span, text: str) -> tuple[Edit, ...]:
        """Lines taken away, and a text put behind the lines of the table around them."""
        place = self._parent_end(lines.start)
        begin = blank_lines_above(self.tree, lines.start) if place < lines.start else lines.start
        return _joined(
            [
                Edit(Span(place, place), self._line_end_behind(self.tree.text[:place]) + self._ended(text)),
                removed(begin, lines.end),
            ]
        )

    @property
    def _section(self) -> Span:
        """The lines from the comments above the header to the last of the section."""
        header = with_comments_above(self.tree, lines_of(self.tree, self.table.span))
        end = max([member.end for member in self._members], default=self.table.end)
        return Span(header.start, lines_of(self.tree, Span(end, end)).end)

    @property
    def _members(self) -> list[Span]:
        """The keys of the table as they are set, each with its value."""
        return _set_in(self.tree, self.table.entries)

    @property
    def _dotted(self) -> list[Span]:
        """The same from the name of the table on; of braces it is one stretch."""
        return _set_in(self.tree, [self.entry])

    @property
    def _header(self) -> str:
        around = self._text(self.parent.span)[1:-1].strip() if self.parent is not self.tree.root else ""
        return f"[{around}.{self.name}]" if around else f"[{self.name}]"

    def _parent_end(self, before: int) -> int:
        """Where a line behind those of the table around it begins, at most at an offset."""
        ends = [last_end(entry) for entry in self.parent.entries if not has_header(entry.value)]
        ends += [self.parent.end] if self.parent is not self.tree.root else []
        ends = [end for end in ends if end <= before]
        return lines_of(self.tree, Span(max(ends), max(ends))).end if ends else before

    def _text(self, span: Span) -> str:
        return self.tree.text[span.start : span.end]

    def _ended(self, lines: str) -> str:
        return lines if not lines or lines.endswith(("\n", "\r")) else lines + self.tree.line_end

    def _line_end_behind(self, text: str) -> str:
        """The end of the last line of a text, where it lacks one."""
        return "" if not text or text[-1] in "\r\n\ufeff" else self.tree.line_end


def section_at(here: Here) -> Section | None:
    """The table that a place names, if it is spelt in one form and what is around it can take its lines."""
    found = [section for section in _sections(here.tree, here.tree.root) if _is_named(section, here)]
    touched = [section for section in found if _is_touched(section, here.offset)]
    section = next(reversed(touched or found), None)
    if section is None or not section.table.entries or any(has_header(one.value) for one in section.table.entries):
        return None
    if section.parent is here.tree.root:
        # Further below, a line of the root would be one of the table before it.
        is_first = not any(one.table.start < section.table.start for one in _sections(here.tree, here.tree.root))
        return section if here.at_top and (section.table.form is not Form.HEADER or is_first) else None
    return section if section.parent.form is Form.HEADER and section.table.form is not Form.IMPLIED else None


def _sections(tree: Tree, parent: Node) -> Iterator[Section]:
    """All tables but those in lists, the outer ones first."""
    for entry in parent.entries if isinstance(parent, Table) else ():
        if isinstance(parent, Table) and isinstance(entry.value, Table):
            yield Section(tree, parent, entry, entry.value)
            yield from _sections(tree, entry.value)


def _is_named(section: Section, here: Here) -> bool:
    """Whether a place is on a line that spells the name of a table."""
    line = here.tree.lines.line_at(here.offset)
    return any(here.tree.lines.line_at(span.start) == line for span in mentions(section.entry))


def _is_touched(section: Section, offset: int) -> bool:
    spans = [*mentions(section.entry), *([section.table.span] if section.table.form is Form.INLINE else [])]
    return any(span.start <= offset <= span.end for span in spans)


def has_header(node: Node) -> bool:
    """Whether a table or a list of them, or one in it, is spelt with headers."""
    return isinstance(node, TableArray) or (isinstance(node, Table) and node.form in (Form.HEADER, Form.IMPLIED))


def _set_in(tree: Tree, entries: list[Entry]) -> list[Span]:
    """The stretches that set values of entries, from the key of the entry to the end of the value."""
    starts = sorted(span.start for entry in entries for span in mentions(entry))
    ends = sorted(end for entry in entries for end in _ends(tree, entry.value))
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _ends(tree: Tree, value: Node) -> Iterator[int]:
    """The ends of all values that keys with dots set; a table that begins with a brace is one value."""
    if isinstance(value, Table) and tree.text[value.start] != "{":
        for entry in value.entries:
            yield from _ends(tree, entry.value)
    else:
        yield value.end


def _joined(edits: list[Edit]) -> tuple[Edit, ...]:
    """Edits in order, those that touch as one."""
    joined: list[Edit] = []
    for edit in sorted(edits):
        if joined and edit.span.start <= joined[-1].span.end:
            before = joined.pop()
            edit = Edit(Span(before.span.start, max(before.span.end, edit.span.end)), before.text + edit.text)
        joined.append(edit)
    return tuple(joined)
