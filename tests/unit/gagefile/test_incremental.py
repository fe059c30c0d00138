"""An edited document is the document of the edited text: tree, problems and places, after any sequence of edits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from language_laws import assert_same

from gage.gagefile import block, cut, parts
from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.part import Part, fails_at
from gage.gagefile.piece import MOST_JOINED
from gage.gagefile.text import Lines, Span

LINES: dict[Syntax, list[str]] = {
    "toml": [
        '[train]\nexec = "python train.py"\n', "[train.listing]\ndescription = ['a']\n", '[eval]\nexec = ["a",\n  "b"]\n', "[[c.depends]]\nfiles = 'x'\n",
        '"$runs-dir" = "x"\n', 'd.exec = "x"\n', 'text = """\n[not-a-table]\nexec = 1\n"""\n', 'list = [\n  ["a"],\n  ["b"]\n]\n', "# comment\n", "\n", "default = true\n",
        "exce = 1\n", "[eval]\r\nexec = 'b'\r\n", "['é 🚀']\nexec = 1\n", "[half\n", "[\n", "x = [\n", '"""\n', "a = {\n", "= 1\n", "[a.b] # c\n", "e = 'x\n",
        "// c\n", 'exec "a" b = 1\n', '{"a": 1}\n', "run[a] = “b”\n", "[a] b = 1; c = 2\n",
        "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "e = 'it's'\n", 'f = "x\n', 'y"\n',
    ],
    "yaml": [
        "train:\n  exec: python train.py\n", "  listing:\n    description: [a]\n", "eval:\n  exec: [a,\n    b]\n", "c:\n  depends:\n    - files: x\n", "$runs-dir: x\n",
        'text: "a\nb: c"\n', "# comment\n", "\n", "  default: true\n", "  exce: 1\n", "é🚀:\r\n  exec: 1\r\n", "half\n", "x: [\n", "a: 'b\n", "base: &b\n  exec: x\n", "d: *b\n",
        "  <<: *b\n", "---\n", "\t\n", "- a\n", "e: |\n  text\n", "train:\n  default: true\n", "{a: {exec: b}}\n", "  exec: a && b *c\n",
        "  exec: |\n  a b\n", "  exec:\n", "  -a\n", "  - b\n", "  exec = a\n", "just text\n",
        "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "  exec: 'it's'\n",
    ],
    "json": [
        "{\n", '  "train": { "exec": "a" },\n', '  eval: { exce: 1 },\n', "}\n", "// comment\n", "\n", '  "x": [\n', "],\n", "/*\n", "*/\n", "'\n", '"é🚀": 1,\n', '  "train": {}\n', '  "x": {\n', '  },\n', '    "y": 1\n', '  "s": "a\\\n', '  "c": 1 /*\n', '*/,\n',
        '  "s": "a\n', '  b",\n', '  "e" = {"exec": 1};\n', '  “q”: 1,\n',
        "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "  r: 'it's',\n",
    ],
}  # fmt: skip
BITS = ["", "a", "=", ":", '"', "'", '"""', "[", "]", "{", "}", "\n", "\r", "#", ",", " ", "  ", "\t", "-", ".", "&", "*", "é", "🚀", "\u2028", "\\", "\ufeff", "<<", "---", "<<<<<<<", ">>>>>>>"]  # fmt: skip


texts = {syntax: st.lists(st.sampled_from(lines), max_size=24).map("".join) for syntax, lines in LINES.items()}


@pytest.mark.parametrize("runs_of_a_block", [1, 3, 64])
@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_after_any_edits_the_document_is_that_of_its_text(
    syntax: Syntax, runs_of_a_block: int, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    monkeypatch.setattr(block, "SIZE", runs_of_a_block)
    document = Document(data.draw(texts[syntax]), syntax)
    check(document)
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(document.text)))
        end = min(start + data.draw(st.sampled_from([0, 0, 0, 1, 2, 5, 30])), len(document.text))
        new = data.draw(st.sampled_from(BITS) | st.sampled_from(LINES[syntax]))
        document = document.edited(Span(start, end), new)
        assert_same(document, Document(document.text, syntax))


EDITED: dict[Syntax, list[str]] = {
    "toml": ["[train]\nexec = 'a'\n", "[eval]\nexec = 'b'\n", "# comment\n", "[train.env]\nA = '1'\n", "c.exec = 'x'\n"],
    "yaml": ["train:\n  exec: a\n", "eval:\n  exec: b\n", "# comment\n", "c:\n  env:\n    A: '1'\n", "d: {exec: x}\n"],
    "json": ["{\n", '  "train": {"exec": "a"},\n', '  "eval": {"exec": "b"},\n', '  "c": {\n  "exec": "x"\n  },\n', '  "d": {}\n}\n'],
}  # fmt: skip
ADDED = [
    "",
    "x",
    '"',
    "'",
    '"""',
    "[",
    "{",
    "}",
    "\n",
    "\r\n",
    "# ",
    "/*",
    "*/",
    "[train]\n",
    "train:\n",
    '  "train": {},\n',
]


@pytest.mark.parametrize("runs_of_a_block", [1, 2, 64])
@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_after_any_single_edit_the_document_is_that_of_its_text(
    syntax: Syntax, runs_of_a_block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line of a text taken out, something put before it or in its middle, and then taken out again."""
    monkeypatch.setattr(block, "SIZE", runs_of_a_block)
    lines = EDITED[syntax]
    before = Document("".join(lines), syntax)
    check(before)
    for index, line in enumerate(lines):
        start = len("".join(lines[:index]))
        for span in (Span(start, start + len(line)), Span(start, start), Span(start + 3, start + 4)):
            for added in ADDED:
                after = before.edited(span, added)
                assert_same(after, Document(after.text, syntax))
                again = after.edited(Span(span.start, span.start + len(added)), before.text[slice(*span)])
                assert_same(again, before)


@pytest.mark.parametrize("syntax", ["toml", "yaml"])
def test_a_text_of_more_pieces_than_are_kept_apart_is_read_as_one(
    syntax: Syntax, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cut, "MOST_PIECES", 3)
    monkeypatch.setattr(parts, "MOST_PIECES", 3)
    operation = {"toml": "[a{}]\nexec = 'x'\n", "yaml": "a{}:\n  exec: x\n"}[syntax]
    few, many = ("".join(map(operation.format, range(count))) for count in (3, 4))
    assert Document(few, syntax).parts.only is None
    assert Document(many, syntax).parts.only is not None
    edited = Document(few, syntax).edited(Span(len(few), len(few)), operation.format(3))
    assert_same(edited, Document(many, syntax))


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
@settings(max_examples=200)
@given(st.data())
def test_a_valid_text_is_the_same_in_parts_and_as_a_whole(syntax: Syntax, data: st.DataObject) -> None:
    text = data.draw(texts[syntax])
    whole, document = Part(text, syntax), Document(text, syntax)
    if not whole.problems:
        assert not document.problems
        assert document.data == whole.data
        assert list(document.data or {}) == list(whole.data or {})
    else:
        assert document.problems


@pytest.mark.parametrize("syntax", ["toml", "yaml"])
@settings(max_examples=200)
@given(st.data())
def test_what_reads_no_further_than_a_mistake_has_problems(syntax: Syntax, data: st.DataObject) -> None:
    text = data.draw(texts[syntax])
    assert fails_at(text, syntax) is None or Part(text, syntax).problems


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
@settings(max_examples=100)
@given(st.data())
def test_lines_of_parts_are_lines_of_the_text(syntax: Syntax, data: st.DataObject) -> None:
    text = data.draw(texts[syntax])
    lines, whole = Document(text, syntax).lines, Lines(text)
    for offset in range(len(text) + 1):
        position = whole.position(offset, "utf-16")
        assert lines.position(offset, "utf-16") == position
        assert lines.offset(position, "utf-16") == whole.offset(position, "utf-16")
        assert lines.line_at(offset) == whole.line_at(offset)
    for line in range(len(whole)):
        assert lines.line_span(line) == whole.line_span(line)
        assert lines.line_text(line) == whole.line_text(line)


def test_an_edit_reads_only_the_operation_it_is_in_anew() -> None:
    text = "".join(f"[op{number}]\nexec = 'x'\n\n" for number in range(50))
    before = Document(text, "toml")
    check(before)
    place = text.index("'x'", len(text) // 2) + 1
    after = before.edited(Span(place, place), "y")
    assert len(_parts(before) & _parts(after)) == 49


def _parts(document: Document) -> set[int]:
    return {id(part) for block in document.parts.blocks for part in block.parts}


def test_members_in_a_comment_are_no_members_whatever_is_edited() -> None:
    """A text is cut where its lines look like members; one that is sound only as a whole is one part."""
    commented = '  "m": 1,\n' * (2 * MOST_JOINED)
    text = f'{{\n  "a": {{"exec": "x"}}, /*\n{commented}*/\n  "b": {{}}\n}}\n'
    document = Document(text, "json")
    assert document.data == {"a": {"exec": "x"}, "b": {}}
    for place, added in ((text.index("x"), "y"), (text.index("/*"), " "), (text.index("*/"), "*/"), (len(text), "\n")):
        after = document.edited(Span(place, place), added)
        assert_same(after, Document(after.text, "json"))


@settings(max_examples=500)
@given(texts["yaml"], st.lists(st.tuples(st.integers(0, 300), st.sampled_from(BITS)), max_size=3), texts["yaml"])
def test_what_is_said_to_stay_wrong_stays_wrong_whatever_follows(
    text: str, typed: list[tuple[int, str]], more: str
) -> None:
    for place, new in typed:
        text = text[:place] + new + text[place:]
    if Part(text, "yaml").stop is not None:
        assert fails_at(text + more, "yaml") is not None


def test_what_is_read_as_one_after_an_edit_may_reach_over_several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "SIZE", 1)
    operations = "".join(f"[o{number}]\nexec = 'x'\n" for number in range(6))
    text = f'[first]\nexec = \n{operations}[last]\nexec = """y"""\n'
    place = text.index("exec = ") + len("exec = ")
    opened = Document(text, "toml").edited(Span(place, place), '"""')
    assert_same(opened, Document(opened.text, "toml"))
    assert_same(opened.edited(Span(place, place + 3), ""), Document(text, "toml"))


def test_what_a_quote_joins_may_reach_beyond_the_blocks_around_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "SIZE", 1)
    text = "[a]\n" + "".join(f"[{name}]\nx = 1\n" for name in "bcdef") + '"""\n'
    document = Document(text, "toml").edited(Span(4, 4), 'q = """\n')
    assert not document.problems
    assert_same(document, Document(document.text, "toml"))
