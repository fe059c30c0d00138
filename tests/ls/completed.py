"""What an editor makes of a chosen completion, and how tests write down where the cursor is; asks no server."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lsprotocol import types as lsp

_CHOICE = re.compile(r"\$\{\d+\|((?:\\.|[^\\,|])*)(?:,(?:\\.|[^|\\])*)?\|\}")
_STOP = re.compile(r"(?<!\\)\$(?:\d+|\{\d+(?::([^}]*))?\})")


def split_at_cursor(marked: str) -> tuple[str, int]:
    """The text, and the offset of the ``|`` in it; the last one counts."""
    before, _, after = marked.rpartition("|")
    return before + after, len(before)


def place_of(text: str, offset: int, unit: str = "utf-16-le") -> tuple[int, int]:
    """Line and column of an offset, in units of two bytes, or as many as an encoding has."""
    size = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[unit]
    lines = re.split(r"\r\n|\n|\r", text[:offset])
    return len(lines) - 1, len(lines[-1].encode(unit)) // size


def expanded(snippet: str) -> str:
    """A snippet as it stands before anything is filled in: the first choice, the text of a stop, else nothing."""
    text = _CHOICE.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1]).replace("$", r"\$"), snippet)
    return re.sub(r"\\([\\$}])", r"\1", _STOP.sub(lambda match: match[1] or "", text))


def chosen(text: str, item: lsp.CompletionItem, unit: str = "utf-16-le", *, replace: bool = True) -> str:
    """The text after an item was chosen, in an editor that replaces or inserts; new lines are indented as the line is."""
    edit = item.text_edit
    assert edit is not None
    if isinstance(edit, lsp.InsertReplaceEdit):
        edit = lsp.TextEdit(range=edit.replace if replace else edit.insert, new_text=edit.new_text)
    new = expanded(edit.new_text) if item.insert_text_format is lsp.InsertTextFormat.Snippet else edit.new_text
    start = offset_of(text, edit.range.start, unit)
    line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    edits = [(edit.range, new.replace("\n", f"\n{indent}"))]
    edits += [(more.range, more.new_text) for more in item.additional_text_edits or ()]
    return _applied(text, edits, unit)


def _applied(text: str, edits: Iterable[tuple[lsp.Range, str]], unit: str) -> str:
    spans = [(offset_of(text, range_.start, unit), offset_of(text, range_.end, unit), new) for range_, new in edits]
    for (_, end, _), (start, _, _) in zip(sorted(spans), sorted(spans)[1:], strict=False):
        assert end <= start, "edits overlap"
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def offset_of(text: str, position: lsp.Position, unit: str = "utf-16-le") -> int:
    """The offset of a position; asserts that there is one."""
    size = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[unit]
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    start = starts[position.line]
    rest = text[start:].encode(unit)[: position.character * size]
    return start + len(rest.decode(unit))
