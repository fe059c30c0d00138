"""A gagefile in which an operation, or a file, was renamed is the same gagefile with another name in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from navigation_texts import damaged

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_names import file_names
from gage.gagefile.operation_mentions import operation_mentions
from gage.gagefile.problem import Edit
from gage.gagefile.rename_files import Move, renamed_files
from gage.gagefile.rename_operation import RenameError, rename_operation

BEFORE, AFTER = "zqx", "zqv"
"""Names that nothing else is like, and with nothing between them in the alphabet."""

FILE = "zqx.py"

SYNTAXES = pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])


def renamed(document: Document, before: str, after: str) -> str | None:
    """The text after an operation got another name, or None if it has no place or cannot be renamed."""
    declared = [
        placed.span(name.span)
        for placed, name in operation_mentions(document)
        if name.is_declaration and name.name == before
    ]
    try:
        return applied(document.text, rename_operation(document, declared[0].start, after)) if declared else None
    except RenameError:
        return None


def applied(text: str, edits: list[Edit]) -> str:
    end = len(text)
    for span, new in reversed(edits):
        assert span.end <= end
        text, end = text[: span.start] + new + text[span.end :], span.start
    return text


def told(document: Document) -> list[tuple[str, str]]:
    """What is wrong, with either name called the same, without what is suggested: that is what looks like a name."""
    return [(problem.code, problem.message.partition(";")[0].replace(AFTER, BEFORE)) for problem in check(document)]


@SYNTAXES
@settings(max_examples=300)
@given(st.data())
def test_the_same_is_wrong_as_before(syntax: Syntax, data: st.DataObject) -> None:
    document = Document(data.draw(damaged(syntax)), syntax)
    after = renamed(document, BEFORE, AFTER)
    # A second definition that TOML refuses is not read, so it keeps its name, and is the first one then.
    if after is not None and "toml-redefined" not in {problem.code for problem in document.problems}:
        assert told(Document(after, syntax)) == told(document)


@SYNTAXES
@settings(max_examples=300)
@given(st.data(), st.sampled_from([AFTER, "ä.b", "AND", "null", "12", "😀", "a-b"]))
def test_every_place_has_the_new_name_and_none_the_old(syntax: Syntax, data: st.DataObject, name: str) -> None:
    document = Document(data.draw(damaged(syntax)), syntax)
    after = renamed(document, BEFORE, name)
    # Quotes around a name may change how broken text is read.
    if after is not None and (name == AFTER or not document.problems):
        names = [found.name for _, found in operation_mentions(document)]
        names_after = [found.name for _, found in operation_mentions(Document(after, syntax))]
        assert names_after == [name if found == BEFORE else found for found in names]


@SYNTAXES
@settings(max_examples=200)
@given(st.data(), st.sampled_from(["b.py", "lib/é.py", "./c.py", "with space.py", "it's.py", "-x.py"]))
def test_files_that_are_named_are_named_by_their_new_paths(syntax: Syntax, data: st.DataObject, new: str) -> None:
    document = Document(data.draw(damaged(syntax)), syntax)
    after = Document(applied(document.text, renamed_files(document, [Move(FILE, new)])), syntax)
    names = [name.text for _, name in file_names(document)]
    names_after = [name.text for _, name in file_names(after)]
    assert FILE not in names_after
    if new.endswith(("b.py", "é.py", "c.py")):
        assert names_after == [new if name == FILE else name for name in names]
