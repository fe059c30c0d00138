"""Finds in the source code what Gage says to people: the texts of its errors and of the lines it prints on stderr."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
_SAID_BY = {"say", "error", "warn", "_warn", "ArgumentTypeError"}
"""What is called with a message, or with the end of one, beside the errors of Gage."""


class Message(NamedTuple):
    """A message with `{…}` in the place of what is known only when it is said; ``kind`` is what is called with it.

    A line that is told what to begin with begins with the name of Gage.
    """

    text: str
    kind: str
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@cache
def messages() -> list[Message]:
    """All messages of the terminal, of the language server, and of what lies below them, in order of place."""
    paths = [path for package in ("gage", "gage_ls") for path in sorted((ROOT / package).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    kinds = _SAID_BY | _errors(trees.values())
    return [message for path, tree in trees.items() for message in _in(tree, kinds, str(path.relative_to(ROOT)))]


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """The names of all classes that come from ``GageError``, however far."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"GageError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def _in(tree: ast.Module, kinds: set[str], path: str) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and (kind := _name(node.func)) in kinds:
            begins = "gage: " if kind == "say" and len(node.args) + len(node.keywords) > 1 else ""
            for argument in node.args:
                for text in _texts(argument):
                    if text.replace("{…}", "").strip():
                        yield Message(begins + text, kind, path, argument.lineno)


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _texts(node: ast.expr) -> list[str]:
    """The texts that an expression may come to."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "{…}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _texts(node.left) or ["{…}"], _texts(node.right) or ["{…}"]
        return [one + other for one in left for other in right]
    return ["{…}"]
