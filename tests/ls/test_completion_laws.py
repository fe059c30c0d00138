"""Whichever key is chosen, wherever the cursor is: the text gets no worse, and the key stands where it was offered."""

from __future__ import annotations

import re
from itertools import accumulate

from hypothesis import assume, given
from hypothesis import strategies as st
from ls.completed import chosen, place_of
from ls.editor import capabilities
from lsprotocol import types as lsp

from gage.gagefile.cursor import cursors_at
from gage.gagefile.document import Document, Syntax
from gage_ls.client import client_of
from gage_ls.features.completion import completion
from gage_ls.workspace import Workspace

CLIENT = client_of(lsp.InitializeParams(capabilities=capabilities(lsp.PositionEncodingKind.Utf16, snippets=True)))

TEXTS: dict[Syntax, str] = {
    "toml": """\
# All
"$namespace" = "demo"

[train]
description = "Train ♥😀"
exec = { run = "python train.py", "run[windows]" = "py train.py", finalize = ["python", "r.py"] }
config = ["train.py#lr", { name = "epochs", default = 10 }]
sourcecode = [
  "*.py",
  "data/*.csv", # two
]
env.A = 1
default = true

[[train.depends]]
type = "run-files"
run-select = "op = prepare"

[[train.depends]]
files = "a.csv"

[train.listing]
description = ["loss"]

[eval]
exec = 'python eval.py'
depends = [{ run-select = "op = train" }, "file:data.csv"]
""",
    "yaml": """\
# All
$namespace: demo

train:
  description: Train ♥😀
  exec:
    run: python train.py
    run[windows]: py train.py
    finalize: [python, r.py]
  config:
    - train.py#lr
    - name: epochs
      default: 10
  sourcecode:
    - "*.py"
    - 'data/*.csv' # two
  env: {A: 1}
  default: true
  depends:
  - type: run-files
    run-select: op = prepare
  - files: a.csv

eval:
  exec: |
    python eval.py
    echo
  depends: [{run-select: op = train}, "file:data.csv"]
  listing:
    description: [loss]
""",
    "json": """\
{
  // All
  "$namespace": "demo",
  "train": {
    "description": "Train ♥😀",
    "exec": { "run": "python train.py", "run[windows]": "py train.py", "finalize": ["python", "r.py"] },
    "config": ["train.py#lr", { "name": "epochs", "default": 10 }],
    "sourcecode": [
      "*.py",
      'data/*.csv', // two
    ],
    env: { A: 1 },
    "default": true
  },
  "eval": {
    "exec": "python eval.py",
    "depends": [{ "run-select": "op = train" }, "file:data.csv"],
    "listing": {
      "description": ["loss"]
    }
  }
}
""",
}

PIECES = [
    *(
        "train",
        "exec",
        "depends",
        "config",
        "type",
        "[",
        "]",
        "[[",
        "{",
        "}",
        ":",
        "=",
        '"',
        "'",
        '"""',
        ",",
        "- ",
        "#",
    ),
    *("\n", "\r\n", "  ", "\t", "run-files:op = ", "train.py#", "{lr", "|-\n", "&a ", "*a", "😀", "\u2028", "\\"),
]

AMBIGUOUS = {"yaml-unclosed", "json-unclosed", "json-unmatched"}
"""Where brackets do not match, where something ends is a guess, and any character may change it."""


@st.composite
def half_typed(draw: st.DrawFn) -> tuple[Syntax, str, int]:
    """A text and a place in it: as it is, with the rest of the line or all the rest gone, or on a new line."""
    syntax = draw(st.sampled_from(list(TEXTS)))
    text = TEXTS[syntax]
    offset = draw(st.integers(0, len(text)))
    line_end = text.find("\n", offset) if "\n" in text[offset:] else len(text)
    what = draw(st.sampled_from(["as it is", "line", "rest", "new line"]))
    if what == "line":
        text = text[:offset] + text[line_end:]
    elif what == "rest":
        text = text[:offset]
    elif what == "new line":
        start = text.rfind("\n", 0, offset) + 1
        indent = re.match(" *", text[start:])[0]  # type: ignore[index]  # it matches everywhere
        text = f"{text[:line_end]}\n{indent}{text[line_end:]}"
        offset = line_end + 1 + len(indent)
    if draw(st.booleans()):
        offset += text[:offset].count("\n")
        text = text.replace("\n", "\r\n")
    return syntax, text, offset


@given(half_typed())
def test_a_chosen_key_makes_a_text_no_worse_and_is_there(case: tuple[Syntax, str, int]) -> None:
    syntax, text, offset = case
    before = Document(text, syntax)
    assume(AMBIGUOUS.isdisjoint(problem.code for problem in before.problems))
    cursors = cursors_at(before, offset)
    for item in offered(text, syntax, offset):
        if item.kind is not lsp.CompletionItemKind.Property:
            continue
        changed = chosen(text, item)
        after = Document(changed, syntax)
        assert len(after.problems) <= len(before.problems), (item.label, changed)
        route = (*cursors[0].route, *(item.label.split(".") if cursors[0].role == "header" else [item.label]))
        assert after.entry(route), (item.label, changed)


@given(half_typed())
def test_a_chosen_value_makes_a_text_no_worse(case: tuple[Syntax, str, int]) -> None:
    syntax, text, offset = case
    before = Document(text, syntax)
    assume(AMBIGUOUS.isdisjoint(problem.code for problem in before.problems))
    for item in offered(text, syntax, offset):
        changed = chosen(text, item)
        after = Document(changed, syntax)
        assert len(after.problems) <= len(before.problems), (item.label, changed)


@given(
    syntax=st.sampled_from(list(TEXTS)),
    pieces=st.lists(st.sampled_from(PIECES), max_size=14),
    data=st.data(),
)
def test_no_text_is_too_odd(syntax: Syntax, pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    places = [0, *accumulate(map(len, pieces))]  # \r\n is one character to an editor
    for item in offered(text, syntax, data.draw(st.sampled_from(places))):
        chosen(text, item)


def offered(text: str, syntax: Syntax, offset: int) -> list[lsp.CompletionItem]:
    uri = f"untitled:gage.{syntax}"
    gagefiles = Workspace()
    gagefiles.open(lsp.TextDocumentItem(uri=uri, language_id=syntax, version=1, text=text))
    document = gagefiles.get(uri)
    assert document
    line, column = place_of(text, offset)
    params = lsp.CompletionParams(
        text_document=lsp.TextDocumentIdentifier(uri=uri), position=lsp.Position(line=line, character=column)
    )
    return list(completion(document, None, CLIENT, params).items)
