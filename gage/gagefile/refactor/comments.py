"""The comments of a text, as a person wrote them; what only looks like one in a key or a text is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gage.gagefile.ignore_comments import taken_in
from gage.gagefile.tree import Tree

_COMMENT = {
    "toml": re.compile(r"#[^\r\n]*"),
    "yaml": re.compile(r"(?<![^\s\ufeff])#[^\r\n]*"),
    "json": re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL),
}


def comments(tree: Tree) -> Iterator[str]:
    """All of them in order of place, without blanks at their end."""
    taken = iter(sorted(taken_in(tree)))
    text, at = next(taken, None), 0
    while found := _COMMENT[tree.syntax].search(tree.text, at):
        while text and text.end <= found.start():
            text = next(taken, None)
        if text and text.start <= found.start():
            at = text.end
        else:
            yield found[0].rstrip()
            at = found.end()
