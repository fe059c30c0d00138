"""What a merge left side by side is one problem for each place, and the rest of the file is read as its first version."""

from __future__ import annotations

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.problem import apply
from gage.gagefile.second_opinion import heard
from gage.gagefile.text import Span

OURS, BASE, SPLIT, THEIRS = "<<<<<<< HEAD\n", "||||||| 3c1f\n", "=======\n", ">>>>>>> faster\n"
CONFLICTS: dict[Syntax, str] = {
    "toml": f'[a]\nexec = "b"\n{OURS}version = "1"\n{SPLIT}version = "2"\n[c]\n{THEIRS}default = true\n',
    "yaml": f'a:\n  exec: b\n{OURS}  version: "1"\n{SPLIT}  version: "2"\nc:\n{THEIRS}  default: true\n',
    "json": f'{{"a": {{\n"exec": "b",\n{OURS}"version": "1",\n{SPLIT}"version": [\n{THEIRS}"default": true\n}}}}\n',
}
FIRST = {"a": {"exec": "b", "version": "1", "default": True}}


@pytest.mark.parametrize("syntax", CONFLICTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("base", ["", BASE + "\n[{'"])
def test_a_conflict_is_one_problem_and_its_first_version_is_read(syntax: Syntax, end: str, base: str) -> None:
    text = CONFLICTS[syntax].replace(SPLIT, base + "\n" + SPLIT).replace("\n", end)
    document = Document(text, syntax)
    [problem] = check(document)
    assert problem.code == "merge-conflict"
    places = [text[slice(*span)] for span in (problem.span, *(related.span for related in problem.related))]
    assert places == [OURS.strip(), SPLIT.strip(), THEIRS.strip()]
    assert document.data == FIRST
    assert heard(document, [problem]) == [problem]


@pytest.mark.parametrize("syntax", CONFLICTS)
def test_the_same_is_read_when_the_marks_come_and_go(syntax: Syntax) -> None:
    text = CONFLICTS[syntax]
    document = Document(text.replace(OURS, ""), syntax)
    place = text.index(OURS)
    with_marks = document.edited(Span(place, place), OURS)
    assert check(with_marks) == check(Document(text, syntax))
    without = with_marks.edited(Span(place, place + len(OURS)), "")
    assert check(without) == check(Document(document.text, syntax))


@pytest.mark.parametrize("marks", [(OURS, ""), ("", THEIRS), (OURS, SPLIT), (SPLIT, THEIRS), (BASE, THEIRS)])
@pytest.mark.parametrize(
    ("syntax", "before", "behind"),
    [
        ("toml", "[a]\n", 'exec = "b"\n'),
        ("yaml", "a:\n", "  exec: b\n"),
        ("json", '{\n"a": {\n', '"exec": "b"}}\n'),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_that_were_left_over_are_one_problem_and_one_alone_goes_with_its_line(
    marks: tuple[str, str], syntax: Syntax, before: str, behind: str, end: str
) -> None:
    text = (before + marks[0] + behind + marks[1]).replace("\n", end)
    [problem] = check(Document(text, syntax))
    assert problem.message.startswith("this was left over from a merge")
    if problem.related:  # which version is meant nobody can tell
        assert not problem.fixes
    else:
        assert apply(text, problem.fixes[0]) == (before + behind).replace("\n", end)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"{OURS}[a]\n{OURS}exec = 'b'\n", 2),
        (f"[a]\n{OURS}exec = 'b'\n{SPLIT}{SPLIT}{THEIRS}", 1),
        (f"[a]\n{OURS}exec = 'b'\n{BASE}{THEIRS}", 1),
    ],
)
def test_marks_in_another_order_than_a_merge_leaves_are_told(text: str, count: int) -> None:
    found = [problem.code for problem in check(Document(text, "toml")) if problem.code == "merge-conflict"]
    assert len(found) == count


@pytest.mark.parametrize(
    "text",
    [
        '[a]\nexec = "b"\ndescription = """\nTitle\n=======\n<<<<<<<< eight\n <<<<<<< not at the start\n"""\n',
        "[a]\nexec = 'b <<<<<<< c'\n# ======= >>>>>>>\n",
    ],
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert check(Document(text, "toml")) == []
