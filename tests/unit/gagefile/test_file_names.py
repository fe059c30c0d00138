from __future__ import annotations

import pytest

from gage.gagefile.command_words import words_of
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import SUMMARY
from gage.gagefile.file_names import file_names, names_in
from gage.gagefile.node import Node, Scalar
from gage.gagefile.part import Part
from gage.gagefile.rename_files import Move, renamed_files


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python train.py", "python train.py"),
        ('  a  \'b c\' "d \\" e" f\\ g ', 'a [b c] [d " e] [f g]'),
        ("a&&b|c;d>e", "a b c d e"),
        ("a # b", "a b"),
        ("a#b", "a#b"),
        ("python -m pkg.mod x", "python -m <pkg.mod> x"),
        ("VAR=1 /usr/bin/python3.11 -X dev -u -m mod", "VAR=1 /usr/bin/python3.11 -X dev -u -m <mod>"),
        ("python train.py -m x", "python train.py -m x"),
        ("python a.py && python -m b", "python a.py python -m <b>"),
        ("grep -m 1 x", "grep -m 1 x"),
        ("py -m", "py -m"),
        ("a 'b", "a b"),
        ("#!/bin/sh\npython x.py", ""),
        ("", ""),
    ],
)
def test_the_words_of_a_command_are_those_a_shell_would_see(command: str, expected: str) -> None:
    node: Node = Scalar("string", 0, len(command), command)
    shown = [
        f"<{word.text}>" if word.is_module else f"[{word.text}]" if " " in word.text else word.text
        for word in words_of(node)
    ]
    assert " ".join(shown) == expected


NAMES: list[tuple[Syntax, str, list[tuple[str, str, str]]]] = [
    ("toml", "[a]\nconfig = [' - train.py # lr ', '\\-x.py', '#y', '*.py']\n", [("config", "train.py", "lr"), ("config", "-x.py", ""), ("config", "*.py", "")]),
    ("toml", "[a]\nsourcecode = ['- \"a b\" dir', 'c*']\n", [("source", "a b", ""), ("source", "c*", "")]),
    ("toml", "[a]\ndepends = ['file: d', 'dvcfile:e', 'regex:f', '-g', {files = ['h'], type = 'x'}, {path = 'i'}, 'https://j']\n", [("dependency", "d", ""), ("dependency", "e", ""), ("dependency", "i", "")]),
    ("toml", "[a]\ndepends = [{files = ['h']}, {type = 'dir', path = 'k'}]\n", [("dependency", "h", ""), ("directory", "k", "")]),
    ("toml", "[a]\nexec = 'x ./a --b=c.d ${project_dir}/e.f -g.h https://i.j k{l}.m *.n o'\n", [("command", "./a", ""), ("command", "c.d", ""), ("command", "e.f", "")]),
    ("toml", "[a.exec]\nrun = ['a.b', '-m']\nfinalize = {linux = 'c.d'}\n", [("command", "a.b", ""), ("command", "c.d", "")]),
    ("toml", "$runs-dir = 'a'\n", [("directory", "a", "")]),
    ("yaml", "a: {exec: &x a.b}\nb: {exec: *x}\n", [("command", "a.b", "")]),
    ("json", '{"a": {"exec": "\\u0061.b', [("command", "a.b", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("syntax", "text", "expected"), NAMES)
def test_what_names_files(syntax: Syntax, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [name for _, name in file_names(Document(text, syntax))]
    assert [(name.role, name.text, name.key) for name in found] == expected


def test_names_elsewhere_are_of_other_files() -> None:
    assert list(file_names(Document("[a]\nexec = 'a.py'\n", "toml", kind=SUMMARY))) == []


@pytest.mark.parametrize(
    ("name", "move", "after"),
    [
        ("a/b.py", ("a", "c"), "c/b.py"),
        ("./a/b.py", ("a/b.py", "d.py"), "./d.py"),
        ("a//b.py", ("a/b.py", "d.py"), "d.py"),
        ("a/", ("a", "c/d"), "c/d/"),
        ("ab/c.py", ("a", "x"), None),
        ("a.py", ("a", "x"), None),
        ("../a/b.py", ("a", "c"), None),
    ],
)
def test_a_path_follows_the_file_or_the_directory_it_is_in(name: str, move: tuple[str, str], after: str | None) -> None:
    edits = renamed_files(Document(f"[o]\nexec = ['x', '{name}']\n", "toml"), [Move(*move)])
    assert [edit.text for edit in edits] == ([after] if after else [])


@pytest.mark.parametrize(
    ("module", "move", "after"),
    [
        ("a.b", ("a/b.py", "a/c.py"), "a.c"),
        ("a", ("a/__main__.py", "b/__main__.py"), "b"),
        ("a.b", ("a", "c/d"), "c.d.b"),
        ("a.b", ("a/b.py", "a/b-c.py"), None),
        ("a.b", ("a/b.py", "a/b.sh"), None),
    ],
)
def test_a_module_follows_its_file(module: str, move: tuple[str, str], after: str | None) -> None:
    edits = renamed_files(Document(f"[o]\nexec = 'python -m {module}'\n", "toml"), [Move(*move)])
    assert [edit.text for edit in edits] == ([after] if after else [])


@pytest.mark.parametrize(
    ("command", "names"),
    [("python src/train.py", ["src/train.py"]), ('python src/"train".py', []), ("python -m src.train", ["src.train"])],
)
def test_a_word_that_the_shell_reads_otherwise_than_it_is_written_is_left_alone(command: str, names: list[str]) -> None:
    part = Part(f"a:\n  exec: {command}\n", "yaml")
    assert [part.text[slice(*found.span)] for found in names_in(part)] == names
