"""The cases of one syntax: broken texts, what is reported of them and what is read; JSON files in tests/cases/syntax."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gage.gagefile.node import Node, Object, Scalar, to_data, walk
from gage.gagefile.problem import Problem

Parse = Callable[[str], tuple[Node, list[Problem]]]


def cases(syntax: str) -> list[dict[str, Any]]:
    """``text``, ``problems`` (code and characters of each) and ``data`` of every case."""
    path = Path(__file__).parent / "cases" / "syntax" / f"{syntax}.json"
    read: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return read


def names(of: list[dict[str, Any]]) -> list[str]:
    """What the cases are called in a test report."""
    return [case["text"][:30] for case in of]


def found(parse: Parse, text: str) -> list[tuple[str, str]]:
    """Code and characters of every problem."""
    return [(problem.code, text[slice(*problem.span)]) for problem in parse(text)[1]]


def check_case(parse: Parse, case: dict[str, Any]) -> None:
    """Fails unless a case is reported and read as it should be."""
    assert found(parse, case["text"]) == [tuple(problem) for problem in case["problems"]]
    assert to_data(parse(case["text"])[0]) == case["data"]


def check_places(text: str, root: Node, keys_inside: bool = True) -> None:
    """Fails unless all places are in the text, and keys in their collection: but those that YAML merges are not."""
    for _, node in walk(root):
        assert 0 <= node.start <= node.end <= len(text)
        if isinstance(node, Object):
            first, last = (node.start, node.end) if keys_inside else (0, len(text))
            assert all(first <= entry.key_start <= entry.key_end <= last for entry in node.entries)
        if isinstance(node, Scalar) and node.kind == "missing":
            assert node.start == node.end
