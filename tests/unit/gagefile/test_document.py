from __future__ import annotations

import pytest

from gage.gagefile.document import Document, Syntax
from gage.gagefile.text import Position

TOML = '# top\n"$runs-dir" = "x"\n\n[train]\nexec = "a"\n\n[eval]\nexec = "b"\n\n[train.listing]\ndescription = []\n'
YAML = "# top\n$runs-dir: x\n\ntrain:\n  exec: a\n\neval:\n  exec: b\n"
JSON = '{\n  "$runs-dir": "x",\n\n  "train": {\n    "exec": "a"\n  },\n  "eval": { "exec": "b" }\n}\n'


@pytest.mark.parametrize(
    ("text", "syntax", "operations"),
    [
        (TOML, "toml", [None, None, None, "train", "train", "train", "eval", "eval", "eval", "train", "train"]),
        (YAML, "yaml", [None, None, None, "train", "train", "train", "eval", "eval"]),
        (JSON, "json", [None, None, None, "train", "train", "train", "eval", "eval"]),
    ],
)
def test_every_line_belongs_to_the_operation_above_it(text: str, syntax: Syntax, operations: list[str | None]) -> None:
    document = Document(text, syntax)
    found = [document.operation_at(document.lines.offset(Position(line, 0))) for line in range(len(operations))]
    assert [entry.key if entry else None for entry in found] == operations


@pytest.mark.parametrize("head", ["", "  ", "\n\n"])
def test_of_operations_on_one_line_each_has_its_own_text(head: str) -> None:
    text = head + '{"a": {"exec": "x"}, "b": {"exec": 1}, "$runs-dir": "x", "c": {}}'
    document = Document(text, "json")
    for key, inside in (("a", '{"a"'), ("a", '"x"'), ("b", '"b"'), ("b", "1"), (None, '"$runs-dir"'), ("c", '"c"')):
        found = document.operation_at(text.index(inside))
        assert (found.key if found else None) == key, inside


@pytest.mark.parametrize(("text", "syntax"), [(TOML, "toml"), (YAML, "yaml"), (JSON, "json")])
def test_one_part_has_all_that_is_said_of_an_operation(text: str, syntax: Syntax) -> None:
    document = Document(text, syntax)
    last = document.parts.at(len(text)).part
    train, evaluate = document.part_with("train", last), document.part_with("eval")
    assert train is not None
    assert train.node(("train", "exec")) is not None
    assert (train.node(("train", "listing")) is not None) == ("listing" in text)
    assert evaluate is not None
    assert document.part_with("eval", evaluate) is evaluate
    assert document.part_with("nope", last) is None


@pytest.mark.parametrize(("text", "syntax"), [(TOML, "toml"), (YAML, "yaml"), (JSON, "json")])
def test_routes_lead_to_values_and_their_keys(text: str, syntax: Syntax) -> None:
    document = Document(text, syntax)
    node, entry = document.node(("train", "exec")), document.entry(("train", "exec"))
    assert node is not None
    assert entry is not None
    assert text[slice(*node.span)].strip('"') == "a"
    assert text[slice(*entry.key_span)].strip('"') == "exec"
    assert document.node(("train", "exec", 0)) is None
    assert document.node(("nope",)) is None
    assert document.entry(()) is None
