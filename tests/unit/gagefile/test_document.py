from __future__ import annotations

from functools import partial

import pytest

from gage.gagefile.check import check, find_all
from gage.gagefile.document import Document, Syntax
from gage.gagefile.facts import NO_FACTS
from gage.gagefile.file_names import names_in
from gage.gagefile.folds import folds
from gage.gagefile.highlighting import highlight
from gage.gagefile.operation_mentions import mentions_in
from gage.gagefile.problem import Problem
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


@pytest.mark.parametrize(
    ("text", "syntax", "operation"),
    [
        ("[a]\nexec = 'x'\n[\n‸", "toml", "a"),
        ("[[\n‸", "toml", None),
        ("a:\n  exec: x\njust text‸\nb: 'y\n", "yaml", "a"),
        ("just text‸\na:\n  exec: x\n", "yaml", None),
    ],
)
def test_what_is_half_typed_belongs_to_the_operation_above_it(text: str, syntax: Syntax, operation: str | None) -> None:
    found = Document(text.replace("‸", ""), syntax).operation_at(text.index("‸"))
    assert (found.key if found else None) == operation


def test_of_operations_that_are_declared_twice_both_are_entries_and_one_counts() -> None:
    document = Document("a:\n  exec: x\nb:\n  exec: y\na:\n  exec: z\n", "yaml")
    assert [entry.key for entry in document.entries] == ["a", "b", "a"]
    assert document.data == {"a": {"exec": "z"}, "b": {"exec": "y"}}


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


def test_problems_are_looked_for_until_there_are_as_many_as_anyone_reads() -> None:
    document = Document("".join(f"[o{number}]\nexce = 'x'\n" for number in range(10)), "toml")
    found: list[Problem] = []
    assert len(check(document)) == 10
    for _ in find_all(document, NO_FACTS, found, 3):
        pass
    assert [problem.code for problem in found] == ["unknown-key"] * 3


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_a_part_is_looked_at_once(syntax: Syntax) -> None:
    """What is found in a part is kept with it, as editors ask for the same again and again."""
    part = Document({"toml": TOML, "yaml": YAML, "json": JSON}[syntax], syntax).parts.at(0).part
    for look in (partial(highlight, is_gagefile=True), folds, names_in, mentions_in):
        assert look(part) is look(part)


def test_parts_around_a_place_come_nearest_first_and_those_read_together_as_one() -> None:
    text = "".join(f"[o{number}]\nexec = 'x'\n" for number in range(4))
    apart, together = Document(text, "toml"), Document(text + "[o0.env]\nA = '1'\n", "toml")
    middle = text.index("[o2]")
    assert [list(placed.part.keys) for placed in apart.parts.around(middle, 4)] == [["o2"], ["o1"], ["o3"], ["o0"]]
    assert ["o0"] in [list(placed.part.keys) for placed in together.parts.around(0, 4)]
