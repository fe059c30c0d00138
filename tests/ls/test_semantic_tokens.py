from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from ls.editor import Editor
from ls.marked import uri
from lsprotocol import types as lsp

from gage_ls.token_legend import LEGEND

# Each token, its type and its modifier; what is not listed is left to the colours of the syntax.
TOML = """\
$runs-dir = "runs"
["träin 😀"]
exec = "python train.py --lr {lr} {{x}} ${y}"
config = ["train.py#lr", "-*.py#b", {name = "epochs", default = 1}]
sourcecode = ["**/*.py", "-'a b.py' text size<10"]
env = {SEED = 1}
output-summary = '''a
(.*)'''
output-metrics = {loss = "loss=(.*)", step = ""}
[eval]
depends = [
  {operation = "träin 😀", files = "*.csv"},
  "run-files: op = eval and not status in [error] or loss<1",
]
"""
TOML_TOKENS = """\
$runs-dir property readonly
runs namespace
träin 😀 function declaration
exec property
{lr} parameter
config property
train.py namespace
lr parameter
*.py regexp
b parameter
name property
epochs parameter declaration
default property
sourcecode property
**/*.py regexp
a b.py namespace
text keyword
size keyword
env property
SEED variable
output-summary property
a regexp
(.*) regexp
output-metrics property
loss property
loss=(.*) regexp
step property
eval function declaration
depends property
operation property
träin 😀 function
files property
run-files keyword
op variable
= operator
eval function
and keyword
not keyword
status variable
in keyword
error enumMember
or keyword
loss variable
< operator
"""
YAML = """\
a:
  exec: |
    python {x}
    echo {y} {
  config: [{name: x}]
  depends: {run-select: >-
    op = b
    and lr > 1}
<<: {}
"""
YAML_TOKENS = """\
a function declaration
exec property
{x} parameter
{y} parameter
config property
name property
x parameter declaration
depends property
run-select property
"""
JSON = '{"a": {"exec": ["x", "{y}"], depends: "run-files:op=\\u0061" // b\n'
JSON_TOKENS = """\
a function declaration
exec property
{y} parameter
depends property
run-files keyword
op variable
= operator
\\u0061 function
"""


def decoded(text: str, data: list[int]) -> Iterator[tuple[str, int]]:
    """Each token as its text with type and modifier, and its line."""
    lines = text.split("\n")
    line = column = 0
    numbers = iter(data)
    while row := list(islice(numbers, 5)):
        lines_on, columns_on, length, type_, modifiers = row
        column = columns_on if lines_on else column + columns_on
        line += lines_on
        units = lines[line].encode("utf-16-le")[2 * column : 2 * (column + length)]
        assert len(units) == 2 * length
        named = [name for bit, name in enumerate(LEGEND.token_modifiers) if modifiers & 1 << bit]
        yield " ".join([units.decode("utf-16-le"), str(LEGEND.token_types[type_]), *named]), line


async def tokens(editor: Editor, address: str, text: str) -> list[tuple[str, int]]:
    document = lsp.TextDocumentIdentifier(uri=address)
    found = await editor.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document))
    assert found
    return list(decoded(text, list(found.data)))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("gage.toml", TOML, TOML_TOKENS),
        ("gage.json", JSON, JSON_TOKENS),
        (
            "gage.toml",
            "[a]\nexec = 'x {y}\n[b",
            "a function declaration\nexec property\n{y} parameter\nb function declaration\n",
        ),
        ("gage.toml", "[a]\r\nexec = '''\r\n{y}'''\r\n", "a function declaration\nexec property\n{y} parameter\n"),
        ("gageconfig.toml", "[check]\nignore = []\n", "check property\nignore property\n"),
        ("gage.yaml", "", ""),
    ],
)
async def test_what_names_and_texts_mean(editor: Editor, name: str, text: str, expected: str) -> None:
    address = uri(name)
    editor.open(address, text)
    assert "".join(f"{token}\n" for token, _ in await tokens(editor, address, text)) == expected


async def test_half_typed_yaml_keeps_the_colours_it_had(editor: Editor) -> None:
    address = uri("gage.yaml")
    editor.open(address, YAML)
    assert "".join(f"{token}\n" for token, _ in await tokens(editor, address, YAML)).startswith(YAML_TOKENS)


async def test_after_edits_the_tokens_are_those_of_the_new_text(editor: Editor) -> None:
    address = uri()
    text = "[a]\nexec = 'x'\n[b]\nexec = '{y}'\n"
    editor.open(address, text)
    before = await tokens(editor, address, text)
    editor.change(address, ((0, 0, 0, 0), "# 😀\n\n"))
    assert await tokens(editor, address, f"# 😀\n\n{text}") == [(token, line + 2) for token, line in before]


@pytest.mark.parametrize(
    ("text", "change", "edits"),
    [
        ("[a]\nexec = 'x'\n[b]\n[c]\n", ((1, 0, 1, 0), " "), [(0, 10)]),
        ("[a]\nexec = 'x'\n[b]\n[c]\n", ((2, 0, 2, 0), "\n"), [(10, 5)]),
        ("[a]\n[b]\n", ((1, 0, 2, 0), ""), [(5, 5)]),
        ("[a]\n[b]\n", ((1, 0, 1, 0), "[c]\n"), [(10, 0)]),
        ("[a]\n[b]\n", ((1, 3, 1, 3), " "), []),
        ("[a]\n", ((0, 0, 1, 0), ""), [(0, 5)]),
        ("", ((0, 0, 0, 0), "[a]\n"), [(0, 0)]),
    ],
)
async def test_what_is_new_since_an_answer_is_told_alone(
    editor: Editor, text: str, change: tuple[tuple[int, int, int, int], str], edits: list[tuple[int, int]]
) -> None:
    address = uri()
    editor.open(address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    before = await editor.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document))
    assert before
    editor.change(address, change)
    assert before.result_id
    delta = await editor.text_document_semantic_tokens_full_delta_async(
        lsp.SemanticTokensDeltaParams(text_document=document, previous_result_id=before.result_id)
    )
    assert isinstance(delta, lsp.SemanticTokensDelta)
    assert [(edit.start, edit.delete_count) for edit in delta.edits] == edits
    data = list(before.data)
    for edit in delta.edits:
        data[edit.start : edit.start + edit.delete_count] = edit.data or []
    after = await editor.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document))
    assert after
    assert data == list(after.data)


async def test_who_names_an_answer_that_is_gone_gets_all_tokens(editor: Editor) -> None:
    address = uri()
    editor.open(address, "[a]\n")
    document = lsp.TextDocumentIdentifier(uri=address)
    found = await editor.text_document_semantic_tokens_full_delta_async(
        lsp.SemanticTokensDeltaParams(text_document=document, previous_result_id="gone")
    )
    assert isinstance(found, lsp.SemanticTokens)
    assert len(found.data) == 5


async def test_the_tokens_of_a_range_are_those_of_its_operations(editor: Editor) -> None:
    address = uri()
    text = "".join(f"[op-{number}]\nexec = 'x'\n" for number in range(9))
    editor.open(address, text)
    everything = await tokens(editor, address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    range_ = lsp.Range(start=lsp.Position(line=5, character=2), end=lsp.Position(line=8, character=1))
    found = await editor.text_document_semantic_tokens_range_async(
        lsp.SemanticTokensRangeParams(text_document=document, range=range_)
    )
    assert found
    assert list(decoded(text, list(found.data))) == [token for token in everything if 4 <= token[1] <= 9]


async def test_columns_are_counted_as_the_editor_counts(any_editor: Editor) -> None:
    address = uri()
    any_editor.open(address, "['é😀']\nexec = 'é😀 {lr} {x}'\n")
    document = lsp.TextDocumentIdentifier(uri=address)
    found = await any_editor.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document))
    assert found
    name, before = any_editor.units("é😀"), any_editor.units("exec = 'é😀 ")
    places = [tuple(found.data[index : index + 3]) for index in range(0, len(found.data), 5)]
    assert places == [(0, 2, name), (1, 0, 4), (0, before, 4), (0, 5, 3)]


async def test_the_legend_is_of_standard_names(editor: Editor) -> None:
    standard = {kind.value for kind in lsp.SemanticTokenTypes} | {kind.value for kind in lsp.SemanticTokenModifiers}
    assert standard.issuperset([*LEGEND.token_types, *LEGEND.token_modifiers])
