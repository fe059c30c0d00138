"""A text in another syntax than its name says is one problem; a slip or two towards another syntax is none of it."""

from __future__ import annotations

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax

TOML = '# all\n[train]\nexec = "a: b"\nenv = { A = "1" }\nsourcecode = [\n  "a",\n]\n\n[[train.depends]]\nfiles = "a"\n'
YAML = (
    '# all\ntrain:\n  exec: "a = b"\n  env: {A: "1"}\n  sourcecode:\n  - a\n  depends:\n    - files: a\n      type: b\n'
)
JSON = '// all\n{\n  "train": {\n    "exec": "a",\n    "sourcecode": ["a"]\n  }\n}\n'


@pytest.mark.parametrize(
    ("text", "syntax", "found", "place"),
    [
        (TOML, "yaml", "TOML", "[train]"),
        (TOML, "json", "TOML", "[train]"),
        (YAML, "toml", "YAML", "train:"),
        (YAML, "json", "YAML", "train:"),
        (JSON.removeprefix("// all\n"), "toml", "JSON", "{"),
        ("\ufeff" + TOML.replace("\n", "\r\n"), "yaml", "TOML", "[train]"),
        ("---\n" + YAML, "toml", "YAML", "---"),
    ],
)
def test_it_is_told_once_at_its_first_line(text: str, syntax: Syntax, found: str, place: str) -> None:
    [problem] = check(Document(text, syntax))
    assert problem.code == "other-syntax"
    assert problem.message.startswith(f"this is {found}, and a file whose name ends in .{syntax}")
    assert text[slice(*problem.span)] == place


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("[train]\nexec: 'a'\ndefault: true\n", "toml"),
        ("exec: 'a'\n", "toml"),
        ("train:\n  exec = a\n  default = true\n  version: '1'\n", "yaml"),
        ('"train": {\n  "exec": "a"\n}\n', "json"),
        ("{train: {\nexec = 'a',\nversion = '1'}}\n", "json"),
        ("train = 1\n", "yaml"),
        (JSON, "yaml"),
    ],
)
def test_a_slip_is_told_where_it_is(text: str, syntax: Syntax) -> None:
    assert "other-syntax" not in {problem.code for problem in check(Document(text, syntax))}
