"""Where in a text a cursor is: ``|`` marks the place; a key is told by its route, a value by that and its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.document import Document, Syntax
from gage.gagefile.meant_schema import schemas_at
from gage.gagefile.node import Scalar, walk
from gage.gagefile.node_at import node_at
from gage.gagefile.part import Part
from gage.gagefile.schema import load, member


def told(syntax: Syntax, marked: str) -> str:
    """What is at the mark, as ``route`` of a key or ``route = text`` of a value."""
    tree = Part(marked.replace("|", ""), syntax)
    found = node_at(tree, marked.index("|"))
    if found is None:
        return ""
    route = ".".join(map(str, found.route))
    return route if found.entry else f"{route} = {tree.text[slice(*found.span)]}"


@pytest.mark.parametrize(
    ("syntax", "marked", "expected"),
    [
        ("toml", "[tra|in]", "train"),
        ("toml", "[train|]", "train"),
        ("toml", "|[train]", ""),
        ("toml", "[train]\ne|xec = 'x'", "train.exec"),
        ("toml", "[train]\nexec = '|x'", "train.exec = 'x'"),
        ("toml", "[train]\nexec =| 'x'", ""),
        ("toml", "[train]\nexec = 'x' | # why", ""),
        ("toml", "[train]\nexec = 'x' # w|hy", ""),
        ("toml", "[train.e|xec]\nrun = 'x'", "train.exec"),
        ("toml", "[|train.exec]\nrun = 'x'", "train"),
        ("toml", "[train]\n[train.exec]\nrun = 'x'\n[tr|ain.env]\nA = 1", "train"),
        ("toml", "train.exec.r|un = 'x'", "train.exec.run"),
        ("toml", "[train]\nexec.run = 'x'\nex|ec.finalize = 'y'", "train.exec"),
        ("toml", "train = { env = { A = |1 } }", "train.env.A = 1"),
        ("toml", "[train]\nexec = ['a', 'b|']", "train.exec.1 = 'b'"),
        ("toml", "[train]\nexec = ['a', | 'b']", ""),
        ("toml", "[[train.config]]\nname = 'a'\n[[train.config]]\nna|me = 'b'", "train.config.1.name"),
        ("toml", "[train]\nexe|", "train.exe"),
        ("toml", "[train]\nexec = |", "train.exec = "),
        ("toml", "[train]\nsourcecode = ['*.py', '|", "train.sourcecode.1 = '"),
        ("toml", "[train\nex|ec = 'x'", "train.exec"),
        ("toml", "['😀 a|']\nexec = 1", "😀 a"),
        ("yaml", "tr|ain:\n  exec: x", "train"),
        ("yaml", "train:\n  exec: py|thon x", "train.exec = python x"),
        ("yaml", "train:\n | exec: x", ""),
        ("yaml", "train:\n  exec:\n  - a\n  - |b", "train.exec.1 = b"),
        ("yaml", "train:\n  exec:\n  |- a\n  - b", ""),
        ("yaml", "train: {env: {A|: 1}}", "train.env.A"),
        ("yaml", "base: &b\n  ex|ec: x\ntrain:\n  <<: *b", "base.exec"),
        ("yaml", "train:\n  exe|", "train = exe"),
        ("yaml", "train:\n  exec: x\n  env|", "train.env"),
        ("yaml", "train:\n  depends:\n  - files: '|", "train.depends.0.files = '"),
        ("json", '{"tr|ain": {"exec": "x"}}', "train"),
        ("json", '{"train": {"exec": ["a", "|b"]}}', 'train.exec.1 = "b"'),
        ("json", '{"train": {|"exec": "x"}}', "train.exec"),
        ("json", '{"train":| {"exec": "x"}}', ""),
        ("json", '{"train": {"exec": "x", "e|', "train.e"),
        ("json", '{"train": {"exec":|, "env": {}}}', "train.exec = "),
        ("json", "|", ""),
    ],
)
def test_what_is_at_a_place(syntax: Syntax, marked: str, expected: str) -> None:
    assert told(syntax, marked) == expected


TEXTS = {
    "toml": '[train]\nexec = { run = ["a", "b"] }\n[train.env]\nA = 1\n[[train.config]]\nname = "lr"\ndefault = 0.5\n',
    "yaml": "train:\n  exec: {run: [a, b]}\n  env:\n    A: 1\n  config:\n  - name: lr\n    default: 0.5\n",
    "json": '{"train": {"exec": {"run": ["a", "b"]}, "env": {"A": 1}, "config": [{"name": "lr", "default": 0.5}]}}',
}


@given(st.sampled_from(["toml", "yaml", "json"]), st.integers(0, 200), st.text(max_size=3))
def test_at_every_place_of_any_text_the_route_leads_to_the_value(syntax: Syntax, place: int, typed: str) -> None:
    whole = TEXTS[syntax]
    place %= len(whole)
    for text in (whole[:place] + typed, whole[:place] + typed + whole[place:]):
        part = Part(text, syntax)
        found = node_at(part, place)
        if found:
            assert found.span.start <= place <= found.span.end
            assert any((found.route, found.node) == (route, node) for route, node in walk(part.root))


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_every_value_is_found_where_it_stands(syntax: Syntax) -> None:
    part = Part(TEXTS[syntax], syntax)
    scalars = [(route, node) for route, node in walk(part.root) if isinstance(node, Scalar)]
    assert len(scalars) == 5
    for route, node in scalars:
        for offset in range(node.start, node.end):
            found = node_at(part, offset)
            assert found
            assert (found.route, found.node, found.entry) == (route, node, None)


@pytest.mark.parametrize(
    ("text", "route", "titles"),
    [
        ('train: {depends: {operation: "x", files: "y"}}', "train.depends", {"Dependencies"}),
        ('train: {depends: [{operation: "x", files: ""}]}', "train.depends.0.files", {"Files"}),
        ("train: {config: [{name: a, description: b}]}", "train.config.0.description", {"Description"}),
        ("train: {config: [{name: a}]}", "train.config.0", {"Config item"}),
        ("train: {exec: {run: {linux: x}}}", "train.exec.run.linux", {"Linux"}),
        ("train: {nothing: 1}", "train.nothing", set()),
        ("$runs-dir: x", "$runs-dir", {"Runs directory"}),
    ],
)
def test_what_the_schema_says_of_a_route(text: str, route: str, titles: set[str]) -> None:
    tree = Document(text, "yaml")
    found = schemas_at(load(), tree, tuple(int(each) if each.isdecimal() else each for each in route.split(".")))
    assert {schema.get("title") for schema in found} == titles


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("{keys: a.py, description: x}", "What the values are for."),
        ("{name: lr, description: x}", "What the value is for."),
    ],
)
def test_of_alternatives_the_one_that_the_table_looks_like_speaks(table: str, words: str) -> None:
    tree = Document(f"train: {{config: [{table}]}}", "yaml")
    (found,) = schemas_at(load(), tree, ("train", "config", 0, "description"))
    assert found["description"] == words


def test_what_is_not_there_yet_is_described_as_well() -> None:
    tree = Document("train: {exec: x}", "yaml")
    (found,) = schemas_at(load(), tree, ("train", "env", "A"))
    assert found["type"] == ["string", "number"]
    assert schemas_at(load(), tree, ("train", "env", "A", "b")) == []


def test_a_kind_that_was_named_rules_the_others_out() -> None:
    tree = Document("train: {depends: {type: file, sha256: x}}", "yaml")
    (found,) = schemas_at(load(), tree, ("train", "depends", "path"))
    assert found["title"] == "Path"
    kinds = schemas_at(load(), Document("train: {depends: {type: x, url: y}}", "yaml"), ("train", "depends", "type"))
    assert [schema.get("const") for schema in kinds] == ["url"]


def test_a_schema_itself_speaks_of_its_members_by_name_and_pattern() -> None:
    schema = {"properties": {"a": {"title": "A"}}, "patternProperties": {"^x": {"title": "X"}, "^y": {"title": "Y"}}}
    found = {name: member(schema, name) for name in ("a", "x1", "y1", "z")}
    assert found == {"a": {"title": "A"}, "x1": {"title": "X"}, "y1": {"title": "Y"}, "z": None}
