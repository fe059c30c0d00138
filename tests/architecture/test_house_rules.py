"""The house rules that a program can hold; what the layers may import is held by import-linter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "gage").rglob("*.py"), *(ROOT / "gage_ls").rglob("*.py")])
BANNED = {"util", "utils", "helpers", "common", "core", "base", "manager", "impl", "misc", "types"}
LONGEST_FILE = 330
LONGEST_FUNCTION = 45


def module_cases() -> list[pytest.param]:
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in MODULES]


@pytest.mark.parametrize("path", module_cases())
def test_every_module_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.partition("\n")[0].endswith(".")


@pytest.mark.parametrize("path", module_cases())
def test_no_name_is_a_drawer(path: Path) -> None:
    assert not {path.stem, *path.relative_to(ROOT).parts} & BANNED


@pytest.mark.parametrize("path", module_cases())
def test_files_and_functions_can_be_read_at_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for function in functions(text):
        assert (function.end_lineno or 0) - function.lineno < LONGEST_FUNCTION, function.name


@pytest.mark.parametrize("path", module_cases())
def test_public_functions_and_classes_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
