from __future__ import annotations

import pytest
from ls.editor import Editor
from ls.marked import uri
from lsprotocol import types as lsp

# Behind each line that folds: the number of the last line of the fold, and its kind if it has one.
TOML = """\
# one      <1 comment>
# two
# region settings      <4 region>
$runs-dir = "runs"
# endregion
[train]      <16>
exec = [      <9>
  "python",
  # no comment of several lines
  "train.py",
]
env.TEXT = '''      <13>
# not a comment
# and this neither
'''
[train.summary]      <16>
filename = "s.json"
# last      <18 comment>
# words
"""
YAML = """\
train:      <7>
  exec: |      <3>
    # not a comment
    python train.py
  # first      <5 comment>
  # second
  config:      <7>
    - train.py#lr

eval: {exec: python eval.py}
"""
JSON = """\
{
  /* a comment      <2 comment>
     of two lines */
  "train": {      <8>
    // one      <5 comment>
    // two
    "exec": [      <7>
      "python"
    ]
  },
  "eval": {}
}
"""


def expected(text: str) -> tuple[str, list[tuple[int, int, str | None]]]:
    folds = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        lines[number], mark, rest = line.partition("      <")
        if mark:
            last, _, kind = rest.rstrip(">").partition(" ")
            folds.append((number, int(last), kind or None))
    return "\n".join(lines), folds


async def folds_of(editor: Editor, name: str, text: str) -> list[tuple[int, int, str | None]]:
    address = uri(name)
    editor.open(address, text)
    params = lsp.FoldingRangeParams(text_document=lsp.TextDocumentIdentifier(uri=address))
    found = await editor.text_document_folding_range_async(params) or []
    return [(fold.start_line, fold.end_line, fold.kind and lsp.FoldingRangeKind(fold.kind).value) for fold in found]


@pytest.mark.parametrize(("name", "source"), [("gage.toml", TOML), ("gage.yaml", YAML), ("gage.json", JSON)])
async def test_what_folds(editor: Editor, name: str, source: str) -> None:
    text, folds = expected(source)
    assert await folds_of(editor, name, text) == folds
    assert await folds_of(editor, name, text.replace("\n", "\r\n")) == folds


async def test_an_editor_that_wants_few_folds_gets_the_outermost(few_folds: Editor) -> None:
    text = "".join(f'[op-{number}]\nexec = [\n  "a",\n]\n' for number in range(5))
    assert await folds_of(few_folds, "gage.toml", text) == [(4 * number, 4 * number + 2, None) for number in range(5)]


async def test_half_typed_text_folds_as_far_as_it_goes(editor: Editor) -> None:
    assert await folds_of(editor, "gage.toml", '[a]\nexec = [\n"x",\n\n[b]\nexec = """\nz\n') == [
        (0, 2, None),
        (1, 2, None),
        (4, 6, None),
        (5, 6, None),
    ]
    assert await folds_of(editor, "gage.yaml", "a:\n  exec:\n") == [(0, 1, None)]
