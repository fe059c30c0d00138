"""The edits that make one document of another, in the operations that differ; looks for no smallest difference."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.document import Document
from gage.gagefile.problem import Edit
from gage.gagefile.text import Span


def difference(before: Document, after: Document) -> tuple[Edit, ...]:
    """Edits of whole lines in ``before``: one for each part that differs, if both have as many parts, else one."""
    if before.text == after.text:
        return ()
    old, new = list(_texts(before)), list(_texts(after))
    if len(old) != len(new):
        old, new = [before.text], [after.text]
    edits, start = [], 0
    for one, other in zip(old, new, strict=True):
        if one != other:
            edits.append(_edit(one, other, start))
        start += len(one)
    return tuple(edits)


def _texts(document: Document) -> Iterator[str]:
    return (part.text for block in document.parts.blocks for part in block.parts)


def _edit(old: str, new: str, start: int) -> Edit:
    """Without the lines that both begin or end with."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    least = min(len(before), len(after))
    first = next((index for index in range(least) if before[index] != after[index]), least)
    most = least - first
    last = next((index for index in range(most) if before[-1 - index] != after[-1 - index]), most)
    begin = start + sum(map(len, before[:first]))
    end = start + len(old) - sum(map(len, before[len(before) - last :]))
    return Edit(Span(begin, end), "".join(after[first : len(after) - last]))
