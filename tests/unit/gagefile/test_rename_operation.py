"""Renaming an operation: what it is refused for; tests/ls renames in an editor, test_rename_laws.py in any text."""

from __future__ import annotations

import pytest

from gage.gagefile.document import Document
from gage.gagefile.rename_operation import RenameError, rename_operation

TEXT = """train:
  exec: python train.py
eval:
  exec: python eval.py
  depends: {run-select: op = train}
"""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (" ", "an operation needs a name that can be read"),
        ("a\u0007", "an operation needs a name that can be read"),
        ("my train", "the name of an operation is one word without white space; 'my train' is not"),
        ("ns:train", "the name of an operation is one word without :; 'ns:train' is not"),
        ("$train", "the name of an operation does not begin with $, as '$train' does"),
        ("Or", "'Or' is a word of the language that selects runs; choose another name"),
        ("eval", "there is an operation 'eval' already; choose another name"),
    ],
)
def test_a_name_that_cannot_be_is_refused(name: str, message: str) -> None:
    with pytest.raises(RenameError) as refused:
        rename_operation(Document(TEXT, "yaml"), 1, name)
    assert str(refused.value) == message


def test_the_name_it_has_changes_nothing() -> None:
    assert rename_operation(Document(TEXT, "yaml"), 1, "train") == []


def test_where_no_operation_is_named_there_is_nothing_to_rename() -> None:
    with pytest.raises(RenameError, match="there is nothing to rename"):
        rename_operation(Document(TEXT, "yaml"), TEXT.index("python"), "other")


@pytest.mark.parametrize(
    ("written", "after"),
    [("op = 'train'", "op = 'prepare'"), ('op in ["train", eval]', 'op in ["prepare", eval]'), ("train", "prepare")],
)
def test_quotes_of_expressions_stay(written: str, after: str) -> None:
    text = TEXT.replace("op = train", f"{written}".join(["'", "'"]) if "'" not in written else f'"{written}"')
    edits = rename_operation(Document(text, "yaml"), 1, "prepare")
    for span, new in reversed(edits):
        text = text[: span.start] + new + text[span.end :]
    assert after in text


def test_a_place_that_is_written_over_two_lines_is_changed() -> None:
    text = TEXT.replace("op = train", '"op = tr\\\n    ain"')
    edits = rename_operation(Document(text, "yaml"), 1, "prepare")
    assert [text[slice(*edit.span)] for edit in edits] == ["train", "tr\\\n    ain"]


def test_a_place_that_is_not_written_as_it_reads_is_told() -> None:
    """The quotes of a word processor are no quotes of TOML, and what they hold may be anything."""
    text = "[train]\nexec = 'x'\n[eval]\nexec = 'y'\ndepends = { run-select = “op = train” }\n"
    with pytest.raises(RenameError, match="line 5 names 'train' in a way that cannot be changed; change it first"):
        rename_operation(Document(text, "toml"), 1, "prepare")


def test_an_alias_of_a_text_that_names_it_is_renamed_with_the_text() -> None:
    text = TEXT.replace("op = train", "&it op = train") + "test:\n  exec: x\n  depends: [{run-select: *it}]\n"
    edits = rename_operation(Document(text, "yaml"), 1, "prepare")
    assert [text[slice(*edit.span)] for edit in edits] == ["train", "train"]
