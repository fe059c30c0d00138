from __future__ import annotations

from itertools import pairwise

import pytest

from gage.gagefile.document import Document, Syntax
from gage.gagefile.node import Scalar
from gage.gagefile.text import Span
from gage.gagefile.written import _aligned, unquoted, written

# A file with one value, the value, and where each of its characters is: the source between one place and the next.
CASES: list[tuple[Syntax, str, str, list[str]]] = [
    ("toml", 'a = "xy"', "xy", ["x", "y"]),
    ("toml", "a = 'x\"'", 'x"', ["x", '"']),
    ("toml", r'a = "\u00e9\"b\\"', 'é"b\\', [r"\u00e9", r"\"", "b", r"\\"]),
    ("toml", r'a = "\U0001F600x"', "😀x", [r"\U0001F600", "x"]),
    ("toml", 'a = """\nx\ny"""', "x\ny", ["x", "\n", "y"]),
    ("toml", 'a = """\r\nx\r\ny"""', "x\ny", ["x", "\r\n", "y"]),
    ("toml", 'a = """x \\\n   y"""', "x y", ["x", " \\\n   ", "y"]),
    ("toml", "a = '''x\\'y'''", "x\\'y", ["x", "\\", "'", "y"]),
    ("toml", 'a = "x', "x", ["x"]),
    ("yaml", "a: xy", "xy", ["x", "y"]),
    ("yaml", "a: 'x''y'", "x'y", ["x", "''", "y"]),
    ("yaml", r'a: "\x41\"b"', 'A"b', [r"\x41", r"\"", "b"]),
    ("yaml", "a: |\n  x\n  y\n", "x\ny\n", ["x", "\n  ", "y", ""]),
    ("yaml", "a: >-\n  x\n  y\n", "x y", ["x", "\n  ", "y"]),
    ("yaml", "a: x\n  y\n", "x y", ["x", "\n  ", "y"]),
    ("yaml", 'a: "x\\\n  y"\n', "xy", ["x\\\n  ", "y"]),
    ("yaml", "a: |\r\n  x\r\n   y", "x\n y", ["x", "\r\n", "   ", "y"]),
    ("json", r"{a: 'x\'\u00e9'}", "x'é", ["x", r"\'", r"\u00e9"]),
    ("json", r'{"a": "\ud83d\ude00x"}', "😀x", [r"\ud83d\ude00", "x"]),
    ("json", '{a: "x\\\n y"}', "x y", ["x\\\n", " ", "y"]),
]


@pytest.mark.parametrize(("syntax", "text", "value", "pieces"), CASES)
def test_each_character_is_found_where_it_is_written(syntax: Syntax, text: str, value: str, pieces: list[str]) -> None:
    document = Document(text, syntax)
    node = document.node(("a",))
    assert isinstance(node, Scalar)
    assert node.value == value
    places = written(document, node)
    assert places is not None
    assert [text[start:end] for start, end in pairwise(places)] == pieces


def test_what_an_alias_shows_is_not_written_there() -> None:
    document = Document("a: &b x\nc: *b\n", "yaml")
    node = document.node(("c",))
    assert isinstance(node, Scalar)
    assert written(document, node) is None


@pytest.mark.parametrize("source", ["train", '"train"', "'train'", '"train', 'train"'])
def test_the_place_of_a_key_has_no_quotes(source: str) -> None:
    tree = Document(f"{{{source}: 1}}", "json")
    start, end = unquoted(tree, "train", Span(1, 1 + len(source)))
    assert tree.text[start:end] == "train"


@pytest.mark.parametrize(("source", "value"), [('"ab', "abc"), ("“ab”", "ab"), ('"ab"', "b"), ('"\\u00e9', "éa")])
def test_what_is_not_written_as_it_reads_has_no_places(source: str, value: str) -> None:
    assert _aligned(source, value, "toml") is None
    assert _aligned(source, "", "toml") is not None
