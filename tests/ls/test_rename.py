from __future__ import annotations

import re

import pytest
from ls.editor import Editor
from ls.marked import applied, marked, uri
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

# Cursors are places to ask at; ranges are all places that name the operation.
NAMED = [
    (
        "gage.toml",
        """\
[⟦pre‸pare⟧]
exec = "prepare"
[⟦prepare⟧.summary]
filename = "prepare.json"
[train]
depends = [
  {operation = "⟦prepare‸⟧", files = "prepare"},
  {run-select = "op in [⟦‸prepare⟧, eval] and label = prepare"},
  "run-files: not op = '⟦prepare⟧'",
  {run-select = "⟦prep‸are⟧"},
  {run-select = "op = \\u0061 or op = ⟦prepare⟧"},
]
[eval]
exec = "x"
["⟦prepare⟧".env]
A = "prepare"
""",
    ),
    (
        "gage.yaml",
        """\
# 😀 prepare
⟦pre‸pare⟧:
  exec: prepare
train:
  depends:
    - operation: ⟦prepare‸⟧
    - run-select: >-
        op = eval or
        op != ⟦pre‸pare⟧
    - "run-files: op = ⟦prepare⟧"
    - {run-select: 'op = "⟦prepare⟧"'}
""",
    ),
    (
        "gage.json",
        """\
{
  "⟦pre‸pare⟧": {"exec": "prepare"},
  train: {
    depends: [{"operation": '⟦prepare‸⟧'}, {"run-select": "op = \\"⟦prepa‸re⟧\\""}],
  }
""",
    ),
]


async def references(
    editor: Editor, address: str, at: lsp.Position, declarations: bool = True
) -> list[lsp.Range] | None:
    params = lsp.ReferenceParams(
        text_document=lsp.TextDocumentIdentifier(uri=address),
        position=at,
        context=lsp.ReferenceContext(include_declaration=declarations),
    )
    found = await editor.text_document_references_async(params)
    assert found is None or {location.uri for location in found} == {address}
    return None if found is None else [location.range for location in found]


async def renamed(editor: Editor, address: str, text: str, at: lsp.Position, name: str) -> str:
    document = lsp.TextDocumentIdentifier(uri=address)
    edit = await editor.text_document_rename_async(lsp.RenameParams(text_document=document, position=at, new_name=name))
    assert edit
    assert edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.text_document.uri == address
    return applied(text, [each for each in change.edits if isinstance(each, lsp.TextEdit)])


@pytest.mark.parametrize(("name", "source"), NAMED)
async def test_every_place_that_names_an_operation_is_found_from_each_of_them(
    nested: Editor, name: str, source: str
) -> None:
    text, cursors, ranges = marked(source)
    address = uri(name)
    nested.open(address, text)
    for cursor in cursors:
        found = await references(nested, address, cursor)
        assert found is not None
        assert [place.start.line for place in found] == [place.start.line for place in ranges]
        for inner, outer in zip(ranges, found, strict=True):  # in an expression, quotes belong to the name
            assert outer.start.character <= inner.start.character <= inner.end.character <= outer.end.character
            assert outer.end.character - outer.start.character <= len('\\"prepare\\"')
        others = await references(nested, address, cursor, declarations=False) or []
        assert 0 < len(others) < len(found)


@pytest.mark.parametrize(("name", "source"), NAMED)
async def test_dependencies_and_selections_follow_a_new_name(nested: Editor, name: str, source: str) -> None:
    text, cursors, _ = marked(source)
    address = uri(name)
    nested.open(address, text)
    for cursor in cursors:
        assert await renamed(nested, address, text, cursor, "fit") == re.sub("⟦[^⟧]*⟧", "fit", source).replace("‸", "")


@pytest.mark.parametrize("new", ["träin-😀", "a.b", "null"])
@pytest.mark.parametrize(("name", "source"), NAMED)
async def test_what_was_renamed_is_found_again(nested: Editor, name: str, source: str, new: str) -> None:
    text, cursors, ranges = marked(source)
    address, after = uri(name), uri(name)
    nested.open(address, text)
    nested.open(after, await renamed(nested, address, text, cursors[0], new))
    assert len(await places_of(nested, after, new)) == len(ranges)


async def places_of(editor: Editor, address: str, name: str) -> list[lsp.Range]:
    symbols = await editor.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(text_document=lsp.TextDocumentIdentifier(uri=address))
    )
    declared = next(symbol for symbol in symbols or [] if symbol.name == name)
    assert isinstance(declared, lsp.DocumentSymbol)
    inside = declared.selection_range.start
    return await references(editor, address, lsp.Position(line=inside.line, character=inside.character + 1)) or []


SELECTING = """\
c:
  depends:
  - run-select: 'op = ''{0}'''
  - run-select: {1}
  - run-select: not {0} or b
"""
QUOTED = '"12"'


@pytest.mark.parametrize(
    ("name", "before", "new", "after"),
    [
        ("gage.toml", "[‸a]\n[a.env]\n", "b.c", '["b.c"]\n["b.c".env]\n'),
        ("gage.toml", "['‸a']\na = 1\n", "b.c", "['b.c']\na = 1\n"),
        ("gage.toml", "‸a.exec = 'x'\na.env.B = '1'\n", "c", "c.exec = 'x'\nc.env.B = '1'\n"),
        ("gage.toml", "[‸a]\n[b]\n[a.summary]\n", "é", '["é"]\n[b]\n["é".summary]\n'),
        (
            "gage.yaml",
            "‸a: {exec: x}\nb: {depends: {operation: a}}\n",
            "true",
            '"true": {exec: x}\nb: {depends: {operation: "true"}}\n',
        ),
        ("gage.yaml", "‸a:\n  exec: x\n", "12", '"12":\n  exec: x\n'),
        ("gage.yaml", "'‸a':\n  exec: x\n", "null", "'null':\n  exec: x\n"),
        ("gage.yaml", "‸a:\n  exec: x\n", "é-b.c", "é-b.c:\n  exec: x\n"),
        (
            "gage.yaml",
            "‸a:\n b:\nc:\n  depends: &d {operation: a}\ne:\n  depends: *d\n",
            "f",
            "f:\n b:\nc:\n  depends: &d {operation: f}\ne:\n  depends: *d\n",
        ),
        (
            "gage.yaml",
            "‸a:\n b:\nc:\n  depends: &a {operation: &a1 a}\ne:\n  depends: {operation: *a1}\n",
            "f",
            "f:\n b:\nc:\n  depends: &a {operation: &a1 f}\ne:\n  depends: {operation: *a1}\n",
        ),
        (
            "gage.yaml",
            f"‸a:\n b:\n{SELECTING.format('a', 'a')}",
            "12",
            f"{QUOTED}:\n b:\n{SELECTING.format('12', QUOTED)}",
        ),
        ("gage.json", '{"‸a": {}, "b": {', "c", '{"c": {}, "b": {'),
        ("gage.json", "{‸a: {}}", "c", "{c: {}}"),
        ("gage.json", "{‸a: {}}", "b-c", '{"b-c": {}}'),
    ],
)
async def test_names_are_quoted_where_they_must_be(
    nested: Editor, name: str, before: str, new: str, after: str
) -> None:
    text, (cursor,), _ = marked(before)
    address = uri(name)
    nested.open(address, text)
    assert await renamed(nested, address, text, cursor, new) == after


@pytest.mark.parametrize(
    ("text", "new", "words"),
    [
        ("[‸a]\n[b]\n", "b", "there is an operation 'b' already; choose another name"),
        ("[‸a]\n", "b c", "the name of an operation is one word without white space; 'b c' is not"),
        ("[‸a]\n", "b=c", "the name of an operation is one word without =; 'b=c' is not"),
        ("[‸a]\n", "x:y", "the name of an operation is one word without :; 'x:y' is not"),
        ("[‸a]\n", "$a", "the name of an operation does not begin with $, as '$a' does"),
        ("[‸a]\n", "Or", "'Or' is a word of the language that selects runs; choose another name"),
        ("[‸a]\n", "  ", "an operation needs a name that can be read"),
        ("[a]\nexec = '‸a'\n", "b", "no operation of this gagefile is named here, so there is nothing to rename"),
        (
            "[a]\ndepends.operation = '‸b'\n",
            "c",
            "no operation of this gagefile is named here, so there is nothing to rename",
        ),
        ("‸", "b", "no operation of this gagefile is named here, so there is nothing to rename"),
    ],
)
async def test_what_cannot_be_renamed_is_refused_in_words(nested: Editor, text: str, new: str, words: str) -> None:
    plain, (cursor,), _ = marked(text)
    address = uri()
    nested.open(address, plain)
    with pytest.raises(JsonRpcException, match=f"^{re.escape(words)}$"):
        await renamed(nested, address, plain, cursor, new)


async def test_an_alias_of_a_text_that_stays_is_refused(nested: Editor) -> None:
    text, (cursor,), _ = marked("‸a:\n  description: &n a\nb:\n  depends: {operation: *n}\n")
    address = uri("gage.yaml")
    nested.open(address, text)
    with pytest.raises(JsonRpcException, match="line 4 names 'a' in a way that cannot be changed; change it first"):
        await renamed(nested, address, text, cursor, "c")


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("['⟦a ‸b⟧']\n", "a b"),
        ("[a]\n[b]\ndepends.operation = '⟦‸a⟧'\n", "a"),
        ("[a]\ne‸xec = 1", None),
        ("[a]\n[b]\ndepends.run-select = 'c‸'", None),
    ],
)
async def test_an_editor_is_told_what_will_be_renamed(nested: Editor, text: str, placeholder: str | None) -> None:
    plain, (cursor,), ranges = marked(text)
    address = uri()
    nested.open(address, plain)
    document = lsp.TextDocumentIdentifier(uri=address)
    found = await nested.text_document_prepare_rename_async(
        lsp.PrepareRenameParams(text_document=document, position=cursor)
    )
    if placeholder is None:
        assert found is None
    else:
        assert found == lsp.PrepareRenamePlaceholder(range=ranges[0], placeholder=placeholder)


async def test_an_editor_without_versioned_edits_gets_plain_ones(editor: Editor) -> None:
    text, (cursor,), _ = marked("[‸a]\n")
    address = uri()
    editor.open(address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    edit = await editor.text_document_rename_async(
        lsp.RenameParams(text_document=document, position=cursor, new_name="b")
    )
    assert edit
    assert edit.document_changes is None
    assert edit.changes
    assert applied(text, list(edit.changes[address])) == "[b]\n"


HIGHLIGHTS = [
    ("gage.toml", "[⟦‸a⟧]\n[⟦a⟧.env]\n[b]\ndepends.operation = '⟦a⟧'\n", "WWR"),
    ("gage.toml", "[a]\nexec = 'x ⟦{l‸r}⟧ ⟦{lr}⟧ {b}'\n[[a.config]]\nname = ⟦'lr'⟧\n[b]\nexec = '{lr}'\n", "RRW"),
    ("gage.yaml", "a:\n  config:\n    - name: ⟦n‸⟧\n  exec: [x, '⟦{n}⟧']\n", "WR"),
    ("gage.json", '{"a": {"exec": "⟦{n‸}⟧"', "R"),
    ("gage.toml", "[a]\nexec = 'x‸'\n", ""),
]


@pytest.mark.parametrize(("name", "source", "kinds"), HIGHLIGHTS)
async def test_what_speaks_of_the_same_is_highlighted(editor: Editor, name: str, source: str, kinds: str) -> None:
    text, (cursor,), ranges = marked(source)
    address = uri(name)
    editor.open(address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    found = await editor.text_document_document_highlight_async(
        lsp.DocumentHighlightParams(text_document=document, position=cursor)
    )
    assert [highlight.range for highlight in found or []] == ranges
    letters = {lsp.DocumentHighlightKind.Write: "W", lsp.DocumentHighlightKind.Read: "R"}
    assert "".join(letters[highlight.kind or lsp.DocumentHighlightKind.Text] for highlight in found or []) == kinds
