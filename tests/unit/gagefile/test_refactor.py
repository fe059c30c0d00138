from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_files import CASES, assert_expected, gagefile_cases
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.check import check
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document, Syntax
from gage.gagefile.problem import Fix, apply
from gage.gagefile.refactor import REWRITES, meaning, rewritings, says_the_same
from gage.gagefile.refactor.comments import comments
from gage.gagefile.refactor.dependency_forms import as_table, as_text
from gage.gagefile.refactor.here import Here

CURSOR = "‸"
NEXT = "=" * 40 + "\n"
BEFORE = "-" * 10 + " "


def offered(text: str, syntax: Syntax, offset: int) -> list[Fix]:
    return list(rewritings(Document(text, syntax), offset))


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_what_is_offered_and_what_comes_of_it(syntax: Syntax) -> None:
    """Each case of the file is a text with a cursor, then the title of each offer and the text after it."""
    path = CASES / "refactor" / f"{syntax}.txt"
    told = []
    for case in path.read_text(encoding="utf-8").split(NEXT):
        marked = case.partition(BEFORE)[0]
        text, offset = marked.replace(CURSOR, ""), marked.index(CURSOR)
        found = [f"{BEFORE}{fix.title}\n{apply(text, fix)}" for fix in offered(text, syntax, offset)]
        told.append("".join([marked, *found]))
    assert_expected(path, NEXT.join(told))


def samples() -> Iterator[tuple[str, Syntax]]:
    """Gagefiles that are sound, of all cases there are, with each of the three line ends."""
    folders = [*gagefile_cases("check"), *gagefile_cases("fix")]
    paths = [Path(str(param.values[0])) for param in folders]
    texts = [(path.read_text(encoding="utf-8"), SYNTAX_BY_SUFFIX[path.suffix]) for path in paths]
    for syntax in ("toml", "yaml", "json"):
        told = (CASES / "refactor" / f"{syntax}.txt").read_text(encoding="utf-8")
        texts += [(case.partition(BEFORE)[0].replace(CURSOR, ""), syntax) for case in told.split(NEXT)]
    for text, syntax in texts:
        for line_end in ("\n", "\r\n", "\r") if syntax != "toml" else ("\n", "\r\n"):
            yield text.replace("\r\n", "\n").replace("\n", line_end), syntax


SAMPLES = list(samples())


@given(st.sampled_from(SAMPLES), st.data())
def test_what_is_written_otherwise_says_the_same_to_all_who_read_it(
    sample: tuple[str, Syntax], data: st.DataObject
) -> None:
    text, syntax = sample
    document = Document(text, syntax)
    for fix in rewritings(document, data.draw(st.integers(0, len(text)))):
        after = Document(apply(text, fix), syntax)
        assert after.problems == document.problems
        assert meaning(after.data) == meaning(document.data)
        assert meaning(read_by_others(after.text, syntax)) == meaning(read_by_others(text, syntax))
        assert sorted(comments(after)) == sorted(comments(document))
        assert len(check(after)) <= len(check(document))
        assert re.findall(r"[&*]\w+", after.text) == re.findall(r"[&*]\w+", text)
        assert line_ends(after.text) <= (line_ends(text) or {"\n"})


def read_by_others(text: str, syntax: Syntax) -> object:
    text = text.removeprefix("\ufeff")
    if syntax == "toml":
        import tomli

        return tomli.loads(text)
    if syntax == "yaml":
        import yaml

        return yaml.safe_load(text)
    import pyjson5

    return pyjson5.loads(text)


def line_ends(text: str) -> set[str]:
    return set(re.findall(r"\r\n|\n|\r", text))


@given(st.sampled_from([sample for sample in SAMPLES if not list(comments(Document(*sample)))]), st.data())
def test_without_comments_no_way_of_writing_has_to_be_taken_back(
    sample: tuple[str, Syntax], data: st.DataObject
) -> None:
    text, syntax = sample
    document = Document(text, syntax)
    offset = data.draw(st.integers(0, len(text)))
    part, ((_, start),) = document.parts.at(offset)
    if part.problems or (part.keys and not document.parts.keys.repeated.isdisjoint(part.keys)):
        return
    for rewrite in REWRITES:
        fix = rewrite(Here(part, offset - start, at_top=start == 0))
        assert fix is None or says_the_same(part, fix), fix


@given(st.sampled_from([sample for sample in SAMPLES if sample[1] != "yaml"]), st.data())
def test_a_command_made_phases_is_made_the_same_command_again(sample: tuple[str, Syntax], data: st.DataObject) -> None:
    text, syntax = sample
    offset = data.draw(st.integers(0, len(text)))
    for fix in offered(text, syntax, offset):
        if fix.title.endswith("of phases"):
            again = {one.title: one for one in offered(apply(text, fix), syntax, fix.edits[0].span.start)}
            assert apply(apply(text, fix), again["Change 'exec' to one command"]) == text


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("data.csv", {"files": "data.csv"}),
        ("project-files: data.csv", {"files": "data.csv"}),
        ("file:data.csv", {"type": "file", "path": "data.csv"}),
        ("dir:data", {"type": "dir", "path": "data"}),
        ("dvcfile:data.dvc", {"type": "dvcfile", "path": "data.dvc"}),
        ("run-files:op = prepare", {"run-select": "op = prepare"}),
        ("runs-summary:op = train", {"type": "runs-summary", "runs-select": "op = train"}),
        ("https://example.org/data.csv", {"url": "https://example.org/data.csv"}),
        ("project-files:file:x", {"files": "file:x"}),
    ],
)
def test_a_dependency_is_a_text_or_a_table(text: str, table: dict[str, str]) -> None:
    assert as_table(text) == table
    assert as_table(str(as_text(table))) == table


@pytest.mark.parametrize("text", ["", "file:", "files:x", "foo:x", "url:https://x", "project-files: "])
def test_a_text_that_names_nothing_known_has_no_table(text: str) -> None:
    assert as_table(text) is None


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"files": ["a", "b"]},
        {"files": "a", "description": "b"},
        {"files": " a"},
        {"files": ""},
        {"operation": "prepare"},
        {"type": "file", "files": "a"},
        {"path": "a"},
        {"url": "a"},
    ],
)
def test_a_table_that_says_more_than_a_text_can_has_none(table: dict[str, object]) -> None:
    assert as_text(table) is None
