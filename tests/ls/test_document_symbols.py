from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ls.editor import Editor
from ls.marked import text_in, uri
from lsprotocol import types as lsp

# Name, kind, detail, the first and the last line of each symbol, and its children.
TOML = """\
$runs-dir = "runs"

# é😀
["träin 😀"]
exec = ["python", "train.py"]
env.SEED = 1

["träin 😀".summary]
filename = "s.json"

[[eval.config]]
name = "lr"
default = 0.1

[[eval.config]]
keys = ["eval.py#a", "eval.py#b"]
"""
TOML_SYMBOLS = """\
$runs-dir · Constant · runs
träin 😀 · Function · python train.py
  exec · Array · python train.py
  env · Object
    SEED · Property · 1
  summary · Object
    filename · Property · s.json
eval · Function
  config · Array
    lr · Object
      name · Property · lr
      default · Property · 0.1
    eval.py#a, eval.py#b · Object
      keys · Array · eval.py#a, eval.py#b
"""
YAML = """\
train:
  exec: |
    python train.py &&
      python report.py
  config:
    - train.py#lr
    - name: epochs
      default: 10
  sourcecode: false

eval: {exec: python eval.py}
"""
YAML_SYMBOLS = """\
train · Function · python train.py && python report.py
  exec · Property · python train.py && python report.py
  config · Array
    epochs · Object
      name · Property · epochs
      default · Property · 10
  sourcecode · Property · false
eval · Function · python eval.py
  exec · Property · python eval.py
"""
JSON = """\
{
  // the model
  "train": {
    "exec": {"run": "python train.py", "finalize": ["python", "report.py"]},
    "depends": [{"operation": "prepare"}],
  },
  prepare: {exec: 'python prepare.py'},
}
"""
JSON_SYMBOLS = """\
train · Function · python train.py
  exec · Object
    run · Property · python train.py
    finalize · Array · python, report.py
  depends · Array
    prepare · Object
      operation · Property · prepare
prepare · Function · python prepare.py
  exec · Property · python prepare.py
"""
APART = """\
[a]
exec = "one"
[b]
exec = "two"
[a.summary]
filename = "s.json"
"""
APART_SYMBOLS = """\
a · Function · one
  exec · Property · one
b · Function · two
  exec · Property · two
a · Function
  summary · Object
    filename · Property · s.json
"""


def shown(symbols: list[lsp.DocumentSymbol], depth: int = 0) -> Iterator[str]:
    for symbol in symbols:
        detail = f" · {symbol.detail}" if symbol.detail else ""
        yield f"{'  ' * depth}{symbol.name} · {lsp.SymbolKind(symbol.kind).name}{detail}"
        yield from shown(list(symbol.children or []), depth + 1)


async def symbols_of(editor: Editor, name: str, text: str) -> list[Any]:
    address = uri(name)
    editor.open(address, text)
    params = lsp.DocumentSymbolParams(text_document=lsp.TextDocumentIdentifier(uri=address))
    found = await editor.text_document_document_symbol_async(params)
    editor.close(address)
    return list(found or [])


def check_nesting(text: str, symbols: list[lsp.DocumentSymbol], inside: lsp.Range | None = None) -> None:
    """Editors refuse symbols that break this."""
    end = None
    for symbol in symbols:
        assert symbol.name
        assert is_in(symbol.selection_range, symbol.range)
        assert inside is None or is_in(symbol.range, inside)
        assert end is None or (end.line, end.character) <= (symbol.range.start.line, symbol.range.start.character)
        end = symbol.range.end
        check_nesting(text, list(symbol.children or []), symbol.range)


def is_in(inner: lsp.Range, outer: lsp.Range) -> bool:
    places = [outer.start, inner.start, inner.end, outer.end]
    pairs = [(place.line, place.character) for place in places]
    return pairs == sorted(pairs)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("gage.toml", TOML, TOML_SYMBOLS),
        ("gage.yaml", YAML, YAML_SYMBOLS),
        ("gage.json", JSON, JSON_SYMBOLS),
        ("gage.toml", APART, APART_SYMBOLS),
        ("gage.toml", TOML.replace("\n", "\r\n"), TOML_SYMBOLS),
        ("gage.toml", "[train]\nexec = \n[ev", "train · Function\n  exec · Property\nev · Function\n"),
        (
            "gage.yaml",
            "train:\n  exec: a\n  desc\neval",
            "train · Function · a\n  exec · Property · a\n  desc · Property\neval · Function\n",
        ),
        ("gage.json", '{"": {}, "a": ', '"" · Function\na · Function\n'),
        ("gageconfig.toml", "[check]\nignore = ['a']\n", "check · Object\n  ignore · Array · a\n"),
        ("gage.toml", "# 1\n['%d \"line\":7']\n", '%d "line":7 · Function\n'),
        ("gage.toml", "", ""),
    ],
)
async def test_what_a_file_holds(nested: Editor, name: str, text: str, expected: str) -> None:
    symbols = await symbols_of(nested, name, text)
    found = "".join(f"{line}\n" for line in shown(symbols))
    assert found == expected
    check_nesting(text, symbols)


async def test_the_place_of_an_operation_is_its_name_and_all_of_its_text(nested: Editor) -> None:
    _, train, evaluate = await symbols_of(nested, "gage.toml", TOML)
    assert text_in(TOML, train.selection_range) == '"träin 😀"'
    assert text_in(TOML, train.range).startswith('["träin 😀"]\nexec')
    assert text_in(TOML, train.range).endswith('filename = "s.json"')
    assert text_in(TOML, evaluate.range).startswith("[[eval.config]]")
    assert text_in(TOML, evaluate.children[0].children[0].selection_range) == '"lr"'


async def test_an_editor_that_does_not_ask_for_nested_symbols_gets_a_flat_list(editor: Editor) -> None:
    symbols = await symbols_of(editor, "gage.yaml", YAML)
    assert all(isinstance(symbol, lsp.SymbolInformation) for symbol in symbols)
    named = [(symbol.name, symbol.container_name) for symbol in symbols]
    assert named[:5] == [
        ("train", None),
        ("exec", "train"),
        ("config", "train"),
        ("epochs", "config"),
        ("name", "epochs"),
    ]
    assert text_in(YAML, symbols[1].location.range) == "exec: |\n    python train.py &&\n      python report.py"


async def test_columns_are_counted_as_the_editor_counts(any_editor: Editor) -> None:
    (operation,) = await symbols_of(any_editor, "gage.json", '{"é😀": 1}')
    start, end = operation.location.range.start, operation.location.range.end
    assert (start.character, end.character) == (1, 1 + any_editor.units('"é😀": 1'))


async def test_five_thousand_operations_are_all_there(nested: Editor) -> None:
    text = "".join(f'[op-{number}]\nexec = "python {number}.py"\n' for number in range(5_000))
    symbols = await symbols_of(nested, "gage.toml", text)
    assert [symbol.name for symbol in symbols] == [f"op-{number}" for number in range(5_000)]
    assert symbols[-1].range.start == lsp.Position(line=9_998, character=0)
